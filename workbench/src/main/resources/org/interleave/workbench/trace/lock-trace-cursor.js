
/* The cursor: a moment, and what everybody does then. It follows the mouse, and is kept where it was clicked. */

const MOST_TOLD = 12;

let cursor = null;
let kept = null;

function toldOfLock() {
  const {state, from, to} = lock.span(cursor);
  if (state === null) {
    return [];
  }
  const {name, colour, held} = report.lock[state];
  return [{swatch: colour, text: `the lock is ${held ? 'held by ' : ''}${name}`, length: lasting(from, to)}];
}

function lasting(from, to) {
  return ` for ${brief(to - from)}, from ${moment(from)}`;
}

function toldOfTask(task) {
  const span = task.span(cursor);
  const {state, from, to} = span;
  const {on, also} = placeOf(task, span);
  const length = state === ABSENT ? '' : `${lasting(from, to)}${also}`;
  const swatch = state === HOLDING ? CPUS[task.cpu(span.first)].colour : STATES[state];
  return {swatch, text: `${task.name} ${WORDS.get(state)}${on}`, length};
}

/* Where a task took the lock that it holds, and where it lets go of it if that is elsewhere; or where it last ran. */
function placeOf(task, {state, first, event, next}) {
  const took = task.processor(first);
  if (state === HOLDING) {
    const left = task.processor(next);
    return {
      on: took === null ? '' : ` on CPU ${took}`,
      also: left === null || left === took ? '' : `, let go of on CPU ${left}`,
    };
  }
  const last = state === ABSENT || state === UNKNOWN ? null : task.processor(event);
  return {on: '', also: last === null ? '' : `, last ran on CPU ${last}`};
}

/* Of many tasks those that hold the lock, then those in view that are there; the others are counted. */
function choose() {
  if (tasks.length <= MOST_TOLD) {
    return {chosen: rows.filter(row => !(row instanceof Fold)), others: []};
  }
  const now = new Map(tasks.map(task => [task, task.state(task.last(cursor))]));
  const first = Math.floor(scroll.scrollTop / rowHeight);
  const inView = rows.slice(first, first + Math.ceil(height / rowHeight)).filter(row => !(row instanceof Fold));
  const candidates = [...tasks.filter(task => now.get(task) === HOLDING), ...inView.filter(task => now.get(task) !== ABSENT)];
  const chosen = [...new Set(candidates)].slice(0, MOST_TOLD);
  const told = new Set(chosen);
  const counts = new Map();
  for (const task of tasks.filter(other => !told.has(other))) {
    counts.set(now.get(task), (counts.get(now.get(task)) ?? 0) + 1);
  }
  return {chosen, others: [...counts]};
}

function putCursor(time, aloud) {
  cursor = Math.min(Math.max(time, 0), report.nanos);
  const {chosen, others} = choose();
  const lines = [
    ...toldOfLock(),
    ...chosen.map(toldOfTask),
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
  byId('nothing-told').hidden = shown;
  if (shown) {
    byId('cursor').style.left = `${byId('lanes').offsetLeft + xAt(cursor)}px`;
  }
}

/* Back to the moment that is kept, if one is. */
function leaveCursor() {
  if (kept === null) {
    cursor = null;
    placeCursor();
  } else {
    putCursor(kept, false);
  }
}

function dropCursor() {
  kept = null;
  leaveCursor();
  noteInAddress();
}

/* To the next event of any task, or the one before. */
function step(direction) {
  const from = cursor === null || cursor < view.from || cursor > view.to ? (view.from + view.to) / 2 : cursor;
  let found = null;
  for (const task of tasks) {
    const last = task.last(from);
    const event = direction > 0 ? last + 1 : task.times[last] === from ? firstAt(task, last) - 1 : last;
    if (event >= 0 && event < task.size) {
      const time = task.times[event];
      found = found === null ? time : direction > 0 ? Math.min(found, time) : Math.max(found, time);
    }
  }
  if (found !== null) {
    if (found < view.from || found > view.to) {
      const half = (view.to - view.from) / 2;
      show(found - half, found + half);
    }
    kept = found;
    putCursor(found, true);
    noteInAddress();
  }
}

function firstAt(task, event) {
  while (event > 0 && task.times[event - 1] === task.times[event]) {
    event--;
  }
  return event;
}
