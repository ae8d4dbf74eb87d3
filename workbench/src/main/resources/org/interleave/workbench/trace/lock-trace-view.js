
/* The page: what stands around the timeline, the timeline itself, and how it is moved. */

const byId = id => document.getElementById(id);
const chart = byId('chart');
const canvas = byId('canvas');
const axis = byId('axis');
const scroll = byId('scroll');

const NARROWEST = 50;
const THINNEST_BAND = 20;
const THICKEST_BAND = 48;
const ROOM_FOR_BANDS = 240;
const ROW = 7;
const PAD = 7;
const GLYPH = 8;
const MOST_TOLD = 12;

const WORDS = new Map([
  [HOLDING, 'holds the lock'],
  [WAITING, 'waits for the lock'],
  [ELSEWHERE, 'is in I/O or another wait'],
  [TAKING, 'wants the lock, has yet to try'],
  [ABSENT, 'has not begun, or has ended'],
  [UNKNOWN, 'was not recorded'],
]);
const MARK_WORDS = {
  drop_request: 'asks for the lock',
  forced: 'is forced to drop it',
  failed_wakeup: 'wakes, but the lock is taken',
};

let lanes = [];
let rows = [];
let band = THINNEST_BAND;
let laneHeight = 0;
let view = {from: 0, to: report.nanos};
let cursor = null;
let width = 0;
let height = 0;
let colours = {};
let drawPending = false;

/* ---- words and numbers ---- */

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

const UNITS = [['s', 1e9], ['ms', 1e6], ['µs', 1e3], ['ns', 1]];

function unitOf(nanos) {
  return UNITS.find(([, size]) => Math.abs(nanos) >= size) ?? UNITS.at(-1);
}

/* A time with three significant digits. */
function brief(nanos) {
  const [name, size] = unitOf(nanos);
  const value = nanos / size;
  const digits = name === 'ns' || value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return `${value.toFixed(digits)} ${name}`;
}

/* A moment, as exact as what is shown of the timeline needs it. */
function moment(nanos, precision = (view.to - view.from) / 1000) {
  if (nanos === 0) {
    return '0';
  }
  const [name, size] = unitOf(nanos);
  const digits = Math.max(0, Math.min(9, Math.ceil(-Math.log10(precision / size))));
  return `${(nanos / size).toFixed(name === 'ns' ? 0 : digits)} ${name}`;
}

function percent(share) {
  return `${(100 * share).toFixed(share > 0 && share < 0.0995 ? 1 : 0)} %`;
}

/* ---- what stands around the timeline ---- */

function fillFacts() {
  const title = `${report.workload} under ${report.strategy}`;
  document.title = `${title}: lock trace`;
  byId('title').textContent = title;
  byId('subtitle').textContent = `${report.facts.run} · events: ${report.facts.events} · tracing: ${report.facts.tracing}`;
  if (report.dropped > 0) {
    byId('warning').textContent = `The trace was full: ${report.dropped.toLocaleString('en')} events were dropped. `
      + 'What tasks did after their last recorded event is hatched.';
    byId('warning').hidden = false;
  }
  for (const [name, value] of Object.entries(report.facts)) {
    byId('facts').append(element('dt', {textContent: name}), element('dd', {textContent: value}));
  }
}

function fillLegend() {
  const shown = [HOLDING, WAITING, ELSEWHERE, TAKING, UNKNOWN].filter(state => lanes.some(lane => lane.all[state] > 0));
  const states = shown.map(state => element('li', {},
    element('span', {className: `swatch ${STATES[state]}`}), WORDS.get(state)));
  const marks = rows.map(mark => element('li', {}, glyphSwatch(mark), MARK_WORDS[mark]));
  byId('legend').replaceChildren(...states, ...marks);
}

function glyphSwatch(mark) {
  const swatch = element('canvas', {className: 'swatch', width: 28, height: 28});
  const context = swatch.getContext('2d');
  context.scale(2, 2);
  glyph(context, mark, 7, 7, 5);
  return swatch;
}

function fillLabels() {
  byId('labels').replaceChildren(...lanes.map(lane => {
    const lived = lane.all.subarray(TAKING, ELSEWHERE + 1).reduce((sum, time) => sum + time, 0) || 1;
    const label = element('div', {}, element('b', {textContent: lane.name}), element('span', {
      textContent: `held ${percent(lane.all[HOLDING] / lived)} · waited ${percent(lane.all[WAITING] / lived)}`,
    }));
    label.style.height = `${laneHeight}px`;
    return label;
  }));
  byId('lanes').style.height = `${lanes.length * laneHeight}px`;
}

