"""What CPython's own giant lock does, for the tables that compare ours with it. Runs under CPython 2.7 and 3.

usage: python gil.py halves | turns THREADS[,THREADS...] | reply | datagrams   [CHECK_INTERVAL]

Prints medians of seven runs, with the least and the most. The machine has to be idle: with one of two processors taken,
most of this all but vanishes. CHECK_INTERVAL is Python 2's, in its ticks; `turns` prints how long one took.
"""
from __future__ import print_function

import resource
import socket
import sys
import threading
import time

RUNS = 7
COUNT = 8000000
now = getattr(time, 'perf_counter', time.time)


def count(n):
    while n > 0:
        n -= 1


def forever(stop):
    n = 0
    while not stop:
        n += 1


def together(bodies):
    """Wall and processor time and voluntary switches of threads that run these bodies."""
    threads = [threading.Thread(target=body, args=args) for body, args in bodies]
    before, start = resource.getrusage(resource.RUSAGE_SELF), now()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wall, after = now() - start, resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall, cpu, after.ru_nvcsw - before.ru_nvcsw


def show(name, samples, unit=''):
    samples = sorted(samples)
    print('  %-28s %8.4g [%.4g, %.4g] %s' % (name, samples[len(samples) // 2], samples[0], samples[-1], unit))


def halves():
    walls, cpus = [], []
    for _ in range(RUNS):
        whole = together([(count, (COUNT,))])
        split = together([(count, (COUNT // 2,))] * 2)
        walls.append(split[0] / whole[0])
        cpus.append(split[1] / whole[1])
    show('wall, x the whole', walls)
    show('processor time, x the whole', cpus)


def watched(me, n, holder, turns):
    """Counts, and notes when it finds that another ran before it."""
    while n > 0:
        if holder[0] is not me:
            turns.append((now(), me))
            holder[0] = me
        n -= 1


def turns(numbers):
    start = now()
    watched(0, COUNT, [0], [])
    alone = now() - start
    # Three opcodes of each pass are ticks of Python 2, the others skip the check: counted by interposing sem_post.
    if hasattr(sys, 'getcheckinterval'):
        start = now()
        count(COUNT)
        print('  a check interval takes about %.2f us' % ((now() - start) / (3.0 * COUNT / sys.getcheckinterval()) * 1e6))
    for number in numbers:
        figures = dict(slowdown=[], rate=[], hold=[], longest=[], switches=[])
        for _ in range(RUNS):
            holder, lists = [None], [[] for _ in range(number)]
            wall, _, switches = together(
                [(watched, (index, COUNT // number, holder, lists[index])) for index in range(number)])
            events = sorted(event for one in lists for event in one)
            left, longest = {}, 0
            for (since, me), (until, _) in zip(events, events[1:]):
                longest = max(longest, since - left.get(me, since))
                left[me] = until
            figures['slowdown'].append(wall / alone)
            figures['rate'].append(len(events) / wall)
            figures['hold'].append(wall / len(events) * 1e6)
            figures['longest'].append(longest * 1e3)
            figures['switches'].append(switches / wall)
        print(' %d threads' % number)
        show('wall, x one thread', figures['slowdown'])
        show('turns', figures['rate'], '/s')
        show('mean hold', figures['hold'], 'us')
        show('longest wait', figures['longest'], 'ms')
        show('voluntary switches', figures['switches'], '/s')


def reply():
    """The median reply of a UDP server beside a thread that counts; the client is a process of its own."""
    import multiprocessing
    medians = []
    for _ in range(RUNS):
        server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        server.bind(('127.0.0.1', 0))
        answers = multiprocessing.Queue()
        client = multiprocessing.Process(target=ask, args=(server.getsockname(), answers))
        client.start()
        stop = []
        busy = threading.Thread(target=forever, args=(stop,))
        busy.start()
        while True:
            data, peer = server.recvfrom(64)
            server.sendto(data, peer)
            if data == b'end':
                break
        stop.append(True)
        busy.join()
        times = sorted(answers.get())
        client.join()
        medians.append(times[len(times) // 2] * 1e3)
    show('reply, median', medians, 'ms')


def ask(address, answers):
    client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    times = []
    for _ in range(60):
        time.sleep(0.01)
        start = now()
        client.sendto(b'x', address)
        client.recvfrom(64)
        times.append(now() - start)
    client.sendto(b'end', address)
    answers.put(times)


def datagrams():
    """How much of its rate a sender of datagrams keeps beside a thread that counts."""
    sink = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sink.bind(('127.0.0.1', 0))
    shares = []
    for _ in range(RUNS):
        alone = rate(sink.getsockname())
        stop = []
        busy = threading.Thread(target=forever, args=(stop,))
        busy.start()
        shares.append(alone / rate(sink.getsockname()))
        stop.append(True)
        busy.join()
    show('rate alone / rate beside', shares)


def rate(address, seconds=0.5):
    sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sent, start = 0, now()
    while now() - start < seconds:
        sender.sendto(b'x', address)
        sent += 1
    return sent / (now() - start)


if __name__ == '__main__':
    arguments = sys.argv[1:]
    if arguments and arguments[-1].isdigit() and arguments[0] != 'turns' or len(arguments) == 3:
        sys.setcheckinterval(int(arguments.pop()))
    print('CPython ' + sys.version.split()[0])
    if arguments == ['halves']:
        halves()
    elif arguments == ['reply']:
        reply()
    elif arguments == ['datagrams']:
        datagrams()
    elif len(arguments) == 2 and arguments[0] == 'turns':
        turns([int(number) for number in arguments[1].split(',')])
    else:
        sys.exit(__doc__)
