// One exchange of the journal, opened: what is wrong and where the contract says so, then both messages.
import { make, makeText } from './dom.js';
import { makeBody, makeFields } from './answer.js';
import { openAttempt } from './attempt.js';
/** @import { Entry, JournalFinding, Message } from './api.js' */

/** @param {Entry} entry */
export function makeEntry(entry) {
  const { request, response, operation, reason, fault, findings } = entry;
  const facts = [
    ...(operation ? [fact('Operation', `${operation.id}, ${operation.method} ${operation.path} of ${operation.contract}`)] : []),
    ...(reason ? [fact('Reason', reason)] : []),
    ...(fault ? [fact('On purpose', fault)] : []),
  ];
  return make(
    'div',
    { class: 'entry' },
    ...(facts.length > 0 ? [make('dl', { class: 'fields' }, ...facts.flat())] : []),
    ...(findings.length > 0 ? [make('h3', {}, 'Findings'), make('ul', { class: 'findings' }, ...findings.map(makeFinding))] : []),
    make(
      'div',
      { class: 'messages' },
      makeMessage('Request', `${request.method} ${request.target}`, request),
      makeMessage('Response', String(response.status), response),
    ),
    make('button', { type: 'button', click: () => repeat(entry) }, 'Open in “Try it”'),
  );
}

/** @param {string} name @param {string} value */
const fact = (name, value) => [make('dt', {}, name), make('dd', {}, value)];

/** @param {JournalFinding} finding */
function makeFinding({ rule, severity, message, side, pointer, contract, fix }) {
  return make(
    'li',
    { 'data-severity': severity },
    make('p', {}, make('strong', {}, severity), ' ', message),
    make(
      'dl',
      { class: 'fields' },
      ...fact('Rule', rule),
      ...fact('Seen in', `${side}${pointer ? ` ${pointer}` : ''}`),
      ...(contract ? fact('Contract', contract) : []),
      ...fact('Fix', fix),
    ),
  );
}

/** @param {string} name @param {string} start @param {Message} message */
function makeMessage(name, start, { fields, body, bodySize }) {
  const mediaType = fields.find(([field]) => field.toLowerCase() === 'content-type')?.[1] ?? '';
  return make(
    'section',
    { 'aria-label': name },
    make('h3', {}, name),
    start.length > 300 ? makeText(start, `${name} line`) : make('p', { class: 'code start' }, start),
    makeFields(fields),
    make('h4', {}, `${name} body`),
    makeBody(body, bodySize, mediaType, `${name} body`),
  );
}

const ofTheConnection = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'user-agent', 'accept-encoding']);

/** @param {Entry} entry */
function repeat({ request }) {
  openAttempt({
    title: `${request.method} ${request.target}`,
    method: request.method,
    url: request.target,
    fields: request.fields.filter(([name]) => !ofTheConnection.has(name.toLowerCase())),
    ...(request.body !== undefined && { body: request.body }),
  });
}