function holdersOf(wait) {
  const named = wait.holders.map(({task, nanos}) =>
    `${task < 0 ? 'no task' : `task ${task}`} ${percent(nanos / (wait.to - wait.from))}`);
  return (named.join(', ') || 'nobody') + (wait.moreHolders > 0 ? ` and ${wait.moreHolders} more` : '');
}

function fillWaits() {
  const cell = (text, className = '') => element('td', {textContent: text, className});
  byId('waits').tBodies[0].append(...report.waits.map(wait => {
    const button = element('button', {type: 'button', textContent: `task ${wait.task}`});
    const row = element('tr', {}, element('td', {}, button),
      cell(brief(wait.to - wait.from), 'number'), cell(moment(wait.from, 1000), 'number'),
      cell(wait.dropRequests, 'number'), cell(wait.failedWakeups.toLocaleString('en'), 'number'), cell(holdersOf(wait)));
    row.addEventListener('click', () => showWait(wait, row));
    return row;
  }));
  byId('waits').parentElement.hidden = report.waits.length === 0;
  byId('no-waits').hidden = report.waits.length > 0;
}

function showWait(wait, row) {
  for (const chosen of document.querySelectorAll('tr.chosen')) {
    chosen.classList.remove('chosen');
  }
  row.classList.add('chosen');
  const margin = Math.max((wait.to - wait.from) * 0.3, NARROWEST / 2);
  show(wait.from - margin, wait.to + margin);
  const place = lanes.findIndex(lane => lane.task === wait.task);
  if (place * laneHeight < scroll.scrollTop || (place + 1) * laneHeight > scroll.scrollTop + scroll.clientHeight) {
    scroll.scrollTop = place * laneHeight;
  }
  chart.scrollIntoView({block: 'nearest'});
  putCursor((wait.from + wait.to) / 2, true);
}

/* ---- the part of time that is shown ---- */

function show(from, to) {
  const span = Math.min(Math.max(to - from, NARROWEST), Math.max(report.nanos, NARROWEST));
  const middle = (from + to) / 2;
  const start = Math.min(Math.max(middle - span / 2, 0), Math.max(report.nanos - span, 0));
  view = {from: start, to: start + span};
  chart.dataset.from = view.from;
  chart.dataset.to = view.to;
  byId('range').textContent = `${moment(view.from)} – ${moment(view.to)}`;
  const whole = Math.max(report.nanos, NARROWEST);
  byId('window').style.left = `${100 * view.from / whole}%`;
  byId('window').style.width = `${100 * span / whole}%`;
  placeCursor();
  draw();
}

function zoom(factor, about = cursor !== null && cursor >= view.from && cursor <= view.to
  ? cursor : (view.from + view.to) / 2) {
  const span = Math.min(Math.max((view.to - view.from) / factor, NARROWEST), Math.max(report.nanos, NARROWEST));
  const from = about - (about - view.from) * span / (view.to - view.from);
  show(from, from + span);
}

function pan(share) {
  const by = (view.to - view.from) * share;
  show(view.from + by, view.to + by);
}

const timeAt = x => view.from + x / width * (view.to - view.from);
const xAt = time => (time - view.from) / (view.to - view.from) * width;

/* ---- drawing ---- */

function draw() {
  if (!drawPending) {
    drawPending = true;
    requestAnimationFrame(() => {
      drawPending = false;
      drawAxis();
      drawLanes();
    });
  }
}

function readColours() {
  const style = getComputedStyle(document.documentElement);
  for (const name of ['page', 'ink', 'faint', 'line', 'unknown-line', ...STATES, ...MARKS]) {
    colours[name] = style.getPropertyValue(`--${name}`).trim();
  }
}

function fit(target, cssWidth, cssHeight) {
  const ratio = window.devicePixelRatio || 1;
  target.style.width = `${cssWidth}px`;
  target.style.height = `${cssHeight}px`;
  target.width = Math.round(cssWidth * ratio);
  target.height = Math.round(cssHeight * ratio);
  target.getContext('2d').setTransform(ratio, 0, 0, ratio, 0, 0);
}

