'use strict';

/*
 * What happened over time, to a task, to tasks that are alike, or to the lock, and what that says of any stretch of time.
 *
 * A stretch may hold millions of events. So for every 64th event it is kept how much of each thing there was until
 * then; what lies between two moments is the difference of two such sums and a few events around each. Drawing costs
 * the same at every zoom, and what is drawn is exact.
 */

const report = JSON.parse(document.getElementById('report').textContent);
const STATES = report.states;
const [ABSENT, TAKING, HOLDING, WAITING, ELSEWHERE, UNKNOWN] =
  ['absent', 'taking', 'holding', 'waiting', 'elsewhere', 'unknown'].map(name => STATES.indexOf(name));
const MARKS = ['drop_request', 'forced', 'failed_wakeup'];
const STATE_OF_KIND = Uint8Array.from(report.kinds, kind => STATES.indexOf(kind.state));

/*
 * The processors that are told apart where a task holds the lock, by the one on which it took it; the first stands for
 * one that is not known. If they are more than the colours, those on which the lock was held the longest have a colour
 * each, and the others share the last.
 */
const CPU_COLOURS = 8;
const CPUS = toldApart(report.processors);
/* Their places in that list, by the number of the processor and one. */
const CPU_OF = new Uint8Array(2 + Math.max(-1, ...report.processors.map(({number}) => number))).fill(CPUS.length - 1);
CPU_OF[0] = 0;
CPUS.filter(({number}) => number !== undefined).forEach(({number}, place) => {
  CPU_OF[number + 1] = place + 1;
});

function toldApart(processors) {
  const tooMany = processors.length > CPU_COLOURS;
  const longest = [...processors].sort((a, b) => b.nanos - a.nanos).slice(0, tooMany ? CPU_COLOURS - 1 : CPU_COLOURS);
  const colourIsNumber = processors.every(({number}) => number < CPU_COLOURS);
  return [
    {name: 'a CPU that is not known', label: '', colour: 'holding'},
    ...longest.sort((a, b) => a.number - b.number).map(({number}, place) =>
      ({number, name: `CPU ${number}`, label: `CPU ${number}`, colour: `cpu-${colourIsNumber ? number : place}`})),
    ...(tooMany ? [{name: 'other CPUs', label: 'other CPUs', colour: `cpu-${CPU_COLOURS - 1}`}] : []),
  ];
}

/*
 * Columns of a task's sums: a time for each state, a count for each mark, one that takes what is no mark, and a time for
 * holding the lock on each of the processors that are told apart.
 */
const FIRST_CPU = STATES.length + MARKS.length + 1;
const COLUMNS = FIRST_CPU + CPUS.length;
const COLUMN_OF_KIND = Uint8Array.from(report.kinds,
  kind => kind.mark ? STATES.length + MARKS.indexOf(kind.mark) : FIRST_CPU - 1);
const SHIFT = 6;
const BLOCK = 1 << SHIFT;

/* Events in the order of time. Those who extend it say what each leads to, by `add` and `state`. */
class Track {
  constructor(events, columns) {
    this.times = new Float64Array(events);
    this.columns = columns;
    this.size = 0;
  }

  /* To be called when all events are there. */
  index() {
    const sum = new Float64Array(this.columns);
    this.sums = new Float64Array(Math.ceil(this.size / BLOCK) * this.columns);
    for (let event = 0; event < this.size; event++) {
      if (event % BLOCK === 0) {
        this.sums.set(sum, (event >> SHIFT) * this.columns);
        this.remember(event >> SHIFT);
      }
      if (event + 1 < this.size) {
        this.add(sum, event, this.times[event + 1]);
      }
    }
    this.all = new Float64Array(this.columns);
    this.until(report.nanos, this.all);
  }

  /* For those to whom an event means something only after those before it. */
  remember() {}

  recall() {}

  /* The last event at or before a moment, -1 if there is none; looks from an earlier answer on. */
  last(time, from = -1) {
    let low = from;
    let step = 1;
    while (low + step < this.size && this.times[low + step] <= time) {
      low += step;
      step *= 2;
    }
    let high = Math.min(low + step, this.size);
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.times[middle] <= time) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /* Sums up everything until a moment, and answers the last event before it. */
  until(time, sum, from = -1) {
    const event = this.last(time, from);
    if (event < 0) {
      sum.fill(0);
      return event;
    }
    const block = event >> SHIFT;
    for (let column = 0; column < this.columns; column++) {
      sum[column] = this.sums[block * this.columns + column];
    }
    this.recall(block);
    for (let before = block << SHIFT; before < event; before++) {
      this.add(sum, before, this.times[before + 1]);
    }
    this.add(sum, event, time);
    return event;
  }

  /* What is the case at a moment, since when and until when, and from which event to which. */
  span(time) {
    const event = this.last(time);
    const state = this.state(event);
    let first = event;
    while (first > 0 && this.state(first - 1) === state) {
      first--;
    }
    let next = event + 1;
    while (next < this.size && this.state(next) === state) {
      next++;
    }
    return {
      state,
      first,
      event,
      next,
      from: event < 0 ? 0 : this.times[first],
      to: next < this.size ? this.times[next] : report.nanos,
    };
  }
}

class TaskTrack extends Track {
  constructor({task, name, role, events}, place) {
    super(events, COLUMNS);
    this.task = task;
    this.name = name;
    this.role = role;
    this.place = place;
    this.kinds = new Uint8Array(events);
    this.places = new Uint16Array(events);
  }

