
/* The page around the timeline: its words and tables, what the cursor tells, and what mouse and keys do. */

/* ---- what stands around the timeline ---- */

function fillFacts() {
  const title = `${report.workload} under ${report.strategy}`;
  document.title = `${title}: lock trace`;
  byId('title').textContent = title;
  byId('subtitle').textContent = `${report.facts.run} · events: ${report.facts.events} · tracing: ${report.facts.tracing}`;
  if (report.dropped > 0) {
    byId('warning').textContent = `The trace was full: ${report.dropped.toLocaleString('en')} events were dropped. `
      + 'What tasks did after their last recorded event is drawn as not recorded.';
    byId('warning').hidden = false;
  }
  byId('colours').textContent = report.processors.length === 0
    ? `On which processor a task ran is ${report.facts['ran on']}.`
    : 'A hold has the colour of the processor on which the task took the lock. The system may move the task meanwhile: '
      + 'if it lets go of the lock on another, the cursor tells.';
  byId('colours').hidden = report.facts['ran on'] === '';
  for (const [name, value] of Object.entries(report.facts).filter(([, text]) => text !== '')) {
    byId('facts').append(element('dt', {textContent: name}), element('dd', {textContent: value}));
  }
}

function fillLegend() {
  const isThere = column => lanes.some(lane => lane.all[column] > 0);
  const item = (name, text) => element('li', {}, element('span', {className: `swatch ${name}`}), text);
  const first = name => WORDS.get(HOLDING) + (report.processors.length > 0 ? ` on ${name}` : '');
  const holds = CPUS.filter((cpu, place) => isThere(FIRST_CPU + place)).map(({name, colour}, place) =>
    item(colour, place === 0 ? first(name) : name));
  const states = [WAITING, ELSEWHERE, TAKING, UNKNOWN].filter(isThere).map(state => item(STATES[state], WORDS.get(state)));
  const marks = rows.map(mark => element('li', {}, glyphSwatch(mark), MARK_WORDS[mark]));
  byId('legend').replaceChildren(...holds, ...states, ...marks);
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
  const named = wait.holders.map(({task, nanos, place}) =>
    `${task < 0 ? 'no task' : `task ${task}`}${place && ` (${place})`} ${percent(nanos / (wait.to - wait.from))}`);
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
  byId('hint').hidden = report.waits.length === 0;
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

/* ---- the cursor and what it says ---- */

function told(lane) {
  const span = lane.span(cursor);
  const {state, from, to} = span;
  const {on, also} = placeOf(lane, span);
  const length = state === ABSENT ? '' : ` for ${brief(to - from)}, from ${moment(from)}${also}`;
  const swatch = state === HOLDING ? CPUS[lane.cpu(span.first)].colour : STATES[state];
  return {swatch, text: `${lane.name} ${WORDS.get(state)}${on}`, length};
}

/* Where a task took the lock that it holds, and where it lets go of it if that is elsewhere; or where it last ran. */
function placeOf(lane, {state, first, event, next}) {
  const took = lane.processor(first);
  if (state === HOLDING) {
    const left = lane.processor(next);
    return {
      on: took === null ? '' : ` on CPU ${took}`,
      also: left === null || left === took ? '' : `, let go of on CPU ${left}`,
    };
  }
  const last = state === ABSENT || state === UNKNOWN ? null : lane.processor(event);
  return {on: '', also: last === null ? '' : `, last ran on CPU ${last}`};
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
    ...chosen.map(told),
    ...others.map(([state, count]) =>
      ({swatch: STATES[state], text: `${count} more: ${WORDS.get(state)}`, length: ''})),
  ];
  byId('readout').replaceChildren(element('p', {textContent: `at ${moment(cursor)}`}), ...lines.map(line =>
    element('p', {}, element('span', {className: `swatch ${line.swatch}`}), line.text,
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