function resize() {
  width = Math.floor(byId('lanes').clientWidth);
  height = scroll.clientHeight;
  fit(canvas, width, height);
  fit(axis, width, axis.clientHeight);
  placeCursor();
  draw();
}

function tickStep(span) {
  const least = span / Math.max(2, width / 110);
  const power = 10 ** Math.floor(Math.log10(least));
  return Math.max(1, [1, 2, 5, 10].map(times => times * power).find(step => step >= least));
}

function drawAxis() {
  const context = axis.getContext('2d');
  context.clearRect(0, 0, width, 26);
  context.fillStyle = colours.faint;
  context.font = `12px ${getComputedStyle(document.body).fontFamily}`;
  context.textBaseline = 'middle';
  const step = tickStep(view.to - view.from);
  for (let time = Math.ceil(view.from / step) * step; time <= view.to; time += step) {
    const x = Math.round(xAt(time));
    context.fillRect(x, 20, 1, 6);
    const label = moment(time, step);
    if (x + 4 + context.measureText(label).width <= width) {
      context.fillText(label, x + 4, 13);
    }
  }
}

function drawLanes() {
  const started = performance.now();
  const context = canvas.getContext('2d');
  context.fillStyle = colours.page;
  context.fillRect(0, 0, width, height);
  const first = Math.floor(scroll.scrollTop / laneHeight);
  const end = Math.min(lanes.length, Math.ceil((scroll.scrollTop + height) / laneHeight));
  drawGrid(context);
  for (let place = first; place < end; place++) {
    drawLane(context, lanes[place], place * laneHeight - scroll.scrollTop);
  }
  chart.dataset.drawMillis = performance.now() - started;
}

function drawGrid(context) {
  context.fillStyle = colours.line;
  const step = tickStep(view.to - view.from);
  for (let time = Math.ceil(view.from / step) * step; time <= view.to; time += step) {
    context.globalAlpha = 0.5;
    context.fillRect(Math.round(xAt(time)), 0, 1, height);
  }
  context.globalAlpha = 1;
}

const DRAWN = [HOLDING, TAKING, WAITING, ELSEWHERE, UNKNOWN];

function drawLane(context, lane, top) {
  const bandTop = top + PAD + rows.length * ROW;
  let before = new Float64Array(COLUMNS);
  let after = new Float64Array(COLUMNS);
  let event = lane.until(view.from, before);
  const found = rows.map(() => []);
  let run = {state: -1, from: 0};
  const endRun = x => {
    if (run.state >= 0) {
      paint(context, run.state, run.from, x - run.from, bandTop, band);
    }
  };
  for (let x = 0; x < width; x++) {
    event = lane.until(timeAt(x + 1), after, event);
    const time = timeAt(x + 1) - timeAt(x);
    const only = DRAWN.findIndex(state => after[state] - before[state] >= 0.999 * time);
    const state = only < 0 ? -1 : DRAWN[only];
    if (state !== run.state) {
      endRun(x);
      run = {state, from: x};
    }
    if (state < 0) {
      stack(context, before, after, time, x, bandTop);
    }
    rows.forEach((mark, row) => {
      const column = STATES.length + MARKS.indexOf(mark);
      const count = after[column] - before[column];
      if (count > 0) {
        found[row].push(x);
      }
    });
    [before, after] = [after, before];
  }
  endRun(width);
  rows.forEach((mark, row) => drawMarks(context, mark, found[row], top + PAD - 2 + row * ROW + ROW / 2));
  context.fillStyle = colours.line;
  context.fillRect(0, top + laneHeight - 1, width, 1);
}

/* Where much happens in one column, it shows the shares, what is held at the bottom. */
function stack(context, before, after, time, x, top) {
  let bottom = top + band;
  for (const state of DRAWN) {
    const part = (after[state] - before[state]) / time * band;
    if (part > 0) {
      paint(context, state, x, 1, bottom - part, part);
      bottom -= part;
    }
  }
}

function paint(context, state, x, w, y, h) {
  context.fillStyle = colours[STATES[state]];
  context.fillRect(x, y, w, h);
  if (state === UNKNOWN) {
    context.fillStyle = colours['unknown-line'];
    for (let column = Math.ceil(x / 6) * 6; column < x + w; column += 6) {
      context.fillRect(column, y, 1, h);
    }
  }
}

