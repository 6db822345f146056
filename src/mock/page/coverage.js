// Which operations were called, with which statuses, and which never.
import { read } from './api.js';
import { make, section, wordsOf } from './dom.js';
/** @import { Covered } from './api.js' */

const most = 500;

/** @param {(contract: string, id: string) => void} choose opens an operation */
export async function showCoverage(choose) {
  const place = section('panel-coverage');
  try {
    /** @type {{ operations: Covered[] }} */
    const { operations } = await read('coverage');
    const called = operations.filter(({ requests }) => requests > 0);
    const never = operations.filter(({ requests }) => requests === 0);
    place.replaceChildren(
      make('p', {}, `${called.length} of ${operations.length} operations were called.`),
      ...(never.length > 0 ? [make('h3', {}, `Never called (${never.length})`), makeNever(never.slice(0, most), choose)] : []),
      ...(called.length > 0 ? [make('h3', {}, `Called (${called.length})`), makeCalled(called.slice(0, most))] : []),
    );
  } catch (error) {
    place.replaceChildren(make('p', { class: 'error', role: 'alert' }, `The coverage cannot be read: ${wordsOf(error)}`));
  }
}

/** @param {readonly Covered[]} operations @param {(contract: string, id: string) => void} choose */
function makeNever(operations, choose) {
  return make(
    'ul',
    { class: 'plain' },
    ...operations.map(({ contract, id }) =>
      make(
        'li',
        {},
        make('button', { type: 'button', class: 'link', click: () => choose(contract, id) }, id),
        ' ',
        make('span', { class: 'quiet' }, contract),
      ),
    ),
  );
}

/** @param {readonly Covered[]} operations */
function makeCalled(operations) {
  const items = operations.map(({ contract, id, requests, statuses, violations }) => {
    const shown = Object.entries(statuses).map(([status, times]) => `${status} × ${times}`);
    return make(
      'li',
      {},
      make('b', {}, id),
      ' ',
      make('span', { class: 'quiet' }, contract),
      make('p', { class: 'quiet' }, `${requests} ${requests === 1 ? 'request' : 'requests'}: ${shown.join(', ')}`),
      ...(violations > 0 ? [make('p', { class: 'error' }, `${violations} against the contract`)] : []),
    );
  });
  return make('ul', { class: 'items' }, ...items);
}
