
/* The address, which tells what is shown, and the tables: they can be sorted, and their links lead to moments. */

const ADDRESS_DELAY = 300;

let addressTimer = null;
let obeying = false;
/* The one that the address tells of. */
let chosenTask = null;

/* ---- the address ---- */

function fragment() {
  const {from, to} = view;
  const parts = [
    ...(kept === null ? [] : [`at=${Math.round(kept)}`]),
    ...(to - from >= report.nanos ? [] : [`from=${Math.round(from)}`, `to=${Math.round(to)}`]),
  ];
  return parts.length === 0 ? '' : `#${parts.join('&')}`;
}

/* Soon, for browsers do not like it to be done at every movement. */
function noteInAddress() {
  if (!obeying) {
    clearTimeout(addressTimer);
    addressTimer = setTimeout(noteNow, ADDRESS_DELAY);
  }
}

function noteNow() {
  clearTimeout(addressTimer);
  addressTimer = null;
  if (location.hash !== fragment()) {
    history.replaceState(null, '', fragment() || location.href.replace(/#.*/, ''));
  }
}

/* Keeps a moment, as a place that one can come back to. */
function keep(time) {
  if (addressTimer !== null) {
    noteNow();
  }
  kept = time;
  putCursor(time, true);
  if (location.hash !== fragment()) {
    history.pushState(null, '', fragment());
  }
}

/* Shows what the address tells. What it lacks, or what makes no sense, is the whole run, and no moment. */
function obeyAddress() {
  const told = new URLSearchParams(location.hash.slice(1));
  const number = name => told.has(name) && /^-?\d+$/.test(told.get(name)) ? Number(told.get(name)) : null;
  obeying = true;
  const [at, from, to] = ['at', 'from', 'to'].map(number);
  kept = at;
  show(...(from !== null && to !== null && from < to ? [from, to] : [0, report.nanos]));
  chosenTask = tasks.find(some => some.task === number('task')) ?? null;
  const row = chosenTask ? rowOf(chosenTask) : null;
  fillLabels();
  if (row !== null) {
    reveal(row);
  }
  if (kept === null) {
    leaveCursor();
  } else {
    putCursor(kept, true);
  }
  obeying = false;
  for (const link of document.querySelectorAll('#waits a')) {
    link.closest('tr').classList.toggle('chosen', link.hash === location.hash);
  }
}

function reveal(place) {
  if (place * rowHeight < scroll.scrollTop || (place + 1) * rowHeight > scroll.scrollTop + scroll.clientHeight) {
    scroll.scrollTop = place * rowHeight;
  }
  chart.scrollIntoView({block: 'nearest'});
}

function listenToAddress() {
  window.addEventListener('hashchange', obeyAddress);
  for (const link of document.querySelectorAll('#waits a')) {
    link.addEventListener('click', () => {
      if (addressTimer !== null) {
        noteNow();
      }
    });
    link.closest('tr').addEventListener('click', event => {
      if (!event.target.closest('a') && getSelection().isCollapsed) {
        link.click();
      }
    });
  }
}

/* ---- sorting ---- */

function makeSortable(table) {
  const headings = [...table.tHead.rows[0].cells];
  headings.forEach((heading, column) => {
    const button = element('button', {type: 'button', textContent: heading.textContent});
    button.addEventListener('click', () => sort(table, headings, column));
    heading.replaceChildren(button);
  });
}

/* Numbers begin with the greatest, words with the first; once more turns it round. What is equal stays as it is. */
function sort(table, headings, column) {
  const first = headings[column].classList.contains('number') ? 'descending' : 'ascending';
  const other = first === 'descending' ? 'ascending' : 'descending';
  const direction = headings[column].getAttribute('aria-sort') === first ? other : first;
  const sign = direction === 'ascending' ? 1 : -1;
  const body = table.tBodies[0];
  const value = row => row.cells[column].dataset.value;
  const compare = (a, b) => value(a) === undefined || value(b) === undefined
    ? a.cells[column].textContent.localeCompare(b.cells[column].textContent, 'en', {numeric: true})
    : value(a) - value(b);
  headings.forEach(heading => heading.removeAttribute('aria-sort'));
  headings[column].setAttribute('aria-sort', direction);
  body.append(...[...body.rows].sort((a, b) => sign * compare(a, b)));
}
