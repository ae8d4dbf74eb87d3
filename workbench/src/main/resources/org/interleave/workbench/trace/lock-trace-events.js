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
/* Columns of a sum: a time for each state, a count for each mark, and one that takes what is no mark. */
const COLUMNS = STATES.length + MARKS.length + 1;
const COLUMN_OF_KIND = Uint8Array.from(report.kinds,
  kind => kind.mark ? STATES.length + MARKS.indexOf(kind.mark) : COLUMNS - 1);
const SHIFT = 6;

class Lane {
  constructor({task, events, dropped}) {
    this.task = task;
    this.name = task < 0 ? 'no task' : `task ${task}`;
    this.dropped = dropped;
    this.times = new Float64Array(events);
    this.kinds = new Uint8Array(events);
    this.size = 0;
  }

  /* Takes a block: kinds, then times since the event before, as base-128 numbers. */
  append(bytes) {
    const count = Math.min(report.block, this.times.length - this.size);
    this.kinds.set(bytes.subarray(0, count), this.size);
    let time = this.size === 0 ? 0 : this.times[this.size - 1];
    let at = count;
    for (let i = 0; i < count; i++) {
      let delta = 0;
      let scale = 1;
      let byte;
      do {
        byte = bytes[at++];
        delta += (byte & 0x7f) * scale;
        scale *= 128;
      } while (byte & 0x80);
      time += delta;
      this.times[this.size++] = time;
    }
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
    sum[this.state(event)] += until - this.times[event];
    sum[COLUMN_OF_KIND[this.kinds[event]]]++;
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

  /* What the task does at a moment, since when and until when. */
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
