#include "kernels.h"

enum { NEXT, STATE, SESSIONS, VISITS, TOTALS };

/*
 * Adds up the sessions of many users, a tick for each session.
 *
 * Values: three words, which session is next, the tick's state, sessions of each user; bytes, an int32_t for each session,
 * user after user; bytes, an int64_t for each user, the total so far. Result: the totals and the tick's state.
 */
int interleave_session_totals(interleave_call *call, int64_t ticks, interleave_value *values) {
    const uint8_t *visits = values[VISITS].bytes.data;
    uint8_t *totals = values[TOTALS].bytes.data;
    const int64_t count = values[VISITS].bytes.length / (int64_t) sizeof(int32_t);
    const int64_t users = values[TOTALS].bytes.length / (int64_t) sizeof(int64_t);
    const int64_t sessions = values[SESSIONS].word;
    uint64_t state = (uint64_t) values[STATE].word;
    int64_t next = values[NEXT].word;

    if (sessions < 1 || next < 0 || next > count || count % sessions != 0 || count / sessions != users) {
        return interleave_fail_invalid(call);
    }
    int64_t end = ticks < count - next ? next + (ticks > 0 ? ticks : 1) : count;
    if (end > count) {
        end = count;
    }
    while (next < end) {
        int64_t user = next / sessions;
        int64_t last = (user + 1) * sessions < end ? (user + 1) * sessions : end;
        int64_t total;
        memcpy(&total, totals + user * (int64_t) sizeof total, sizeof total);
        for (; next < last; next++) {
            int32_t visit;
            memcpy(&visit, visits + next * (int64_t) sizeof visit, sizeof visit);
            state = interleave_run_ticks(state, 1);
            total += visit;
        }
        memcpy(totals + user * (int64_t) sizeof total, &total, sizeof total);
    }
    values[STATE].word = (int64_t) state;
    values[NEXT].word = next;
    return next == count ? INTERLEAVE_DONE : INTERLEAVE_AGAIN;
}
