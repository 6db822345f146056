// The list of operations, by contract, with a filter.
import { find, make, section, settle, shorten } from './dom.js';
/** @import { OfferedOperation } from './api.js' */

const most = 500;

/** @param {string} method */
export const makeMethod = (method) => make('span', { class: 'method', 'data-method': method }, method);

/** @param {(operation: OfferedOperation) => void} choose @returns {(operations: OfferedOperation[]) => void} shows other operations */
export function listOperations(choose) {
  const filter = find('operations-filter', HTMLInputElement);
  const list = section('operations-list');
  /** @type {OfferedOperation[]} */
  let operations = [];

  const show = () => {
    const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = operations.filter((operation) => {
      const text = `${operation.method} ${operation.path} ${operation.id} ${operation.summary ?? ''} ${operation.contract}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
    section('operations-count').textContent =
      found.length === operations.length ? String(operations.length) : `${found.length} of ${operations.length}`;
    const groups = Map.groupBy(found.slice(0, most), ({ contract }) => contract);
    list.replaceChildren(
      ...[...groups].flatMap(([contract, members]) => [
        make('h3', {}, contract),
        make('ul', {}, ...members.map((operation) => make('li', {}, makeButton(operation, choose)))),
      ]),
      ...(found.length > most ? [make('p', { class: 'quiet' }, `${found.length - most} more; filter to see them`)] : []),
      ...(found.length === 0
        ? [make('p', { class: 'empty' }, operations.length === 0 ? 'No operation' : 'No operation fits the filter')]
        : []),
    );
  };
  filter.addEventListener('input', settle(show, 80));
  return (others) => {
    operations = others;
    show();
  };
}

/** @param {OfferedOperation} operation @param {(operation: OfferedOperation) => void} choose */
function makeButton(operation, choose) {
  return make(
    'button',
    { type: 'button', class: 'operation', click: () => choose(operation) },
    makeMethod(operation.method),
    make('span', { class: 'path' }, shorten(operation.path, 200)),
    make('span', { class: 'quiet' }, shorten(operation.summary ?? operation.id, 120)),
  );
}
