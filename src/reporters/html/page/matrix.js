// The picture of the evidence: a row per operation and status, a column per kind of evidence, and below each row its fields.
import { stateNames, stateSigns, view } from './data.js';
import { breakable, count, make, number, section } from './dom.js';
import { mark, showFields } from './fields.js';

/** @import { Cell, OperationView, RowView, Share } from '../view.ts' */

/** @param {(operation: string, contract: string) => void} onContradicted somebody wants the findings of an operation */
export function showMatrix(onContradicted) {
  section('legend').append(
    ...Object.entries(stateNames).map(([state, name]) =>
      make('li', {}, make('span', { class: 'sign', 'data-state': state, 'aria-hidden': true }, stateSigns[state]), ` ${name}`),
    ),
  );
  const place = section('matrix-tables');
  for (const { id, operations, unseen } of view.matrix.contracts) {
    const isWithShares = operations.some(({ share }) => share !== undefined);
    const heads = ['operation', ...view.matrix.columns, ...(isWithShares ? ['fields'] : [])];
    const body = make('tbody');
    const table = make(
      'table',
      { class: 'matrix' },
      make('caption', {}, make('b', {}, id), ` · ${summarise(operations, unseen)}`),
      make('thead', {}, make('tr', {}, ...heads.map((head, at) => make('th', { scope: 'col', ...(at > 0 && { class: 'n' }) }, head)))),
      body,
    );
    operations.forEach((operation, at) => body.append(...rowsOf(id, operation, at, heads.length, isWithShares, onContradicted)));
    if (unseen > 0)
      body.append(
        make(
          'tr',
          { class: 'unseen-row' },
          make('td', { colspan: heads.length }, mark('unproved'), ` ${count(unseen, 'operation')} no evidence touched`),
        ),
      );
    place.append(make('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': `What the evidence shows of ${id}` }, table));
  }
  if (view.matrix.contracts.length === 0) place.append(make('p', { class: 'quiet' }, 'No contract was loaded.'));
}

/** @param {readonly OperationView[]} operations @param {number} unseen */
function summarise(operations, unseen) {
  /** @param {...string} states */
  const having = (...states) => operations.filter(({ state }) => states.includes(state)).length;
  const all = operations.length + unseen;
  const wrong = having('contradicted', 'disputed');
  const never = having('unproved') + unseen;
  return [
    `${number(all - never)} of ${count(all, 'operation')} seen`,
    ...(wrong > 0 ? [`${number(wrong)} contradicted`] : []),
    ...(never > 0 ? [`${number(never)} never seen`] : []),
  ].join(' · ');
}

/**
 * @param {string} contract @param {OperationView} operation @param {number} at @param {number} columns @param {boolean} isWithShares
 * @param {(operation: string, contract: string) => void} onContradicted
 */
function rowsOf(contract, operation, at, columns, isWithShares, onContradicted) {
  const { id, method, path, state, cells, share, rows } = operation;
  const key = `matrix-${contract}-${at}`;
  /** @type {HTMLTableRowElement[]} */
  const inner = rows.flatMap((row) => detailRows(row, columns, isWithShares));
  for (const [index, row] of inner.entries()) {
    row.hidden = true;
    row.id = `${key}-${index}`;
  }
  const toggle = make(
    'button',
    {
      type: 'button',
      class: 'operation',
      'aria-expanded': 'false',
      'aria-controls': inner.map((row) => row.id).join(' '),
      click: () => {
        const isOpen = toggle.getAttribute('aria-expanded') !== 'true';
        toggle.setAttribute('aria-expanded', String(isOpen));
        for (const row of inner) row.hidden = !isOpen || (row.classList.contains('fields') && row.dataset['open'] !== 'true');
      },
    },
    mark(state),
    make('span', { class: 'method', 'data-method': method }, method),
    make('span', { class: 'path' }, ...breakable(path)),
    make('span', { class: 'quiet' }, id),
  );
  const isWrong = state === 'contradicted' || state === 'disputed';
  const head = make('th', { scope: 'row' }, toggle);
  if (isWrong)
    head.append(
      make(
        'button',
        { type: 'button', class: 'link jump', click: () => onContradicted(id, contract) },
        'findings',
        make('span', { class: 'unseen' }, ` of ${method} ${path}`),
      ),
    );
  return [
    make(
      'tr',
      { class: 'operation-row' },
      head,
      ...cells.map(showCell),
      ...(isWithShares ? [make('td', { class: 'n' }, showShare(share))] : []),
    ),
    ...inner,
  ];
}

