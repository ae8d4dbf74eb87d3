'use strict';

// Without this script the page shows all that it has. It adds sorting, another baseline, and reading line by line.

document.documentElement.classList.add('scripting');

const SVG = 'http://www.w3.org/2000/svg';
const MARGIN = 1.5;
const MIDDLE = 13;
const CAP = 4;
const FORK_LINES = [5, 21, 8, 18];
const LEFT = 'M-1 0 6-5v10z';
const RIGHT = 'M1 0-6-5v10z';

// Numbers: three significant digits, as the program writes them.

function decimals(value) {
  const rounded = Math.abs(Number(value.toPrecision(3)));
  return rounded === 0 ? 2 : Math.max(0, 2 - Math.floor(Math.log10(rounded)));
}

function number(value) {
  return value.toFixed(Number.isInteger(value) ? 0 : decimals(value));
}

function times(value) {
  return number(value) + '×';
}

function interval([value, low, high]) {
  if (low === undefined) {
    return 'one sample';
  }
  const digits = Number.isInteger(low) && Number.isInteger(high) && Number.isInteger(value) ? 0 : decimals(value);
  const contains = low <= 1 && 1 <= high;
  return '[' + low.toFixed(digits) + ', ' + high.toFixed(digits) + ']' + (contains ? ' ≈' : '');
}

// The ratio of one row to another: kept for the one that comes first, the other way round it is the reciprocal.

function ratio(view, row, base) {
  const rows = view.means.length;
  const first = Math.min(row, base);
  const second = Math.max(row, base);
  const place = first * rows - first * (first + 1) / 2 + (second - first - 1);
  const known = view.ratios[place];
  if (!known || row < base) {
    return known;
  }
  return known.length === 1 ? [1 / known[0]] : [1 / known[0], 1 / known[2], 1 / known[1]];
}

function element(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) {
    made.setAttribute(key, value);
  }
  return made;
}

function placing(scale) {
  const map = scale.log ? Math.log : (value) => value;
  const low = map(scale.low);
  const span = map(scale.high) - low;
  return (value) => {
    const share = scale.log && value <= 0 ? 0 : Math.min(1, Math.max(0, (map(value) - low) / span));
    return (MARGIN + (100 - 2 * MARGIN) * share).toFixed(2) + '%';
  };
}

function marker(path, kind, x) {
  const place = element('svg', {class: 'at', x, y: MIDDLE});
  place.append(element('path', {class: kind, d: path}));
  return place;
}

function drawEnd(plot, scale, x, value, arrow) {
  if (value >= scale.low && value <= scale.high) {
    plot.append(element('line', {class: 'interval', x1: x(value), x2: x(value), y1: MIDDLE - CAP, y2: MIDDLE + CAP}));
  } else {
    plot.append(marker(arrow, 'cut', x(value)));
  }
}

function drawPlot(plot, view, row, base) {
  const scale = view.scales[base];
  const x = placing(scale);
  const shape = plot.querySelector('.mean').getAttribute('d');
  const divisor = view.means[base];
  plot.replaceChildren();
  for (const [value] of scale.ticks) {
    plot.append(element('rect', {class: 'grid', x: x(value), width: 1, height: '100%'}));
  }
  plot.append(element('line', {class: 'rule', x1: x(1), x2: x(1), y2: '100%'}));
  view.forks[row].forEach((fork, i) => plot.append(
    element('circle', {class: 'fork', cx: x(fork / divisor), cy: FORK_LINES[i % FORK_LINES.length], r: 2.5})));
  const [, low, high] = row === base ? [] : ratio(view, row, base) || [];
  if (low !== undefined) {
    plot.append(element('line', {class: 'interval', x1: x(low), x2: x(high), y1: MIDDLE, y2: MIDDLE}));
    drawEnd(plot, scale, x, low, LEFT);
    drawEnd(plot, scale, x, high, RIGHT);
  }
  plot.append(marker(shape, 'mean', x(view.means[row] / divisor)));
}

function drawAxis(axis, scale) {
  const x = placing(scale);
  axis.replaceChildren();
  for (const [value, label] of scale.ticks) {
    const text = element('text', {x: x(value), y: 13});
    text.textContent = label;
    axis.append(text);
  }
}

function writeRatio(line, row, base, value) {
  const text = line.querySelector('.value > .ratio');
  if (text) {
    text.textContent = row === base ? '1×, the baseline' : value ? times(value[0]) + ' ' + interval(value) : '';
  }
}

function writeCells(cells, row, base, value) {
  const cell = cells.querySelector('.ratio');
  cell.textContent = row === base ? '1×' : value ? times(value[0]) : '';
  cell.dataset.number = value ? value[0] : '';
  cells.querySelector('.ratio-interval').textContent = row === base || !value ? '' : interval(value);
}

