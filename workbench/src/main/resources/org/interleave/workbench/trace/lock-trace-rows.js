
/* The rows of the timeline below the lock's: tasks, in the order that was asked for, and folds of those that are alike. */

const MOST_UNFOLDED = 12;
const LEAST_FOLDED = 5;

/* Where more is more; what is equal stands in the order of submission. */
const ORDERS = {
  index: [],
  held: [HOLDING, WAITING],
  waited: [WAITING, HOLDING],
};

let tasks = [];
let lock = null;
let folds = [];
let order = 'index';
let rows = [];

/* Tasks of one role, drawn as one unless they are unfolded. */
class Fold {
  constructor(role, members) {
    this.name = `${members.length} × ${role}`;
    this.members = members;
    this.place = members[0].place;
    this.open = false;
  }

  /* Made when it is first needed. */
  get track() {
    return this.made ??= new GroupTrack(this.members);
  }
}

function makeFolds() {
  const roles = new Map(tasks.map(task => [task.role, []]));
  tasks.forEach(task => roles.get(task.role).push(task));
  folds = tasks.length <= MOST_UNFOLDED
    ? []
    : [...roles].filter(([, members]) => members.length >= LEAST_FOLDED).map(([role, members]) => new Fold(role, members));
}

/* Which rows there are now. A fold that is open has its tasks below it. */
function arrange() {
  const folded = new Set(folds.flatMap(fold => fold.members));
  const alone = tasks.filter(task => !folded.has(task));
  rows = sorted([...folds, ...alone]).flatMap(row =>
    row.open ? [row, ...sorted(row.members)] : [row]);
}

function sorted(some) {
  const sums = row => trackOf(row).all;
  return [...some].sort((a, b) =>
    ORDERS[order].reduce((found, column) => found || sums(b)[column] - sums(a)[column], 0) || a.place - b.place);
}

/* Of how many tasks a row is the sum. */
function tasksOf(row) {
  return row instanceof Fold ? row.members.length : 1;
}

function trackOf(row) {
  return row instanceof Fold ? row.track : row;
}

/* The row in which a task is, unfolded if need be. */
function rowOf(task) {
  const fold = folds.find(({members}) => members.includes(task));
  if (fold && !fold.open) {
    fold.open = true;
    rearrange();
  }
  return rows.indexOf(task);
}
