// The fields of one message in the picture of the evidence: what was seen of each, and the sign of a state.
import { stateNames, stateSigns, view } from './data.js';
import { breakable, count, make, number } from './dom.js';

/** @import { FieldView } from '../view.ts' */

/** @param {string} state */
export const mark = (state) =>
  make(
    'span',
    { class: 'sign', 'data-state': state },
    make('span', { 'aria-hidden': true }, stateSigns[state]),
    make('span', { class: 'unseen' }, stateNames[state]),
  );

const mostFields = 200;
const isWrong = (/** @type {FieldView} */ { state }) => state === 'contradicted' || state === 'disputed';

/** What was seen otherwise comes first, and of a great many the rest waits. @param {readonly FieldView[]} fields */
export function showFields(fields) {
  const sorted = [...fields.filter(isWrong), ...fields.filter((field) => !isWrong(field))];
  const list = make('ul', { class: 'field-list' }, ...sorted.slice(0, mostFields).map(showField));
  if (sorted.length <= mostFields) return list;
  const button = make(
    'button',
    {
      type: 'button',
      click: () => {
        list.append(...sorted.slice(mostFields).map(showField));
        button.remove();
      },
    },
    `Show all ${count(sorted.length, 'field')}`,
  );
  return make('div', {}, list, button);
}

/** @param {FieldView} field */
function showField({ name, state, required, missing, cells }) {
  const seen = cells.flatMap(([proved, contradicted], at) =>
    proved + contradicted > 0
      ? [`${view.matrix.columns[at]} ${number(proved)}${contradicted > 0 ? ` and ${number(contradicted)} otherwise` : ''}`]
      : [],
  );
  const notes = [
    ...(required ? ['required'] : []),
    ...seen,
    ...(missing.length > 0 && state !== 'unproved' ? [`never ${missing.slice(0, 10).join(', ')}`] : []),
  ];
  return make(
    'li',
    {},
    mark(state),
    ' ',
    make('span', { class: 'code' }, ...breakable(name)),
    make('span', { class: 'quiet' }, notes.length > 0 ? ` ${notes.join(' · ')}` : ''),
  );
}
