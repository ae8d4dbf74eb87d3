
/* The timeline: which part of time it shows, and how that is drawn. */

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
const NARROWEST_LABEL = 30;

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
let fills = {};
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

/* What a lane is filled with, from the bottom of a stack: a colour for each processor, a pattern for each other state. */
const PARTS = [
  ...CPUS.map(({colour, label}, place) => ({column: FIRST_CPU + place, fill: colour, label})),
  ...[TAKING, WAITING, ELSEWHERE, UNKNOWN].map(state => ({column: state, fill: STATES[state], label: ''})),
];
const TILE = 8;
const PATTERNS = {
  taking: tile => tile.rect(0, 1, TILE, 1),
  waiting: tile => {
    for (const x of [-TILE, 0, TILE]) {
      tile.moveTo(x, TILE);
      tile.lineTo(x + 1.5, TILE);
      tile.lineTo(x + TILE + 1.5, 0);
      tile.lineTo(x + TILE, 0);
    }
  },
  elsewhere: tile => tile.rect(3, 3, 2, 2),
  unknown: tile => tile.rect(3, 0, 1, TILE),
};

function readColours() {
  const style = getComputedStyle(document.documentElement);
  const patterns = Object.keys(PATTERNS);
  const names = ['page', 'faint', 'line', ...MARKS, ...PARTS.map(({fill}) => fill), ...patterns.map(name => `${name}-line`)];
  for (const name of names) {
    colours[name] = style.getPropertyValue(`--${name}`).trim();
  }
  fills = {...colours, ...Object.fromEntries(patterns.map(name => [name, pattern(name)]))};
}

/* Stands still on the canvas, so that neighbouring columns make up one pattern. */
function pattern(name) {
  const ratio = window.devicePixelRatio || 1;
  const size = Math.round(TILE * ratio);
  const tile = element('canvas', {width: size, height: size});
  const context = tile.getContext('2d');
  context.fillStyle = colours[name];
  context.fillRect(0, 0, size, size);
  context.scale(size / TILE, size / TILE);
  context.fillStyle = colours[`${name}-line`];
  context.beginPath();
  PATTERNS[name](context);
  context.fill();
  const made = canvas.getContext('2d').createPattern(tile, 'repeat');
  made.setTransform(new DOMMatrix().scale(TILE / size));
  return made;
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
  readColours();
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
  context.font = `12px ${getComputedStyle(document.body).fontFamily}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
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

function drawLane(context, lane, top) {
  const bandTop = top + PAD + rows.length * ROW;
  let before = new Float64Array(COLUMNS);
  let after = new Float64Array(COLUMNS);
  let event = lane.until(view.from, before);
  const found = rows.map(() => []);
  let run = {part: undefined, from: 0};
  const endRun = x => {
    if (run.part) {
      paint(context, run.part, run.from, x - run.from, bandTop, band);
      writeLabel(context, run.part, run.from, x - run.from, bandTop);
    }
  };
  for (let x = 0; x < width; x++) {
    event = lane.until(timeAt(x + 1), after, event);
    const time = timeAt(x + 1) - timeAt(x);
    const part = PARTS.find(({column}) => after[column] - before[column] >= 0.999 * time);
    if (part !== run.part) {
      endRun(x);
      run = {part, from: x};
    }
    if (!part) {
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
  for (const part of PARTS) {
    const share = (after[part.column] - before[part.column]) / time * band;
    if (share > 0) {
      paint(context, part, x, 1, bottom - share, share);
      bottom -= share;
    }
  }
}

function paint(context, part, x, w, y, h) {
  context.fillStyle = fills[part.fill];
  context.fillRect(x, y, w, h);
}

/* The processor's name, where there is room for it. */
function writeLabel(context, part, x, w, y) {
  if (part.label !== '' && w >= NARROWEST_LABEL && context.measureText(part.label).width + 8 <= w) {
    context.fillStyle = isLight(colours[part.fill]) ? '#000000' : '#ffffff';
    context.fillText(part.label, x + w / 2, y + band / 2);
  }
}

/* Whether black is easier to read on a colour, given as #rrggbb, than white. */
function isLight(colour) {
  const [red, green, blue] = [1, 3, 5].map(at => (parseInt(colour.slice(at, at + 2), 16) / 255) ** 2.2);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.18;
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
