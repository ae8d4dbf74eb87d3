"""What a C function does to another thread of CPython, called with its giant lock kept (ctypes.PyDLL) and released (CDLL).

usage: python extension.py LIBRARY

LIBRARY is extension.c, built with: cc -shared -fPIC -O2 -I strategy-native/src/main/c -o libextension.so extension.c

As the workload busy-pair: one thread calls the function, in one call as long as the run or in calls of about 10 ms; another
counts until that has ended, and has its count divided by what it counts alone in that time. Prints medians of seven runs, with
the least and the most. The machine has to be idle. Runs under CPython 2.7 and 3.
"""
from __future__ import print_function

import ctypes
import sys
import threading
import time

RUNS = 7
TICKS = 10000000
SHORT_CALL = 500000
HEAD_START = 0.01
now = getattr(time, 'perf_counter', time.time)


def function(loader, path):
    run_ticks = loader(path).run_ticks
    run_ticks.restype = ctypes.c_uint64
    run_ticks.argtypes = [ctypes.c_uint64, ctypes.c_int64]
    return run_ticks


def busy(run_ticks, call, told):
    start = now()
    state, left = 1, TICKS
    while left > 0:
        state = run_ticks(state, min(call, left))
        left -= call
    told['rate'] = TICKS / (now() - start)
    told['done'] = True


def count(told, since):
    """Counts until it is told that the other is done. The rate is of the time since it was to begin."""
    n = 0
    while not told['done']:
        n += 1
    return n / max(1e-9, now() - since)


def pair(run_ticks, call):
    """The rates of both."""
    told = {'done': False}
    thread = threading.Thread(target=busy, args=(run_ticks, call, told))
    thread.start()
    since = now() + HEAD_START
    time.sleep(HEAD_START)
    counted = count(told, since)
    thread.join()
    return counted, told['rate']


def alone(run_ticks):
    told = {}
    busy(run_ticks, TICKS, told)
    beside = {'done': False}
    timer = threading.Timer(0.3, lambda: beside.update(done=True))
    timer.start()
    counted = count(beside, now())
    timer.join()
    return counted, told['rate']


def show(name, samples):
    samples = sorted(samples)
    print('  %-44s %8.3g [%.3g, %.3g]' % (name, samples[len(samples) // 2], samples[0], samples[-1]))


def main(path):
    print('CPython ' + sys.version.split()[0])
    kept, released = function(ctypes.PyDLL, path), function(ctypes.CDLL, path)
    for name, run_ticks in (('kept', kept), ('released', released)):
        for length, call in (('one call', TICKS), ('calls of 10 ms', SHORT_CALL)):
            counters, busies = [], []
            for _ in range(RUNS):
                counter_alone, busy_alone = alone(run_ticks)
                counter, rate = pair(run_ticks, call)
                counters.append(counter / counter_alone)
                busies.append(rate / busy_alone)
            print(' lock %s, %s' % (name, length))
            show('the other thread, x its count alone', counters)
            show('the function, x its rate alone', busies)


if __name__ == '__main__':
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
