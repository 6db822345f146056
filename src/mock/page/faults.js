// Faults on purpose: a table of operation and fault text, edited in place.
import { ask, read, replace } from './api.js';
import { make, say, section, wordsOf } from './dom.js';

/** @type {readonly string[]} */
let operations = [];

/** @param {readonly string[]} ids */
export function offerFaults(ids) {
  operations = ids;
}

export async function showFaults() {
  try {
    show(await read('faults'));
  } catch (error) {
    say(section('faults-message'), `The faults cannot be read: ${wordsOf(error)}`, true);
  }
}

/** @param {Record<string, string>} faults */
function show(faults) {
  const items = Object.entries(faults).map(([id, text], index) => {
    const input = make('input', { id: `fault-${index}`, type: 'text', class: 'code', value: text, spellcheck: 'false' });
    const set = () => void change((all) => ({ ...all, [id]: input.value }), `Fault of ${id} set`);
    const remove = () =>
      void change((all) => Object.fromEntries(Object.entries(all).filter(([other]) => other !== id)), `Fault of ${id} removed`);
    input.addEventListener('keydown', (event) => event.key === 'Enter' && set());
    return make(
      'li',
      {},
      make('label', { for: `fault-${index}` }, id),
      make(
        'div',
        { class: 'line' },
        input,
        make('button', { type: 'button', 'aria-label': `Set the fault of ${id}`, click: set }, 'Set'),
        make('button', { type: 'button', 'aria-label': `Remove the fault of ${id}`, click: remove }, 'Remove'),
      ),
    );
  });
  section('faults-list').replaceChildren(
    items.length > 0 ? make('ul', { class: 'items' }, ...items) : make('p', { class: 'empty' }, 'Nothing goes wrong on purpose.'),
    makeAddition(Object.keys(faults)),
  );
}

/** @param {readonly string[]} taken */
function makeAddition(taken) {
  const choice = make(
    'select',
    { id: 'fault-operation' },
    ...['*', ...operations]
      .filter((id) => !taken.includes(id))
      .map((id) => make('option', { value: id }, id === '*' ? '* (every operation)' : id)),
  );
  const input = make('input', {
    id: 'fault-text',
    type: 'text',
    class: 'code',
    required: true,
    spellcheck: 'false',
    'aria-describedby': 'fault-hint',
  });
  return make(
    'form',
    {
      submit: (event) => {
        event.preventDefault();
        void change((all) => ({ ...all, [choice.value]: input.value }), `Fault of ${choice.value} set`);
      },
    },
    make('h3', {}, 'Another fault'),
    make('label', { for: 'fault-operation' }, 'Operation'),
    choice,
    make('label', { for: 'fault-text' }, 'Fault'),
    input,
    make('p', { id: 'fault-hint', class: 'quiet' }, 'For instance ', make('code', {}, 'latency=100..300 error=0.1')),
    make('div', { class: 'line' }, make('button', { type: 'submit', class: 'main' }, 'Add')),
  );
}

/** @param {(all: Record<string, string>) => Record<string, string>} edit @param {string} done */
async function change(edit, done) {
  const place = section('faults-message');
  try {
    const edited = edit(await read('faults'));
    await (Object.keys(edited).length > 0 ? replace('faults', edited) : ask('faults', { method: 'DELETE' }));
    await showFaults();
    say(place, done);
  } catch (error) {
    say(place, `Not set: ${wordsOf(error)}`, true);
  }
}
