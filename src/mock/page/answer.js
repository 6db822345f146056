// An answer to a request of the page: status, what was wrong with the request, headers, body.
import { make, makeText, showSize } from './dom.js';
import { layOut } from './pretty.js';
/** @import { Field } from './api.js' */

/** @typedef {{ status: number, reason: string, fields: Field[], text?: string, size: number, isHidden: boolean }} Answer */

/** @param {Response} response @returns {Promise<Answer>} */
export async function readAnswer(response) {
  const bytes = new Uint8Array(await response.arrayBuffer());
  const text = decode(bytes, response.headers.get('content-type') ?? '');
  return {
    status: response.status,
    reason: response.statusText,
    fields: [...response.headers].map(([name, value]) => /** @type {const} */ ([name, value])),
    size: bytes.length,
    isHidden: response.type === 'opaqueredirect',
    ...(text !== undefined && { text }),
  };
}

/** @param {Uint8Array} bytes @param {string} contentType @returns {string | undefined} nothing for bytes that are no text */
function decode(bytes, contentType) {
  const charset = /;\s*charset="?([\w-]+)/i.exec(contentType)?.[1] ?? 'utf-8';
  try {
    const text = new TextDecoder(charset, { fatal: true }).decode(bytes);
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}

/** @param {HTMLElement} place @param {Answer} answer @param {number} ms @param {readonly string[]} notes */
export function showAnswer(place, answer, ms, notes) {
  const { status, reason, fields, text, size } = answer;
  const told = notes.map((note) => make('p', { class: 'quiet' }, note));
  if (answer.isHidden) {
    const words = 'The mock answered with a redirect, which a browser does not show to a page; the journal has it.';
    place.replaceChildren(make('p', { role: 'status' }, words), ...told);
    return;
  }
  const mediaType = valueOf(fields, 'content-type') ?? '';
  place.replaceChildren(
    make(
      'p',
      { role: 'status', class: 'line' },
      makeStatus(status),
      make('span', {}, reason),
      make('span', { class: 'quiet' }, `${Math.round(ms)} ms, ${showSize(size)}`),
    ),
    ...told,
    ...showFindings('What is wrong with the request', valueOf(fields, 'truce-findings')),
    ...showFindings('What is wrong with this answer', valueOf(fields, 'truce-answer-findings')),
    make('h3', {}, 'Response headers'),
    makeFields(fields),
    make('h3', {}, 'Response body'),
    makeBody(text, size, mediaType, 'Response body'),
  );
}

/** @param {number} status */
export const makeStatus = (status) => make('span', { class: 'status', 'data-class': `${Math.floor(status / 100)}` }, String(status));

/** @param {readonly Field[]} fields */
export function makeFields(fields) {
  if (fields.length === 0) return make('p', { class: 'quiet' }, 'None');
  const shown = fields.slice(0, 100);
  return make(
    'dl',
    { class: 'fields' },
    ...shown.flatMap(([name, value]) => [make('dt', {}, name), make('dd', {}, value.length > 2000 ? `${value.slice(0, 2000)}…` : value)]),
    ...(fields.length > shown.length ? [make('dt', {}, '…'), make('dd', {}, `${fields.length - shown.length} more`)] : []),
  );
}

/** @param {string | undefined} text @param {number} size bytes @param {string} mediaType @param {string} name */
export function makeBody(text, size, mediaType, name) {
  if (size === 0 && !text) return make('p', { class: 'quiet' }, 'None');
  if (text === undefined) return make('p', { class: 'quiet' }, `${showSize(size)} that cannot be shown as text`);
  const shown = makeText(layOut(text, mediaType), name);
  if (!text.isWellFormed() || new TextEncoder().encode(text).length >= size) return shown;
  return make('div', {}, shown, make('p', { class: 'quiet' }, `The journal keeps the beginning; the whole has ${showSize(size)}.`));
}

/** @param {readonly Field[]} fields @param {string} wanted in lower case, as the browser hands names out */
const valueOf = (fields, wanted) => fields.find(([name]) => name === wanted)?.[1];

/** A header field such as `Truce-Findings`: JSON, an array of rule and message. @param {string} title @param {string | undefined} field */
function showFindings(title, field) {
  if (field === undefined) return [];
  let items = [make('li', {}, field)];
  try {
    /** @type {unknown} */
    const findings = JSON.parse(field);
    if (Array.isArray(findings))
      items = findings.map((finding) =>
        make('li', {}, make('span', {}, String(finding?.message ?? '')), ' ', make('code', {}, String(finding?.rule ?? ''))),
      );
  } catch {
    // A handler may write its own; then the field is shown as it is.
  }
  return [make('h3', {}, title), make('ul', { class: 'findings' }, ...items)];
}