/* Marks that stand alone have their shape, those that crowd are bars. */
function drawMarks(context, mark, columns, y) {
  columns.forEach((x, i) => {
    const crowded = x - (columns[i - 1] ?? -GLYPH) < GLYPH || (columns[i + 1] ?? width + GLYPH) - x < GLYPH;
    if (crowded) {
      context.fillStyle = colours[mark];
      context.fillRect(x, y - 2.5, 1, 5);
    } else {
      glyph(context, mark, x + 0.5, y, 3.5);
    }
  });
}

function glyph(context, mark, x, y, r) {
  context.fillStyle = colours[mark];
  context.beginPath();
  if (mark === 'drop_request') {
    context.moveTo(x - r, y - r);
    context.lineTo(x + r, y - r);
    context.lineTo(x, y + r);
  } else if (mark === 'forced') {
    context.rect(x - r * 0.8, y - r * 0.8, r * 1.6, r * 1.6);
  } else {
    context.moveTo(x, y - r);
    context.lineTo(x + r, y);
    context.lineTo(x, y + r);
    context.lineTo(x - r, y);
  }
  context.fill();
}

/* ---- the cursor and what it says ---- */

function told(lane) {
  const {state, from, to} = lane.span(cursor);
  const length = state === ABSENT ? '' : ` for ${brief(to - from)}, from ${moment(from)}`;
  return {lane, state, text: WORDS.get(state), length};
}

/* Of many tasks those that hold the lock, then those in view that are there; the others are counted. */
function choose() {
  if (lanes.length <= MOST_TOLD) {
    return {chosen: lanes, others: []};
  }
  const now = new Map(lanes.map(lane => [lane, lane.state(lane.last(cursor))]));
  const first = Math.floor(scroll.scrollTop / laneHeight);
  const inView = lanes.slice(first, first + Math.ceil(height / laneHeight));
  const candidates = [...lanes.filter(lane => now.get(lane) === HOLDING), ...inView.filter(lane => now.get(lane) !== ABSENT)];
  const chosen = [...new Set(candidates)].slice(0, MOST_TOLD);
  const counts = new Map();
  for (const lane of lanes.filter(other => !chosen.includes(other))) {
    counts.set(now.get(lane), (counts.get(now.get(lane)) ?? 0) + 1);
  }
  return {chosen, others: [...counts]};
}

function putCursor(time, aloud) {
  cursor = Math.min(Math.max(time, 0), report.nanos);
  const {chosen, others} = choose();
  const lines = [
    ...chosen.map(told).map(({lane, state, text, length}) => ({state, text: `${lane.name} ${text}`, length})),
    ...others.map(([state, count]) => ({state, text: `${count} more: ${WORDS.get(state)}`, length: ''})),
  ];
  byId('readout').replaceChildren(element('p', {textContent: `at ${moment(cursor)}`}), ...lines.map(line =>
    element('p', {}, element('span', {className: `swatch ${STATES[line.state]}`}), line.text,
      element('small', {textContent: line.length}))));
  if (aloud) {
    byId('live').textContent = `At ${moment(cursor)}: ${lines.map(({text, length}) => text + length).join('; ')}`;
  }
  placeCursor();
}

function placeCursor() {
  const shown = cursor !== null && cursor >= view.from && cursor <= view.to;
  byId('cursor').hidden = !shown;
  byId('readout').hidden = !shown;
  if (shown) {
    const left = byId('lanes').offsetLeft + xAt(cursor);
    byId('cursor').style.left = `${left}px`;
    const readout = byId('readout');
    const over = left + 14 + readout.offsetWidth > chart.clientWidth;
    readout.style.left = `${Math.max(4, over ? left - 14 - readout.offsetWidth : left + 14)}px`;
    readout.style.top = `${Math.max(4, Math.min(44, chart.clientHeight - readout.offsetHeight - 4))}px`;
  }
}

function hideCursor() {
  cursor = null;
  placeCursor();
}

/* To the next event of any task, or the one before. */
function step(direction) {
  const from = cursor === null || cursor < view.from || cursor > view.to ? (view.from + view.to) / 2 : cursor;
  let found = null;
  for (const lane of lanes) {
    const last = lane.last(from);
    const event = direction > 0 ? last + 1 : lane.times[last] === from ? firstAt(lane, last) - 1 : last;
    if (event >= 0 && event < lane.size) {
      const time = lane.times[event];
      found = found === null ? time : direction > 0 ? Math.min(found, time) : Math.max(found, time);
    }
  }
  if (found !== null) {
    if (found < view.from || found > view.to) {
      const half = (view.to - view.from) / 2;
      show(found - half, found + half);
    }
    putCursor(found, true);
  }
}

