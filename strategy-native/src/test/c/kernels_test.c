/* Every kernel that is built in, to its good and to its bad end, with memory that ends where its values do. */
#include <malloc.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "check.h"
#include "in_place.h"
#include "kernels.h"

extern size_t __sanitizer_get_current_allocated_bytes(void) __attribute__((weak));

static interleave_value *words(int count, const int64_t *from) {
    interleave_value *values = malloc((size_t) count * sizeof *values);
    CHECK(values != NULL);
    for (int i = 0; i < count; i++) {
        values[i].word = from[i];
    }
    return values;
}

#define WORDS(...) \
    words((int) (sizeof((int64_t[]) {__VA_ARGS__}) / sizeof(int64_t)), (const int64_t[]) {__VA_ARGS__})

/* Calls until it is done or fails. */
static int run(interleave_function function, int64_t slice, interleave_value *values) {
    interleave_call call = {0};
    int result;
    do {
        result = function(&call, slice, values);
    } while (result == INTERLEAVE_AGAIN);
    CHECK((result == INTERLEAVE_FAILED) == (call.text[0] != '\0'));
    return result;
}

static const int64_t slices[] = {1, 7, 1000, 123456, INT64_MAX};
enum { SLICES = sizeof slices / sizeof slices[0] };

static void test_countdown(interleave_function function) {
    uint64_t expected = 0x9e3779b97f4a7c15;
    for (int i = 0; i < 13 * 5000; i++) {
        expected ^= expected << 13;
        expected ^= expected >> 7;
        expected ^= expected << 17;
    }
    for (int i = 0; i < SLICES; i++) {
        interleave_value *values = WORDS((int64_t) 0x9e3779b97f4a7c15, 5000);
        CHECK(run(function, slices[i], values) == INTERLEAVE_DONE);
        CHECK(values[0].word == (int64_t) expected && values[1].word == 0);
        free(values);
    }
    interleave_value *none = WORDS(3, 0);
    CHECK(run(function, 1, none) == INTERLEAVE_DONE && none[0].word == 3);
    free(none);
    interleave_value *negative = WORDS(3, -5);
    CHECK(run(function, 1, negative) == INTERLEAVE_DONE && negative[0].word == 3);
    free(negative);
}

static void test_spin(void) {
    for (int i = 0; i < SLICES; i++) {
        interleave_value *values = WORDS(0, 5, 4000);
        CHECK(run(interleave_spin, slices[i], values) == INTERLEAVE_DONE);
        CHECK(values[0].word == 4000);
        CHECK(values[1].word == (int64_t) interleave_run_ticks(5, 4000));
        free(values);
    }
}

static void test_primes(void) {
    for (int i = 1; i < SLICES; i++) {
        interleave_value *values = WORDS(0, 2, 1, 20000, 2);
        CHECK(run(interleave_primes, slices[i], values) == INTERLEAVE_DONE);
        CHECK(values[0].word == 2262);
        free(values);
    }
    interleave_value *late = WORDS(0, INT64_MAX - 24, 1, INT64_MAX, 3037000490);
    interleave_call call = {0};
    CHECK(interleave_primes(&call, 1000, late) == INTERLEAVE_AGAIN);
    free(late);
    const int64_t wrong[][5] = {{0, 2, 1, 9, 0}, {0, 2, 1, 9, -1}, {0, 1, 1, 9, 2}, {0, 2, 0, 9, 2}};
    for (int i = 0; i < 4; i++) {
        interleave_value *values = words(5, wrong[i]);
        CHECK(run(interleave_primes, 10, values) == INTERLEAVE_FAILED);
        CHECK(values[0].word == 0 && values[1].word == wrong[i][1]);
        free(values);
    }
}

static double *random_reals(int64_t length, uint64_t *random) {
    double *data = malloc((size_t) length * sizeof *data);
    for (int64_t i = 0; i < length; i++) {
        data[i] = (double) (int64_t) next_random(random) / 1e18;
    }
    return data;
}

