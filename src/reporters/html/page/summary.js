// The parts of the page that only tell: verdict, counts, contracts, reasons, remarks, evidence, what was not judged, rules.
import { view } from './data.js';
import { breakable, count, find, make, number, prose, section } from './dom.js';

/** @type {readonly (readonly [word: string, state: string])[]} */
const verdicts = [
  ['Conforms', 'proved'],
  ['Fails', 'contradicted'],
  ['Could not check', 'unchecked'],
];

export function showSummary() {
  const [word, state] = verdicts[view.exitCode];
  document.title = `${word} – Truce report`;
  const verdict = section('verdict');
  verdict.textContent = view.exitCode === 0 && !view.conclusion.startsWith('Conforms') ? 'Passes' : word;
  verdict.dataset['state'] = state;
  section('version').textContent = `Truce ${view.version}`;
  section('conclusion').append(...prose(`${view.conclusion}.`));
  const { error, warning, info } = view.findings;
  section('counts').append(
    ...tiles([
      [view.exchanges, 'exchange', 'exchanges', ''],
      [view.verdicts.conforms, 'conforms', 'conform', 'proved'],
      [view.verdicts.violates, 'violates', 'violate', 'contradicted'],
      [view.verdicts.unchecked, 'unchecked', 'unchecked', 'unchecked'],
      [view.verdicts.unmatched, 'unmatched', 'unmatched', 'unproved'],
      [error, 'error', 'errors', 'contradicted'],
      [warning, 'warning', 'warnings', 'unchecked'],
      [info, 'info', 'infos', 'info'],
      [view.accepted, 'accepted', 'accepted', 'unproved'],
    ]),
  );
  section('contracts').append(
    ...view.contracts.map(({ id, title, version, uri, operations }) =>
      make(
        'li',
        {},
        make('b', {}, id),
        ` ${[title === id ? '' : title, version].filter(Boolean).join(' ')} · ${count(operations, 'operation')} · `,
        make('span', { class: 'code' }, ...breakable(uri)),
      ),
    ),
  );
  showList(
    'reasons',
    view.reasons.map((reason) => make('li', {}, ...prose(reason))),
  );
  showList(
    'remarks',
    view.remarks.map(({ severity, message }) => make('li', {}, badge(severity), ' ', ...prose(message))),
  );
  showList(
    'unjudged',
    view.unjudged.map(({ verdict, reason, times, first }) =>
      make(
        'li',
        {},
        make('span', { class: 'badge', 'data-state': verdict === 'unchecked' ? 'unchecked' : 'unproved' }, verdict),
        ` ${times > 1 ? `× ${number(times)} ` : ''}`,
        ...prose(reason),
        make('span', { class: 'quiet block' }, times > 1 ? 'first ' : '', ...breakable(first)),
      ),
    ),
  );
  showFiles();
  showRules();
}

/** Those that are zero say little, and are left out. @param {[number, string, string, string][]} all */
const tiles = (all) =>
  all
    .filter(([n], at) => n > 0 || at < 2)
    .map(([n, one, many, state]) => make('li', { 'data-state': state }, make('b', {}, number(n)), ` ${n === 1 ? one : many}`));

/** @param {string} severity */
export const badge = (severity) => make('span', { class: 'badge', 'data-severity': severity }, severity);

/** @param {string} id @param {HTMLElement[]} items */
function showList(id, items) {
  section(id).hidden = items.length === 0;
  section(`${id}-list`).append(...items);
}

function showFiles() {
  const heads = ['evidence', 'kind', 'claim', 'exchanges', 'conform', 'violate', 'unmatched', 'unchecked'];
  section('files').hidden = view.evidence.length === 0;
  const { length } = view.evidence;
  find('files-table', HTMLTableElement).append(
    make('caption', { class: 'unseen' }, 'Files of evidence and the verdicts on their exchanges'),
    make('thead', {}, make('tr', {}, ...heads.map((head, at) => make('th', { scope: 'col', ...(at > 2 && { class: 'n' }) }, head)))),
    make(
      'tbody',
      {},
      ...view.evidence
        .slice(0, mostFiles)
        .map(({ uri, format, claim, exchanges, verdicts: { conforms, violates, unmatched, unchecked } }) =>
          make(
            'tr',
            {},
            make('th', { scope: 'row', class: 'code' }, ...breakable(uri)),
            make('td', {}, format),
            make('td', {}, claim),
            ...[exchanges, conforms, violates, unmatched, unchecked].map((n, at) =>
              make(
                'td',
                { class: 'n', ...(n > 0 && at > 1 && { 'data-state': at === 2 ? 'contradicted' : 'unchecked' }) },
                n === 0 ? '–' : number(n),
              ),
            ),
          ),
        ),
      ...(length > mostFiles
        ? [make('tr', {}, make('td', { colspan: heads.length }, `and ${count(length - mostFiles, 'more file')}`))]
        : []),
    ),
  );
}

const mostFiles = 1000;

function showRules() {
  const rules = Object.entries(view.rules).toSorted(([a], [b]) => (a < b ? -1 : 1));
  section('rules').hidden = rules.length === 0;
  section('rules-list').append(
    ...rules.flatMap(([id, { title, why, fix }]) => [
      make('dt', { id: `rule-${id}`, tabindex: -1 }, make('code', {}, id)),
      make(
        'dd',
        {},
        make('p', {}, ...prose(`${title}.`)),
        make('p', {}, ...prose(why)),
        make('p', {}, make('b', {}, 'What to do: '), ...prose(`${fix}.`)),
        make('p', { class: 'quiet' }, 'The whole page: ', make('code', {}, `truce explain ${id}`)),
      ),
    ]),
  );
}
