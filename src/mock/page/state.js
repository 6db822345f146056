// What the handlers remember, contract by contract, as JSON that can be edited and saved.
import { ask, read, replace } from './api.js';
import { layOutJson } from './pretty.js';
import { make, say, section, wordsOf } from './dom.js';

/** @type {Map<string, { area: HTMLTextAreaElement, shown: string, place: HTMLElement }>} */
const editors = new Map();

/** @param {() => void} afterReset */
export function setUpState(afterReset) {
  section('reset').addEventListener('click', async () => {
    const place = section('state-message');
    try {
      await ask('reset', { method: 'POST' });
      afterReset();
      await showState(true);
      say(place, 'Everything is at its beginning again');
    } catch (error) {
      say(place, `Not reset: ${wordsOf(error)}`, true);
    }
  });
}

/** Shows the state as it is now; what somebody is editing stays. @param {boolean} [isForced] */
export async function showState(isForced = false) {
  const place = section('state-message');
  try {
    /** @type {Record<string, unknown>} */
    const all = await read('state');
    if (place.classList.contains('error')) say(place, '');
    const list = section('state-list');
    for (const [id, { area }] of editors) {
      if (Object.hasOwn(all, id)) continue;
      area.closest('form')?.remove();
      editors.delete(id);
    }
    for (const [id, value] of Object.entries(all)) {
      const editor = editors.get(id) ?? makeEditor(id, list);
      const text = layOutJson(JSON.stringify(value));
      if (!isForced && editor.area.value !== editor.shown) continue;
      if (editor.area.value !== text) editor.area.value = text;
      editor.shown = editor.area.value;
      editor.area.rows = Math.min(24, Math.max(4, text.split('\n').length + 1));
    }
    if (editors.size === 0) list.replaceChildren(make('p', { class: 'empty' }, 'No contract here has state.'));
  } catch (error) {
    say(place, `The state cannot be read: ${wordsOf(error)}`, true);
  }
}

/** @param {string} id @param {HTMLElement} list */
function makeEditor(id, list) {
  if (editors.size === 0) list.replaceChildren();
  const name = `state-of-${editors.size}-${Date.now()}`;
  const area = make('textarea', { id: name, class: 'code', spellcheck: 'false', autocomplete: 'off' });
  const place = make('p', { role: 'status' });
  const editor = { area, shown: '', place };
  editors.set(id, editor);
  list.append(
    make(
      'form',
      {
        submit: (event) => {
          event.preventDefault();
          void save(id);
        },
      },
      make('label', { for: name }, `State of ${id}`),
      area,
      make(
        'div',
        { class: 'line' },
        make('button', { type: 'submit', class: 'main' }, 'Save'),
        make('button', { type: 'button', click: () => void discard(id) }, 'Discard edits'),
      ),
      place,
    ),
  );
  return editor;
}

/** @param {string} id */
async function discard(id) {
  const editor = editors.get(id);
  if (!editor) return;
  editor.area.value = editor.shown;
  say(editor.place, '');
  await showState();
}

/** @param {string} id */
async function save(id) {
  const editor = editors.get(id);
  if (!editor) return;
  const { area, place } = editor;
  try {
    let value;
    try {
      value = JSON.parse(area.value);
    } catch (error) {
      throw new Error(`this is no JSON (${wordsOf(error)})`, { cause: error });
    }
    // Only this one: a state that is not named stays as it is.
    await replace('state', { [id]: value });
    editor.shown = area.value;
    await showState();
    say(place, 'Saved');
  } catch (error) {
    say(place, `Not saved: ${wordsOf(error)}`, true);
  }
}