static interleave_value *dot_values(double *a, double *b, int64_t length, double *sum, int64_t passes) {
    interleave_value *values = WORDS(0, 0, 0, 0, passes);
    values[1].reals.data = a;
    values[1].reals.length = length;
    values[2].reals.data = b;
    values[2].reals.length = length;
    values[3].reals.data = sum;
    values[3].reals.length = 1;
    return values;
}

static void test_dot(void) {
    uint64_t random = 20260101;
    for (int64_t length = 0; length < 300; length++) {
        double *a = random_reals(length, &random);
        double *b = random_reals(length, &random);
        const int64_t passes = length % 4;
        volatile double expected = 0;
        for (int64_t i = 0; i < passes * length; i++) {
            volatile double product = a[i % length] * b[i % length];
            expected = expected + product;
        }
        for (int i = 0; i < SLICES; i++) {
            double sum = 0;
            interleave_value *values = dot_values(a, b, length, &sum, passes);
            CHECK(run(interleave_dot, slices[i], values) == INTERLEAVE_DONE);
            CHECK(sum == expected && values[0].word == passes * length);
            free(values);
        }
        free(a);
        free(b);
    }
    double some[3] = {1, 2, NAN};
    interleave_value *values = dot_values(some, some, 3, some, 1);
    values[2].reals.length = 2;
    CHECK(run(interleave_dot, 1, values) == INTERLEAVE_FAILED);
    values[2].reals.length = 3;
    values[3].reals.length = 0;
    CHECK(run(interleave_dot, 1, values) == INTERLEAVE_FAILED);
    values[3].reals.length = 1;
    values[0].word = 4;
    CHECK(run(interleave_dot, 1, values) == INTERLEAVE_FAILED);
    values[0].word = -1;
    CHECK(run(interleave_dot, 1, values) == INTERLEAVE_FAILED);
    values[0].word = 0;
    values[4].word = -1;
    CHECK(run(interleave_dot, 1, values) == INTERLEAVE_FAILED);
    values[4].word = INT64_MAX;
    CHECK(run(interleave_dot, 1, values) == INTERLEAVE_FAILED);
    free(values);
}

static interleave_value *hash_values(uint8_t *data, int64_t length, uint8_t *context, uint8_t *digest) {
    interleave_value *values = WORDS(0, 0, 0, 0);
    uint8_t *const arrays[] = {data, context, digest};
    const int64_t lengths[] = {length, 32, 32};
    for (int i = 0; i < 3; i++) {
        values[i + 1].bytes.data = arrays[i];
        values[i + 1].bytes.length = lengths[i];
    }
    return values;
}

static void check_hash(const char *text, int64_t times, const char *hex) {
    int64_t size = (int64_t) strlen(text);
    uint8_t *block = malloc((size_t) (times * size) + 1);
    uint8_t *data = block + 1; /* so that it is aligned to nothing */
    for (int64_t i = 0; i < times; i++) {
        memcpy(data + i * size, text, (size_t) size);
    }
    for (int i = 0; i < SLICES; i++) {
        uint8_t *context = malloc(32);
        uint8_t *digest = malloc(32);
        char shown[65];
        interleave_value *values = hash_values(size == 0 ? NULL : data, times * size, context, digest);
        CHECK(run(interleave_hash, slices[i], values) == INTERLEAVE_DONE);
        for (int k = 0; k < 32; k++) {
            snprintf(shown + 2 * k, 3, "%02x", digest[k]);
        }
        CHECK(strcmp(shown, hex) == 0);
        free(values);
        free(digest);
        free(context);
    }
    free(block);
}