function drawView(figure, view, base, name) {
  if (!view.scales[base]) {
    return;
  }
  const shown = figure.querySelector('[data-view="' + view.view + '"]');
  const table = [...shown.querySelectorAll('tbody tr')];
  for (const line of shown.querySelectorAll('.line')) {
    const row = Number(line.dataset.row);
    if (view.means[row] === null) {
      continue;
    }
    const value = row === base ? [1] : ratio(view, row, base);
    drawPlot(line.querySelector('.plot'), view, row, base);
    writeRatio(line, row, base, value);
    writeCells(table.find((cells) => cells.dataset.row === String(row)), row, base, value);
  }
  drawAxis(shown.querySelector('.axis'), view.scales[base]);
  shown.querySelector('.base').textContent = name;
  const heading = shown.querySelector('thead .ratio');
  (heading.querySelector('button') || heading).textContent = '× ' + name;
}

// Another baseline, for every figure that has it.

function chooseBaselines(figures) {
  const choices = new Map();
  const choose = (name) => {
    for (const [select, data] of choices) {
      const base = data.rows.indexOf(name);
      if (base >= 0 && [...select.options].some((option) => Number(option.value) === base)) {
        select.value = String(base);
        const figure = document.getElementById('figure-' + data.figure);
        data.views.forEach((view) => drawView(figure, view, base, name));
      }
    }
  };
  for (const data of figures) {
    const select = document.querySelector('select[data-figure="' + data.figure + '"]');
    choices.set(select, data);
    select.addEventListener('change', () => choose(data.rows[Number(select.value)]));
  }
  for (const select of document.querySelectorAll('select[data-figure]')) {
    if (!choices.has(select)) {
      select.closest('label').remove();
    }
  }
}

// Tables: a heading sorts its column, up and then down. Texts come after numbers, and nothing comes last.

function sortKey(row, column) {
  const cell = row.cells[column];
  return cell.dataset.number ? Number(cell.dataset.number) : cell.textContent;
}

function rank(key) {
  return typeof key === 'number' ? 0 : key === '' ? 2 : 1;
}

function compare(one, other, sign) {
  if (rank(one) !== rank(other)) {
    return rank(one) - rank(other);
  }
  return sign * (typeof one === 'number' ? one - other : one.localeCompare(other));
}

function sort(table, column, heading) {
  const descending = heading.getAttribute('aria-sort') === 'ascending';
  for (const other of table.tHead.rows[0].cells) {
    other.removeAttribute('aria-sort');
  }
  heading.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
  const body = table.tBodies[0];
  const sign = descending ? -1 : 1;
  body.append(...[...body.rows].sort((a, b) => compare(sortKey(a, column), sortKey(b, column), sign)));
}

function makeSortable(table) {
  [...table.tBodies[0].rows].forEach((row, i) => { row.dataset.row = i; });
  [...table.tHead.rows[0].cells].forEach((heading, column) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = heading.textContent;
    heading.replaceChildren(button);
    button.addEventListener('click', () => sort(table, column, heading));
  });
}

// Reading line by line: where the pointer is, or by the arrow keys. What it says stands in the table behind the chart.

function words(view, place) {
  const headings = [...view.querySelectorAll('thead th')].map((heading) => heading.textContent);
  const row = [...view.querySelectorAll('tbody tr')].find((cells) => cells.dataset.row === String(place));
  return [...row.cells]
    .map((cell, i) => (i === 0 ? cell.textContent : headings[i] + ' ' + cell.textContent))
    .filter((text, i) => i === 0 || row.cells[i].textContent !== '')
    .join(' · ');
}

function makeReadable(view) {
  const lines = [...view.querySelectorAll('.line')];
  const list = view.querySelector('.lines');
  if (!list) {
    return;
  }
  const readout = document.createElement('p');
  readout.className = 'readout';
  readout.setAttribute('aria-live', 'polite');
  list.after(readout);
  list.tabIndex = 0;
  list.setAttribute('aria-label', view.getAttribute('aria-label') + ', line by line with the arrow keys');
  let chosen = -1;
  const choose = (place) => {
    chosen = place;
    lines.forEach((line, i) => line.classList.toggle('chosen', i === place));
    readout.textContent = place < 0 ? '' : words(view, place);
  };
  lines.forEach((line, i) => line.addEventListener('pointerenter', () => choose(i)));
  list.addEventListener('pointerleave', () => choose(-1));
  list.addEventListener('keydown', (event) => {
    const step = {ArrowDown: 1, ArrowUp: -1}[event.key];
    if (step) {
      event.preventDefault();
      choose(Math.min(lines.length - 1, Math.max(0, chosen + step)));
    } else if (event.key === 'Escape') {
      choose(-1);
    }
  });
}

document.querySelectorAll('table').forEach(makeSortable);
document.querySelectorAll('.views > .view').forEach(makeReadable);
chooseBaselines(JSON.parse(document.getElementById('figures').textContent));
