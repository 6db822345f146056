// One problem of the list: a line to open, and behind it both places with their code, what to do, the rule, and where it was seen.
import { view } from './data.js';
import { breakable, count, make, number, prose, section } from './dom.js';
import { badge } from './summary.js';

/** @import { FrameView, PlaceView, ProblemView } from '../view.ts' */

/** What is inside is made when it is opened. @param {ProblemView} problem */
export function makeProblem(problem) {
  const { severity, rule, about, message, times, accepted } = problem;
  const details = make(
    'details',
    { class: 'problem', 'data-severity': severity, 'data-fingerprint': problem.fingerprint, toggle: () => openProblem(details, problem) },
    make(
      'summary',
      {},
      badge(severity),
      accepted === undefined ? undefined : make('span', { class: 'badge', 'data-state': 'unproved' }, 'accepted'),
      make('span', { class: 'code rule' }, rule),
      make('span', { class: 'about' }, about),
      times === '' ? undefined : make('b', { class: 'times' }, times),
      make('span', { class: 'message' }, ...prose(message)),
    ),
  );
  return make('li', {}, details);
}

/** @param {HTMLDetailsElement} details @param {ProblemView} problem */
export function openProblem(details, problem) {
  if (!details.open || details.childElementCount > 1) return;
  const { seen, said, related, fix, accepted, exchanges, moreExchanges, rule, fingerprint } = problem;
  details.append(
    make(
      'div',
      { class: 'problem-body' },
      make(
        'div',
        { class: 'places' },
        seen ? makePlace('Seen', seen, [seen.label, seen.pointer].filter(Boolean).join('  ')) : undefined,
        said ? makePlace('The contract says', said, `#${said.pointer}`) : undefined,
      ),
      related.length > 0
        ? make(
            'ul',
            { class: 'related' },
            ...related.map((other) =>
              make('li', {}, ...prose(other.message), ' ', make('span', { class: 'code quiet' }, ...breakable(other.place))),
            ),
          )
        : undefined,
      accepted === undefined ? undefined : make('p', {}, make('b', {}, 'Accepted '), ...prose(accepted)),
      fix === '' ? undefined : make('p', {}, make('b', {}, 'What to do: '), ...prose(`${fix}.`)),
      makeHelp(rule),
      exchanges.length > 1 || moreExchanges > 0 ? makeExchanges(exchanges, moreExchanges) : undefined,
      make('p', { class: 'quiet' }, 'fingerprint ', make('code', {}, fingerprint)),
    ),
  );
}

/** @param {string} rule */
function makeHelp(rule) {
  const known = view.rules[rule];
  if (!known) return undefined;
  const link = make('a', { href: `#rule-${rule}`, click: () => section(`rule-${rule}`).focus() }, 'about this rule');
  return make('p', { class: 'quiet' }, ...prose(`${known.title}. ${known.why} `), link);
}

/** @param {ProblemView['exchanges']} exchanges @param {number} more */
function makeExchanges(exchanges, more) {
  const byFile = Map.groupBy(exchanges, ([file]) => file);
  return make(
    'details',
    { class: 'exchanges' },
    make('summary', {}, `Seen in ${count(exchanges.length + more, 'exchange')}`),
    make(
      'ul',
      {},
      ...[...byFile].map(([file, those]) =>
        make(
          'li',
          {},
          make('span', { class: 'code' }, ...breakable(view.evidence[file]?.uri ?? '')),
          ` ${those.map(([, name]) => name).join(', ')}`,
        ),
      ),
    ),
    more > 0 ? make('p', {}, `and ${number(more)} more`) : undefined,
  );
}

/** @param {string} title @param {PlaceView} place @param {string} detail */
const makePlace = (title, { place, frame }, detail) =>
  make(
    'figure',
    {},
    make(
      'figcaption',
      {},
      make('b', {}, title),
      ' ',
      make('span', { class: 'code' }, ...breakable(place)),
      make('span', { class: 'code quiet block' }, ...breakable(detail)),
    ),
    frame ? makeFrame(frame, title) : undefined,
  );

/** @param {FrameView} frame @param {string} title */
function makeFrame({ line, above, before, marked, after, below }, title) {
  /** @param {number} at @param {(Node | string)[]} text */
  const row = (at, text) =>
    make('span', { class: 'code-line' }, make('span', { class: 'gutter', 'aria-hidden': true }, String(at)), make('span', {}, ...text));
  return make(
    'pre',
    { tabindex: 0, role: 'region', 'aria-label': `${title}, line ${line}` },
    ...above.map((text, at) => row(line - above.length + at, [text])),
    row(line, [before, make('mark', {}, marked), after]),
    ...below.map((text, at) => row(line + 1 + at, [text])),
  );
}