/* The examples of FIPS 180-4, and lengths around the end of a block. */
static void test_hash(void) {
    check_hash("", 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    check_hash("abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    check_hash("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
               "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    check_hash("a", 55, "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318");
    check_hash("a", 64, "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb");
    check_hash("a", 1000000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    uint8_t bytes[100] = {0};
    interleave_value *values = hash_values(bytes, 100, bytes, bytes);
    values[0].word = 1;
    CHECK(run(interleave_hash, 1, values) == INTERLEAVE_FAILED);
    values[0].word = 128;
    CHECK(run(interleave_hash, 1, values) == INTERLEAVE_FAILED);
    values[0].word = 0;
    values[2].bytes.length = 31;
    CHECK(run(interleave_hash, 1, values) == INTERLEAVE_FAILED);
    values[2].bytes.length = 32;
    values[3].bytes.length = 31;
    CHECK(run(interleave_hash, 1, values) == INTERLEAVE_FAILED);
    free(values);
}

static interleave_value *totals_values(int32_t *visits, int64_t *totals, int64_t users, int64_t sessions) {
    interleave_value *values = WORDS(0, 5, sessions, 0, 0);
    values[3].bytes.data = (uint8_t *) visits;
    values[3].bytes.length = users * sessions * (int64_t) sizeof *visits;
    values[4].bytes.data = (uint8_t *) totals;
    values[4].bytes.length = users * (int64_t) sizeof *totals;
    return values;
}

static void test_session_totals(void) {
    enum { USERS = 50, SESSIONS = 7 };
    uint64_t random = 20260102;
    for (int i = 0; i < SLICES; i++) {
        int32_t *visits = malloc(USERS * SESSIONS * sizeof *visits);
        int64_t *totals = calloc(USERS, sizeof *totals);
        int64_t expected[USERS] = {0};
        for (int k = 0; k < USERS * SESSIONS; k++) {
            visits[k] = (int32_t) next_random(&random);
            expected[k / SESSIONS] += visits[k];
        }
        interleave_value *values = totals_values(visits, totals, USERS, SESSIONS);
        CHECK(run(interleave_session_totals, slices[i], values) == INTERLEAVE_DONE);
        CHECK(memcmp(totals, expected, sizeof expected) == 0);
        CHECK(values[1].word == (int64_t) interleave_run_ticks(5, USERS * SESSIONS));
        values[2].word = 0;
        CHECK(run(interleave_session_totals, 1, values) == INTERLEAVE_FAILED);
        values[2].word = SESSIONS;
        values[0].word = USERS * SESSIONS + 1;
        CHECK(run(interleave_session_totals, 1, values) == INTERLEAVE_FAILED);
        free(values);
        free(totals);
        free(visits);
    }
}

/* A call does about as much as it was asked for, and at least a step. */
static void test_slices(void) {
    enum { LENGTH = 10000 };
    static double reals[LENGTH];
    static uint8_t bytes[LENGTH];
    static int64_t totals[1];
    for (int64_t ticks = 0; ticks <= 24; ticks += 12) {
        interleave_call call = {0};
        double sum = 0;
        interleave_value *dot = dot_values(reals, reals, LENGTH, &sum, 1);
        CHECK(interleave_dot(&call, ticks, dot) == INTERLEAVE_AGAIN);
        CHECK(dot[0].word == 16 * (ticks == 0 ? 1 : ticks));
        free(dot);
        uint8_t context[32];
        uint8_t digest[32];
        interleave_value *hash = hash_values(bytes, LENGTH, context, digest);
        CHECK(interleave_hash(&call, ticks, hash) == INTERLEAVE_AGAIN);
        CHECK(hash[0].word == 64 * (ticks == 24 ? 2 : 1));
        free(hash);
        interleave_value *sessions = totals_values((int32_t *) (void *) reals, totals, 1, LENGTH);
        CHECK(interleave_session_totals(&call, ticks, sessions) == INTERLEAVE_AGAIN);
        CHECK(sessions[0].word == (ticks == 0 ? 1 : ticks));
        free(sessions);
    }
}

static void test_failing(void) {
    interleave_call call = {0};
    char text[300];
    memset(text, 'x', sizeof text);
    text[299] = '\0';
    CHECK(interleave_fail(&call, 7, text) == INTERLEAVE_FAILED && call.code == 7);
    CHECK(strlen(call.text) == 255);
    text[255] = '\0';
    interleave_fail(&call, 7, text);
    CHECK(strlen(call.text) == 255);
    memcpy(text + 253, "\xe2\x82\xac", 4); /* ends at byte 255 */
    text[256] = '\0';
    interleave_fail(&call, 7, text);
    CHECK(strlen(call.text) == 253);
    interleave_fail(&call, 7, NULL);
    CHECK(call.text[0] == '\0');
    call.cancelled = 1;
    CHECK(interleave_cancelled(&call));
    interleave_value *values = WORDS(0, 1, 8, 0);
    CHECK(run(interleave_produce, 1, values) == INTERLEAVE_FAILED);
    CHECK(run(interleave_consume, 1, values) == INTERLEAVE_FAILED);
    free(values);
}

static void test_table(void) {
    const interleave_kernels *all = interleave_register();
    CHECK(all->abi == INTERLEAVE_ABI && all->count == 11);
    for (int i = 0; i < all->count; i++) {
        const interleave_kernel *kernel = &all->kernels[i];
        CHECK(kernel->function != NULL && kernel->parameter_count > 0);
        CHECK((kernel->flags & INTERLEAVE_ALLOWS_THREADS) == 0 || kernel->flags == INTERLEAVE_ALLOWS_THREADS);
        for (int k = 0; k < kernel->parameter_count; k++) {
            CHECK(kernel->parameters[k] >= INTERLEAVE_WORD && kernel->parameters[k] <= INTERLEAVE_BYTES);
        }
        for (int k = 0; k < i; k++) {
            CHECK(strcmp(kernel->name, all->kernels[k].name) != 0);
        }
    }
}

static size_t allocated(void) {
    return __sanitizer_get_current_allocated_bytes != NULL ? __sanitizer_get_current_allocated_bytes()
                                                           : mallinfo2().uordblks;
}

/* A call of each kind, with a failure among them. Leaves the values as they were. */
static void call_all(interleave_call *call, interleave_value *five, interleave_value *dot, interleave_value *hash) {
    CHECK(interleave_nothing(call, 1, five) == INTERLEAVE_DONE);
    CHECK(interleave_nothing_allowing(call, 1, five) == INTERLEAVE_DONE);
    CHECK(interleave_countdown(call, 1, five) == INTERLEAVE_AGAIN);
    CHECK(interleave_primes(call, 1, five) == INTERLEAVE_FAILED);
    dot[0].word = 0;
    CHECK(interleave_call_in_place(interleave_dot, call, 1, dot, 0xff030201, dot[1].reals.data, dot[2].reals.data,
                                   dot[3].reals.data, NULL)
          == INTERLEAVE_DONE);
    hash[0].word = 0;
    CHECK(interleave_hash(call, INT64_MAX, hash) == INTERLEAVE_DONE);
}

static void test_a_million_calls(void) {
    double reals[3] = {1, 2, 0};
    uint8_t bytes[64] = {0};
    interleave_value *five = WORDS(1, INT64_MAX, 0, 0, 0);
    interleave_value *hash = hash_values(bytes, 3, bytes, bytes + 32);
    interleave_call call = {0};
    size_t before = allocated();
    for (int i = 0; i < 1000000 / 6; i++) {
        interleave_value dot[5] = {{.word = 0}};
        dot[1].reals.data = reals;
        dot[1].reals.length = 1;
        dot[2].reals.data = reals + 1;
        dot[2].reals.length = 1;
        dot[3].reals.data = reals + 2;
        dot[3].reals.length = 1;
        dot[4].word = 1;
        call_all(&call, five, dot, hash);
        CHECK(dot[1].reals.data == NULL && dot[3].reals.data == NULL);
    }
    CHECK(allocated() == before);
    CHECK(reals[2] == 2 * (1000000 / 6));
    free(hash);
    free(five);
}

int main(void) {
    test_countdown(interleave_countdown);
    test_countdown(interleave_countdown_allowing);
    test_spin();
    test_primes();
    test_dot();
    test_hash();
    test_session_totals();
    test_slices();
    test_failing();
    test_table();
    test_a_million_calls();
    return 0;
}