  /* Takes a block: kinds, then processors, then times since the event before, these two as base-128 numbers. */
  append(bytes) {
    const first = this.size;
    const end = first + Math.min(report.block, this.times.length - first);
    const next = numbers(bytes, end - first);
    this.kinds.set(bytes.subarray(0, end - first), first);
    for (let event = first; event < end; event++) {
      this.places[event] = next();
    }
    let time = first === 0 ? 0 : this.times[first - 1];
    for (let event = first; event < end; event++) {
      time += next();
      this.times[event] = time;
    }
    this.size = end;
  }

  index() {
    this.tail = report.kinds[this.kinds[this.size - 1]].last ? ABSENT : UNKNOWN;
    super.index();
  }

  /* Adds an event, and what it leads to until a moment before or at the next one. */
  add(sum, event, until) {
    const state = this.state(event);
    sum[state] += until - this.times[event];
    sum[COLUMN_OF_KIND[this.kinds[event]]]++;
    if (state === HOLDING) {
      sum[FIRST_CPU + this.cpu(event)] += until - this.times[event];
    }
  }

  /* What tells a processor apart, as a place in CPUS, of an event from which on the task holds the lock. */
  cpu(event) {
    return CPU_OF[this.places[event]];
  }

  /* The number of the processor on which an event happened, null if that is not known or there is no such event. */
  processor(event) {
    return event >= 0 && event < this.size && this.places[event] > 0 ? this.places[event] - 1 : null;
  }

  /* What the task does from an event on; -1 is before the first. */
  state(event) {
    return event < 0 ? ABSENT : event === this.size - 1 ? this.tail : STATE_OF_KIND[this.kinds[event]];
  }

  /* The column of that, by processor if it holds the lock. */
  column(event) {
    const state = this.state(event);
    return state === HOLDING ? FIRST_CPU + this.cpu(event) : state;
  }
}

/* The lock: each event begins a phase, a place in report.lock, in which somebody holds it or nobody does. */
class LockTrack extends Track {
  constructor(events) {
    super(events, report.lock.length);
    this.parts = new Uint8Array(events);
  }

  /* Takes a block: parts, then times since the event before as base-128 numbers. */
  append(bytes, events) {
    const next = numbers(bytes, events);
    this.parts.set(bytes.subarray(0, events), this.size);
    let time = this.size === 0 ? 0 : this.times[this.size - 1];
    for (let event = 0; event < events; event++) {
      time += next();
      this.times[this.size++] = time;
    }
  }

  add(sum, event, until) {
    sum[this.parts[event]] += until - this.times[event];
  }

  state(event) {
    return event < 0 ? null : this.parts[event];
  }
}

/* Events of several tasks in the order of time: from which column to which, and which mark. */
class Changes {
  constructor(size) {
    this.times = new Float64Array(size);
    this.from = new Uint8Array(size);
    this.to = new Uint8Array(size);
    this.marks = new Uint8Array(size);
    this.size = size;
  }

  static of(track) {
    const changes = new Changes(track.size);
    changes.times.set(track.times);
    for (let event = 0; event < track.size; event++) {
      changes.from[event] = track.column(event - 1);
      changes.to[event] = track.column(event);
      changes.marks[event] = COLUMN_OF_KIND[track.kinds[event]];
    }
    return changes;
  }

  static merged(a, b) {
    const both = new Changes(a.size + b.size);
    for (let i = 0, j = 0; i + j < both.size;) {
      const at = i + j;
      const first = j === b.size || (i < a.size && a.times[i] <= b.times[j]);
      const source = first ? a : b;
      const event = first ? i++ : j++;
      both.times[at] = source.times[event];
      both.from[at] = source.from[event];
      both.to[at] = source.to[event];
      both.marks[at] = source.marks[event];
    }
    return both;
  }
}

/* Tasks that are alike, as one: its sums are the sums of theirs. */
class GroupTrack extends Track {
  constructor(tracks) {
    super(0, COLUMNS);
    let changes = tracks.map(Changes.of);
    while (changes.length > 1) {
      changes = changes.flatMap((one, place) =>
        place % 2 === 1 ? [] : place + 1 < changes.length ? [Changes.merged(one, changes[place + 1])] : [one]);
    }
    this.changes = changes[0];
    this.times = this.changes.times;
    this.size = this.changes.size;
    this.tasksIn = new Uint32Array(COLUMNS);
    this.tasksIn[ABSENT] = tracks.length;
    this.remembered = new Uint32Array(Math.ceil(this.size / BLOCK) * COLUMNS);
    this.index();
  }

  remember(block) {
    this.remembered.set(this.tasksIn, block * COLUMNS);
  }

  recall(block) {
    this.tasksIn.set(this.remembered.subarray(block * COLUMNS, (block + 1) * COLUMNS));
  }

  add(sum, event, until) {
    this.tasksIn[this.changes.from[event]]--;
    this.tasksIn[this.changes.to[event]]++;
    sum[this.changes.marks[event]]++;
    const time = until - this.times[event];
    for (let column = 0; column < COLUMNS; column++) {
      if (this.tasksIn[column] > 0) {
        sum[column] += this.tasksIn[column] * time;
        sum[HOLDING] += column >= FIRST_CPU ? this.tasksIn[column] * time : 0;
      }
    }
  }
}
