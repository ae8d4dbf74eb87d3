'use strict';

/*
 * The recorded events of each task, and what they say of any stretch of time.
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
 * Columns of a sum: a time for each state, a count for each mark, one that takes what is no mark, and a time for
 * holding the lock on each of the processors that are told apart.
 */
const FIRST_CPU = STATES.length + MARKS.length + 1;
const COLUMNS = FIRST_CPU + CPUS.length;
const COLUMN_OF_KIND = Uint8Array.from(report.kinds,
  kind => kind.mark ? STATES.length + MARKS.indexOf(kind.mark) : FIRST_CPU - 1);
const SHIFT = 6;

class Lane {
  constructor({task, events, dropped}) {
    this.task = task;
    this.name = task < 0 ? 'no task' : `task ${task}`;
    this.dropped = dropped;
    this.times = new Float64Array(events);
    this.kinds = new Uint8Array(events);
    this.places = new Uint16Array(events);
    this.size = 0;
  }

  /* Takes a block: kinds, then processors, then times since the event before, these two as base-128 numbers. */
  append(bytes) {
    const first = this.size;
    const end = first + Math.min(report.block, this.times.length - first);
    let at = end - first;
    const next = () => {
      let number = 0;
      let scale = 1;
      let byte;
      do {
        byte = bytes[at++];
        number += (byte & 0x7f) * scale;
        scale *= 128;
      } while (byte & 0x80);
      return number;
    };
    this.kinds.set(bytes.subarray(0, at), first);
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
    const last = this.size - 1;
    this.tail = report.kinds[this.kinds[last]].last ? ABSENT : UNKNOWN;
    this.sums = new Float64Array(((last >> SHIFT) + 1) * COLUMNS);
    const sum = new Float64Array(COLUMNS);
    for (let event = 0; event < last; event++) {
      if ((event & ((1 << SHIFT) - 1)) === 0) {
        this.sums.set(sum, (event >> SHIFT) * COLUMNS);
      }
      this.add(sum, event, this.times[event + 1]);
    }
    if ((last & ((1 << SHIFT) - 1)) === 0) {
      this.sums.set(sum, (last >> SHIFT) * COLUMNS);
    }
    this.all = new Float64Array(COLUMNS);
    this.until(report.nanos, this.all);
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
    for (let column = 0; column < COLUMNS; column++) {
      sum[column] = this.sums[block * COLUMNS + column];
    }
    for (let before = block << SHIFT; before < event; before++) {
      this.add(sum, before, this.times[before + 1]);
    }
    this.add(sum, event, time);
    return event;
  }

  /* What the task does at a moment, since when and until when, and from which event to which. */
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

async function inflate(base64) {
  const binary = atob(base64);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < bytes.length; i++) {
    bytes[i] = binary.charCodeAt(i);
  }
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/* Reads every block of the page, one at a time so that the page stays alive, and lets go of it. */
async function readLanes(progress) {
  const lanes = report.tasks.map(task => new Lane(task));
  const blocks = [...document.querySelectorAll('script.events')];
  let read = 0;
  for (const lane of lanes) {
    while (lane.size < lane.times.length) {
      const block = blocks[read++];
      lane.append(await inflate(block.textContent));
      block.remove();
      progress(read / blocks.length);
      await new Promise(resolve => setTimeout(resolve));
    }
    lane.index();
  }
  return lanes;
}