/** A status, and the row with its fields, which is closed. @param {RowView} row @param {number} columns @param {boolean} isWithShares */
function detailRows({ name, state, cells, share, fields }, columns, isWithShares) {
  const title = [mark(state), ' ', make('span', { class: 'code' }, /^\d/.test(name) ? `→ ${name}` : name)];
  const list = make('tr', { class: 'fields' });
  let isBuilt = false;
  const build = () => {
    if (isBuilt) return;
    isBuilt = true;
    list.append(make('td', { colspan: columns }, showFields(fields)));
  };
  list.addEventListener('build', build);
  const head =
    fields.length === 0
      ? make('th', { scope: 'row', class: 'status-head' }, ...title)
      : make(
          'th',
          { scope: 'row', class: 'status-head' },
          make(
            'button',
            {
              type: 'button',
              class: 'link',
              'aria-expanded': 'false',
              click: (event) => {
                build();
                const isOpen = list.dataset['open'] !== 'true';
                list.dataset['open'] = String(isOpen);
                list.hidden = !isOpen;
                if (event.currentTarget instanceof Element) event.currentTarget.setAttribute('aria-expanded', String(isOpen));
              },
            },
            ...title,
            ` ${count(fields.length, 'field')}`,
          ),
        );
  const row = make(
    'tr',
    { class: 'status-row' },
    head,
    ...cells.map(showCell),
    ...(isWithShares ? [make('td', { class: 'n' }, showShare(share))] : []),
  );
  return fields.length === 0 ? [row] : [row, list];
}

/** @param {Cell} cell */
function showCell([proved, contradicted, unchecked]) {
  const parts = [
    ...(proved > 0 ? [count2('proved', proved)] : []),
    ...(contradicted > 0 ? [count2('contradicted', contradicted)] : []),
    ...(unchecked > 0 ? [count2('unchecked', unchecked)] : []),
  ];
  const state =
    contradicted > 0 ? (proved > 0 ? 'disputed' : 'contradicted') : proved > 0 ? 'proved' : unchecked > 0 ? 'unchecked' : 'unproved';
  return make('td', { class: 'n cell', 'data-state': state }, ...(parts.length > 0 ? parts : [mark('unproved')]));
}

/** @param {string} state @param {number} n */
const count2 = (state, n) =>
  make(
    'span',
    { class: 'tally', 'data-state': state },
    make('span', { 'aria-hidden': true }, `${stateSigns[state]} `),
    number(n),
    make('span', { class: 'unseen' }, ` ${stateNames[state]} `),
  );

/** @param {Share | undefined} share */
function showShare(share) {
  if (!share) return '';
  const { promised, proved, contradicted } = share;
  const bar = make('span', { class: 'bar', 'aria-hidden': true });
  for (const [state, n] of /** @type {const} */ ([
    ['proved', proved],
    ['contradicted', contradicted],
  ])) {
    const part = make('span', { 'data-state': state });
    part.style.width = `${(100 * n) / promised}%`;
    bar.append(part);
  }
  return make(
    'span',
    { class: 'share' },
    `${number(proved)} of ${number(promised)}`,
    make('span', { class: 'unseen' }, ` fields proved, ${number(contradicted)} contradicted`),
    bar,
  );
}

/** Opens every row, for paper. @returns {() => void} closes them as they were */
export function openMatrix() {
  /** @type {HTMLElement[]} */
  const opened = [];
  for (const row of section('matrix').querySelectorAll('tr')) {
    if (row.classList.contains('fields')) continue;
    if (row.hidden) {
      row.hidden = false;
      opened.push(row);
    }
  }
  return () => {
    for (const row of opened) row.hidden = true;
  };
}