function firstAt(lane, event) {
  while (event > 0 && lane.times[event - 1] === lane.times[event]) {
    event--;
  }
  return event;
}

/* ---- input ---- */

const KEYS = {
  '+': () => zoom(2),
  '=': () => zoom(2),
  '-': () => zoom(0.5),
  '_': () => zoom(0.5),
  Home: () => show(0, report.nanos),
  ArrowLeft: event => event.shiftKey ? step(-1) : pan(-0.1),
  ArrowRight: event => event.shiftKey ? step(1) : pan(0.1),
  ArrowUp: () => scroll.scrollBy(0, -laneHeight),
  ArrowDown: () => scroll.scrollBy(0, laneHeight),
  PageUp: () => scroll.scrollBy(0, -height),
  PageDown: () => scroll.scrollBy(0, height),
  Escape: hideCursor,
};

function listen() {
  chart.addEventListener('keydown', event => {
    const action = KEYS[event.key];
    if (action && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      action(event);
    }
  });
  canvas.addEventListener('wheel', event => {
    event.preventDefault();
    if (Math.abs(event.deltaX) > Math.abs(event.deltaY) || event.shiftKey) {
      pan((event.deltaX || event.deltaY) / width);
    } else {
      zoom(2 ** (-event.deltaY / 240), timeAt(event.offsetX));
    }
  }, {passive: false});
  listenToPointer();
  const scrub = event => {
    const bar = byId('scrubber').getBoundingClientRect();
    const middle = (event.clientX - bar.left) / bar.width * report.nanos;
    show(middle - (view.to - view.from) / 2, middle + (view.to - view.from) / 2);
  };
  drag(byId('scrubber'), scrub, scrub);
  scroll.addEventListener('scroll', draw);
  byId('zoom-in').addEventListener('click', () => zoom(2));
  byId('zoom-out').addEventListener('click', () => zoom(0.5));
  byId('reset').addEventListener('click', () => show(0, report.nanos));
  new ResizeObserver(resize).observe(byId('lanes'));
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    readColours();
    fillLegend();
    draw();
  });
}

function listenToPointer() {
  let held = null;
  drag(canvas, event => {
    held = {x: event.clientX, y: event.clientY, view, top: scroll.scrollTop};
    canvas.classList.add('dragging');
  }, event => {
    const by = (held.x - event.clientX) / width * (held.view.to - held.view.from);
    show(held.view.from + by, held.view.to + by);
    scroll.scrollTop = held.top + held.y - event.clientY;
  }, () => canvas.classList.remove('dragging'));
  canvas.addEventListener('pointermove', event => putCursor(timeAt(event.offsetX), false));
  canvas.addEventListener('pointerleave', event => {
    if (event.buttons === 0) {
      hideCursor();
    }
  });
}

function drag(target, begin, move, end = () => {}) {
  target.addEventListener('pointerdown', event => {
    if (event.button === 0) {
      target.setPointerCapture(event.pointerId);
      begin(event);
      target.addEventListener('pointermove', move);
    }
  });
  target.addEventListener('lostpointercapture', event => {
    target.removeEventListener('pointermove', move);
    end(event);
  });
}

async function start() {
  fillFacts();
  fillWaits();
  lanes = await readLanes(share => {
    byId('status').textContent = `Reading events … ${Math.round(100 * share)} %`;
  });
  rows = MARKS.filter(mark => lanes.some(lane => lane.all[STATES.length + MARKS.indexOf(mark)] > 0));
  band = Math.round(Math.min(THICKEST_BAND, Math.max(THINNEST_BAND, ROOM_FOR_BANDS / lanes.length)));
  laneHeight = 2 * PAD + rows.length * ROW + band;
  byId('status').hidden = true;
  readColours();
  fillLegend();
  fillLabels();
  resize();
  listen();
  show(0, report.nanos);
  chart.focus({preventScroll: true, focusVisible: false});
  chart.dataset.ready = 'true';
}

start().catch(failure => {
  byId('status').textContent = `The trace cannot be shown: ${failure}`;
  throw failure;
});
