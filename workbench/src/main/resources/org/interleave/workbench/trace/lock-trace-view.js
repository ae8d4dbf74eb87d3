
/* The timeline: which part of time it shows, and how that is drawn. */

const byId = id => document.getElementById(id);
const chart = byId('chart');
const canvas = byId('canvas');
const lockCanvas = byId('lock-lane');
const axis = byId('axis');
const scroll = byId('scroll');

const NARROWEST = 50;
const THINNEST_BAND = 20;
const THICKEST_BAND = 48;
const ROOM_FOR_BANDS = 240;
const MARK_ROW = 7;
const PAD = 7;
const GLYPH = 8;
const NARROWEST_LABEL = 30;
const TALLEST_CANVAS = 8_000;

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

let marks = [];
let band = THINNEST_BAND;
let rowHeight = 0;
let view = {from: 0, to: report.nanos};
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
  return `${(100 * share).toFixed(1)} %`;
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
  noteInAddress();
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
    requestAnimationFrame(drawNow);
  }
}

function drawNow() {
  drawPending = false;
  const started = performance.now();
  drawAxis();
  drawLock();
  drawRows();
  chart.dataset.drawMillis = performance.now() - started;
}

/* What a row is filled with, from the bottom of a stack: a colour for each processor, a pattern for each other state. */
const PARTS = [
  ...CPUS.map(({colour, label}, place) => ({column: FIRST_CPU + place, fill: colour, label})),
  ...[TAKING, WAITING, ELSEWHERE, UNKNOWN].map(state => ({column: state, fill: STATES[state], label: ''})),
];
const LOCK_PARTS = report.lock.map(({name, colour, held}, column) => ({column, fill: colour, label: held ? name : ''}));
const TILE = 8;
const STRIPES = tile => {
  for (const x of [-TILE, 0, TILE]) {
    tile.moveTo(x, TILE);
    tile.lineTo(x + 1.5, TILE);
    tile.lineTo(x + TILE + 1.5, 0);
    tile.lineTo(x + TILE, 0);
  }
};
const DOTS = tile => tile.rect(3, 3, 2, 2);
const PATTERNS = {
  taking: tile => tile.rect(0, 1, TILE, 1),
  waiting: STRIPES,
  elsewhere: DOTS,
  unknown: tile => tile.rect(3, 0, 1, TILE),
  handed: STRIPES,
  idle: DOTS,
};

function readColours() {
  const style = getComputedStyle(document.documentElement);
  const patterns = Object.keys(PATTERNS);
  const names = ['page', 'faint', 'line', ...MARKS, ...[...PARTS, ...LOCK_PARTS].map(({fill}) => fill),
    ...patterns.map(name => `${name}-line`)];
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

/*
 * To be called whenever what the rows have of the screen may have changed: its width, as the width of the lanes, or its
 * height, as the height of what scrolls, which the lanes do not have when they are more than fit.
 */
function resize() {
  width = Math.floor(byId('lanes').clientWidth);
  height = Math.min(scroll.clientHeight, TALLEST_CANVAS);
  fit(canvas, width, height);
  fit(lockCanvas, width, lockCanvas.parentElement.clientHeight);
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

function prepared(target, h) {
  const context = target.getContext('2d');
  context.fillStyle = colours.page;
  context.fillRect(0, 0, width, h);
  context.font = `12px ${getComputedStyle(document.body).fontFamily}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  drawGrid(context, h);
  return context;
}

function drawLock() {
  const context = prepared(lockCanvas, lockCanvas.clientHeight);
  drawTrack(context, lock, {parts: LOCK_PARTS, tasks: 1, marks: [], top: 0, h: lockCanvas.clientHeight - 2 * PAD});
}

function drawRows() {
  const context = prepared(canvas, height);
  const first = Math.floor(scroll.scrollTop / rowHeight);
  const end = Math.min(rows.length, Math.ceil((scroll.scrollTop + height) / rowHeight));
  for (let place = first; place < end; place++) {
    const top = place * rowHeight - scroll.scrollTop;
    drawTrack(context, trackOf(rows[place]), {parts: PARTS, tasks: tasksOf(rows[place]), marks, top, h: band});
    context.fillStyle = colours.line;
    context.fillRect(0, top + rowHeight - 1, width, 1);
  }
}

function drawGrid(context, h) {
  context.fillStyle = colours.line;
  const step = tickStep(view.to - view.from);
  for (let time = Math.ceil(view.from / step) * step; time <= view.to; time += step) {
    context.globalAlpha = 0.5;
    context.fillRect(Math.round(xAt(time)), 0, 1, h);
  }
  context.globalAlpha = 1;
}

/* Draws what a track says of what is shown of time: a band, and above it a row for each mark. */
function drawTrack(context, track, {parts, tasks: sharing, marks: shownMarks, top, h}) {
  const bandTop = top + PAD + shownMarks.length * MARK_ROW;
  let before = new Float64Array(track.columns);
  let after = new Float64Array(track.columns);
  let event = track.until(view.from, before);
  const found = shownMarks.map(() => []);
  let run = {part: undefined, from: 0};
  const endRun = x => {
    if (run.part) {
      paint(context, run.part, run.from, x - run.from, bandTop, h);
      writeLabel(context, run.part, run.from, x - run.from, bandTop + h / 2);
    }
  };
  for (let x = 0; x < width; x++) {
    event = track.until(timeAt(x + 1), after, event);
    const time = (timeAt(x + 1) - timeAt(x)) * sharing;
    const part = parts.find(({column}) => after[column] - before[column] >= 0.999 * time);
    if (part !== run.part) {
      endRun(x);
      run = {part, from: x};
    }
    if (!part) {
      stack(context, parts, ({column}) => (after[column] - before[column]) / time * h, x, bandTop + h);
    }
    shownMarks.forEach((mark, row) => {
      const column = STATES.length + MARKS.indexOf(mark);
      if (after[column] - before[column] > 0) {
        found[row].push(x);
      }
    });
    [before, after] = [after, before];
  }
  endRun(width);
  shownMarks.forEach((mark, row) => drawMarks(context, mark, found[row], top + PAD - 2 + row * MARK_ROW + MARK_ROW / 2));
}

/* Where much happens in one column, it shows the shares, what is held at the bottom. */
function stack(context, parts, heightOf, x, bottom) {
  let at = bottom;
  for (const part of parts) {
    const share = heightOf(part);
    if (share > 0) {
      paint(context, part, x, 1, at - share, share);
      at -= share;
    }
  }
}

function paint(context, part, x, w, y, h) {
  context.fillStyle = fills[part.fill];
  context.fillRect(x, y, w, h);
}

/* The name of a processor or a holder, where there is room for it. */
function writeLabel(context, part, x, w, y) {
  if (part.label !== '' && w >= NARROWEST_LABEL && context.measureText(part.label).width + 8 <= w) {
    context.fillStyle = isLight(colours[part.fill]) ? '#000000' : '#ffffff';
    context.fillText(part.label, x + w / 2, y);
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
