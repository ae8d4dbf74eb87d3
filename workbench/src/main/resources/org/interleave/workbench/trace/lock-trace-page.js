
/* The page: what stands around the timeline, what mouse and keys do, how it begins. */

/* ---- what stands around the timeline ---- */

function fillLegend() {
  const isThere = column => tasks.some(task => task.all[column] > 0);
  const item = (name, text) => element('li', {}, element('span', {className: `swatch ${name}`}), text);
  const first = name => WORDS.get(HOLDING) + (report.processors.length > 0 ? ` on ${name}` : '');
  const holds = CPUS.filter((cpu, place) => isThere(FIRST_CPU + place)).map(({name, colour}, place) =>
    item(colour, place === 0 ? first(name) : name));
  const states = [WAITING, ELSEWHERE, TAKING, UNKNOWN].filter(isThere).map(state => item(STATES[state], WORDS.get(state)));
  const signs = marks.map(mark => element('li', {}, glyphSwatch(mark), MARK_WORDS[mark]));
  byId('legend').replaceChildren(...holds, ...states, ...signs);
}

function glyphSwatch(mark) {
  const swatch = element('canvas', {className: 'swatch', width: 28, height: 28});
  const context = swatch.getContext('2d');
  context.scale(2, 2);
  glyph(context, mark, 7, 7, 5);
  return swatch;
}

/* The colour that the lock has while a task holds it, by the task's place. */
const HOLDER_COLOURS = [];
report.lock.forEach(({places, colour}) => places.forEach(place => {
  HOLDER_COLOURS[place] = colour;
}));

function fillLabels() {
  byId('labels').replaceChildren(...rows.map(label));
  byId('lanes').style.height = `${rows.length * rowHeight}px`;
}

function label(row) {
  const share = column => percent(trackOf(row).all[column] / tasksOf(row) / (report.nanos || 1));
  const name = row instanceof Fold ? foldButton(row) : element('b', {textContent: row.name, title: row.name});
  const each = row instanceof Fold ? 'each ' : '';
  const chosen = row === chosenTask ? ' chosen' : '';
  const made = element('div', {className: `${HOLDER_COLOURS[row.place]}${chosen}`}, name, element('span', {
    textContent: `${each}held ${share(HOLDING)} · waited ${share(WAITING)}`,
  }));
  made.style.height = `${rowHeight}px`;
  return made;
}

function foldButton(fold) {
  const button = element('button', {type: 'button', className: 'fold', textContent: fold.name, title: fold.name});
  button.setAttribute('aria-expanded', fold.open);
  button.addEventListener('click', () => {
    fold.open = !fold.open;
    rearrange();
    byId('labels').children[rows.indexOf(fold)].querySelector('button').focus();
  });
  return button;
}

/* To be called when folds or the order have changed. */
function rearrange() {
  arrange();
  band = Math.round(Math.min(THICKEST_BAND, Math.max(THINNEST_BAND, ROOM_FOR_BANDS / rows.length)));
  rowHeight = 2 * PAD + marks.length * MARK_ROW + band;
  fillLabels();
  resize();
}

/* ---- input ---- */

/* A pointer that moves less than this, in pixels, has clicked. */
const CLICK = 4;

const KEYS = {
  '+': () => zoom(2),
  '=': () => zoom(2),
  '-': () => zoom(0.5),
  '_': () => zoom(0.5),
  Home: () => show(0, report.nanos),
  ArrowLeft: event => event.shiftKey ? step(-1) : pan(-0.1),
  ArrowRight: event => event.shiftKey ? step(1) : pan(0.1),
  ArrowUp: () => scroll.scrollBy(0, -rowHeight),
  ArrowDown: () => scroll.scrollBy(0, rowHeight),
  PageUp: () => scroll.scrollBy(0, -height),
  PageDown: () => scroll.scrollBy(0, height),
  Escape: dropCursor,
};

function listen() {
  chart.addEventListener('keydown', event => {
    const action = KEYS[event.key];
    if (action && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      action(event);
    }
  });
  listenToPointer(lockCanvas);
  listenToPointer(canvas);
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
  byId('order').addEventListener('change', event => {
    order = event.target.value;
    rearrange();
  });
  listenToAddress();
  listenToMedium();
}

/* What it is drawn on: a window of some size, light or dark, or paper. */
function listenToMedium() {
  const size = new ResizeObserver(resize);
  size.observe(byId('lanes'));
  size.observe(scroll);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    resize();
    fillLegend();
  });
  const print = printing => {
    document.documentElement.classList.toggle('printing', printing);
    resize();
    fillLegend();
    drawNow();
  };
  window.addEventListener('beforeprint', () => print(true));
  window.addEventListener('afterprint', () => print(false));
  matchMedia('print').addEventListener('change', ({matches}) => print(matches));
}

function listenToPointer(target) {
  let held = null;
  target.addEventListener('wheel', event => {
    event.preventDefault();
    if (Math.abs(event.deltaX) > Math.abs(event.deltaY) || event.shiftKey) {
      pan((event.deltaX || event.deltaY) / width);
    } else {
      zoom(2 ** (-event.deltaY / 240), timeAt(event.offsetX));
    }
  }, {passive: false});
  drag(target, event => {
    held = {x: event.clientX, y: event.clientY, view, top: scroll.scrollTop, moved: false};
  }, event => {
    const [x, y] = [held.x - event.clientX, held.y - event.clientY];
    if (held.moved || Math.hypot(x, y) >= CLICK) {
      held.moved = true;
      target.classList.add('dragging');
      const by = x / width * (held.view.to - held.view.from);
      show(held.view.from + by, held.view.to + by);
      scroll.scrollTop = held.top + y;
    }
  }, () => {
    target.classList.remove('dragging');
    if (!held.moved) {
      keep(timeAt(held.x - target.getBoundingClientRect().left));
    }
  });
  target.addEventListener('pointermove', event => putCursor(timeAt(event.offsetX), false));
  target.addEventListener('pointerleave', event => {
    if (event.buttons === 0) {
      leaveCursor();
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
  target.addEventListener('lostpointercapture', () => {
    target.removeEventListener('pointermove', move);
    end();
  });
}

/* For so many tasks there is room to be told of, before there is anything to tell. */
const MOST_RESERVED = 3;

async function start() {
  byId('drawn').hidden = false;
  byId('waits-hint').hidden = false;
  document.querySelectorAll('table.sortable').forEach(makeSortable);
  const read = await readTracks(share => {
    byId('status').textContent = `Reading events … ${Math.round(100 * share)} %`;
  });
  tasks = read.tasks;
  lock = read.lock;
  marks = MARKS.filter(mark => tasks.some(task => task.all[STATES.length + MARKS.indexOf(mark)] > 0));
  makeFolds();
  byId('status').hidden = true;
  byId('dock').style.minHeight = `${1.5 * (2 + Math.min(tasks.length, MOST_RESERVED)) + 1}em`;
  readColours();
  fillLegend();
  rearrange();
  listen();
  obeyAddress();
  chart.focus({preventScroll: true, focusVisible: false});
  chart.dataset.ready = 'true';
}

start().catch(failure => {
  byId('status').textContent = `The trace cannot be shown: ${failure}`;
  throw failure;
});
