// The list of problems: filters, search, and as much of it in the document as somebody looks at.
import { view } from './data.js';
import { count, find, make, number, section } from './dom.js';
import { makeProblem, openProblem } from './problem.js';

/** @import { ProblemView } from '../view.ts' */

const batch = 50;
/** Beyond this paper helps nobody. */
const mostOnPaper = 500;

const list = section('findings-list');
const more = find('more', HTMLButtonElement);
const search = find('search', HTMLInputElement);

/**
 * A select, and what of a problem it looks at.
 * @type {readonly { name: string, all: string, of: (problem: ProblemView) => readonly string[], show?: (value: string) => string }[]}
 */
const filters = [
  { name: 'severity', all: 'All', of: ({ severity }) => [severity] },
  { name: 'rule', all: 'All', of: ({ rule }) => [rule] },
  { name: 'contract', all: 'All', of: ({ contract }) => (contract === '' ? [] : [contract]) },
  { name: 'operation', all: 'All', of: ({ operation }) => (operation === '' ? [] : [operation]) },
  { name: 'file', all: 'All', of: ({ files }) => files.map(String), show: (value) => view.evidence[Number(value)]?.uri ?? value },
  { name: 'accepted', all: 'Left out', of: () => [] },
];
/** @param {string} name */
const selectOf = (name) => find(`filter-${name}`, HTMLSelectElement);

/** @type {ProblemView[]} */
let shown = [];
let rendered = 0;

export function showFindings() {
  for (const { name, all, of, show = (/** @type {string} */ value) => value } of filters) {
    const values = [...new Set(view.problems.flatMap(of))];
    if (name !== 'severity') values.sort((a, b) => (show(a) < show(b) ? -1 : 1));
    selectOf(name).append(make('option', { value: '' }, all), ...values.map((value) => make('option', { value }, show(value))));
  }
  const accepted = selectOf('accepted');
  accepted.append(make('option', { value: 'all' }, 'Shown too'), make('option', { value: 'only' }, 'Only these'));
  section('filters').addEventListener('input', () => update());
  section('filters').addEventListener('submit', (event) => event.preventDefault());
  find('clear', HTMLButtonElement).addEventListener('click', () => {
    clearFilters();
    search.focus();
  });
  more.addEventListener('click', () => {
    const before = rendered;
    render();
    summaryAt(before)?.focus();
  });
  // Whoever scrolls to the end gets the next ones without asking.
  new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && !more.hidden && render(), {
    rootMargin: '400px',
  }).observe(more);
  update();
}

export function clearFilters() {
  search.value = '';
  for (const { name } of filters) selectOf(name).value = '';
  update();
}

/** @param {string} operation @param {string} contract */
export function filterByOperation(operation, contract) {
  clearFilters();
  selectOf('contract').value = contract;
  selectOf('operation').value = operation;
  update();
  section('findings').scrollIntoView();
  section('findings').focus({ preventScroll: true });
}

/** @type {WeakMap<ProblemView, string>} */
const texts = new WeakMap();

/** @param {ProblemView} problem */
function textOf(problem) {
  let text = texts.get(problem);
  if (text === undefined) {
    const { rule, about, message, fix, operation, contract, seen, said, files, exchanges, fingerprint } = problem;
    const words = [rule, about, message, fix, operation, contract, fingerprint, seen?.place, seen?.pointer, said?.place, said?.pointer];
    text = [...words, ...files.map((file) => view.evidence[file]?.uri), ...exchanges.map(([, name]) => name)].join('\n').toLowerCase();
    texts.set(problem, text);
  }
  return text;
}

function update() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  const wanted = filters.map(({ name, of }) => ({ of, value: selectOf(name).value, name })).filter(({ value }) => value !== '');
  const accepted = selectOf('accepted').value;
  shown = view.problems.filter(
    (problem) =>
      (problem.accepted === undefined ? accepted !== 'only' : accepted !== '') &&
      wanted.every(({ of, value, name }) => name === 'accepted' || of(problem).includes(value)) &&
      words.every((word) => textOf(problem).includes(word)),
  );
  list.replaceChildren();
  rendered = 0;
  render();
  const all = view.problems.filter((problem) => problem.accepted === undefined || accepted !== '').length;
  const hidden = view.hidden > 0 ? `; ${number(view.hidden)} more are in the json report only` : '';
  section('findings-count').textContent =
    view.problems.length === 0
      ? 'No findings'
      : shown.length === all
        ? `${count(all, 'problem')}${hidden}`
        : `${number(shown.length)} of ${count(all, 'problem')}${hidden}`;
}

function render() {
  list.append(...shown.slice(rendered, rendered + batch).map(makeProblem));
  rendered = Math.min(shown.length, rendered + batch);
  more.hidden = rendered >= shown.length;
  more.textContent = `Show more (${number(shown.length - rendered)} left)`;
}

/** @param {number} at */
const summaryAt = (at) => {
  const summary = list.children[at]?.querySelector('summary');
  return summary instanceof HTMLElement ? summary : undefined;
};

/** The next problem, or the one before. @param {1 | -1} step */
export function move(step) {
  const current = [...list.children].findIndex((item) => item.contains(document.activeElement));
  const next = current < 0 ? (step > 0 ? 0 : -1) : current + step;
  if (next >= rendered && rendered < shown.length) render();
  summaryAt(next)?.focus();
}

/** Everything open, for paper. @returns {() => void} puts it back as it was */
export function openFindings() {
  const before = rendered;
  while (rendered < Math.min(shown.length, mostOnPaper)) render();
  /** @type {HTMLDetailsElement[]} */
  const opened = [];
  for (const [at, item] of [...list.children].entries()) {
    const details = item.querySelector('details');
    const problem = shown[at];
    if (!details || !problem || details.open) continue;
    details.open = true;
    openProblem(details, problem);
    opened.push(details);
  }
  const rest = shown.length - rendered;
  const note = rest > 0 ? make('li', {}, `and ${count(rest, 'more problem')}, not on paper`) : undefined;
  if (note) list.append(note);
  return () => {
    note?.remove();
    for (const details of opened) details.open = false;
    while (rendered > Math.max(before, batch)) list.children[--rendered]?.remove();
    more.hidden = rendered >= shown.length;
  };
}
