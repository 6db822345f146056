// "Try it": a form for one request that is really sent, its curl line, and the answer.
import { find, make, say, section, shorten, wordsOf } from './dom.js';
import { readAnswer, showAnswer } from './answer.js';
import { layOut } from './pretty.js';
/** @import { Field, OfferedOperation } from './api.js' */

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];
/** Fetch Standard, forbidden request-headers: the browser drops them without a word, so the page has the word. */
const forbidden =
  /^(?:accept-(?:charset|encoding)|access-control-request-.*|connection|content-length|cookie2?|date|dnt|expect|host|keep-alive|origin|referer|set-cookie|te|trailer|transfer-encoding|upgrade|via|proxy-.*|sec-.*)$/i;

const form = {
  method: find('attempt-method', HTMLSelectElement),
  url: find('attempt-url', HTMLInputElement),
  headers: find('attempt-headers', HTMLTextAreaElement),
  body: find('attempt-body', HTMLTextAreaElement),
  code: find('prefer-code', HTMLSelectElement),
  example: find('prefer-example', HTMLInputElement),
  wait: find('prefer-wait', HTMLInputElement),
  dynamic: find('prefer-dynamic', HTMLInputElement),
};
/** @type {AbortController | undefined} */
let running;

export function setUpAttempt() {
  form.method.append(...methods.map((method) => make('option', {}, method)));
  const element = find('attempt-form', HTMLFormElement);
  element.addEventListener('input', showCommand);
  element.addEventListener('submit', (event) => {
    event.preventDefault();
    void send();
  });
  element.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) element.requestSubmit();
  });
  section('attempt-stop').addEventListener('click', () => running?.abort());
  section('attempt-close').addEventListener('click', () => {
    running?.abort();
    section('attempt').hidden = true;
    document.body.dataset['attempt'] = 'closed';
    opener?.focus();
  });
  section('attempt-copy').addEventListener('click', () => void copy());
}

/** @type {HTMLElement | undefined} */
let opener;

/**
 * Opens the form filled in.
 * @param {{ title: string, summary?: string, method: string, url: string, fields: readonly Field[], body?: string, statuses?: readonly (string | number)[] }} request
 */
export function openAttempt({ title, summary, method, url, fields, body, statuses = [] }) {
  opener = document.activeElement instanceof HTMLElement ? document.activeElement : undefined;
  running?.abort();
  section('attempt').hidden = false;
  document.body.dataset['attempt'] = 'open';
  section('attempt-title').textContent = shorten(title, 200);
  section('attempt-summary').textContent = shorten(summary ?? '', 400);
  if (![...form.method.options].some(({ value }) => value === method)) form.method.append(make('option', {}, method));
  form.method.value = method;
  form.url.value = url;
  form.headers.value = fields.map(([name, value]) => `${name}: ${value}`).join('\n');
  form.headers.rows = Math.min(8, Math.max(2, fields.length + 1));
  form.body.value = body ?? '';
  form.body.rows = Math.min(12, Math.max(2, form.body.value.split('\n').length + 1));
  const codes = statuses.map(String).filter((status) => /^[2-5]\d\d$/.test(status));
  form.code.replaceChildren(make('option', { value: '' }, 'automatic'), ...codes.map((code) => make('option', {}, code)));
  for (const input of [form.example, form.wait]) input.value = '';
  form.dynamic.checked = false;
  section('attempt-answer').replaceChildren();
  showCommand();
  section('attempt').scrollIntoView({ block: 'nearest' });
  section('attempt-title').focus();
}

/** @param {OfferedOperation} operation */
export function tryOperation({ method, path, summary, id, url, headers, example, statuses }) {
  const isTyped = headers.some(([name]) => name.toLowerCase() === 'content-type');
  const fields = example && !isTyped ? [...headers, /** @type {const} */ (['Content-Type', example.mediaType])] : headers;
  // The mock names itself by one address; the page may have been opened by another, such as localhost.
  const { pathname, search } = new URL(url, location.origin);
  openAttempt({
    title: `${method} ${path}`,
    summary: summary ?? id,
    method,
    url: pathname + search,
    fields,
    statuses,
    ...(example && { body: layOut(example.body, example.mediaType) }),
  });
}

/** @returns {Field[]} Throws for a line that is no header */
function readFields() {
  /** @type {Field[]} */
  const fields = form.headers.value.split('\n').flatMap((line) => {
    if (line.trim() === '') return [];
    const colon = line.indexOf(':');
    if (colon < 1) throw new Error(`This line is no header, it has no colon: ${line}`);
    return [/** @type {Field} */ ([line.slice(0, colon).trim(), line.slice(colon + 1).trim()])];
  });
  const preferences = [
    form.code.value && `code=${form.code.value}`,
    form.example.value && `example="${form.example.value.replace(/["\\]/g, '\\$&')}"`,
    form.dynamic.checked && 'dynamic=true',
    form.wait.value && `wait=${form.wait.value}`,
  ].filter(Boolean);
  return preferences.length > 0 ? [...fields, ['Prefer', preferences.join(', ')]] : fields;
}

/** @returns {URL} Throws when the URL is none, or somebody else's */
function readUrl() {
  let url;
  try {
    url = new URL(form.url.value, location.origin);
  } catch {
    throw new Error('This is no URL; a path such as /contacts/1 is enough');
  }
  if (url.origin !== location.origin) throw new Error(`This page sends requests only to the mock itself, ${location.origin}`);
  return url;
}

async function send() {
  const place = section('attempt-answer');
  running?.abort();
  const controller = (running = new AbortController());
  section('attempt-stop').hidden = false;
  place.replaceChildren(make('p', { class: 'quiet', role: 'status' }, 'Waiting for the answer'));
  const notes = [];
  try {
    const fields = readFields();
    const { method, body } = { method: form.method.value, body: form.body.value };
    const isBodyless = method === 'GET' || method === 'HEAD';
    if (isBodyless && body !== '') notes.push(`A browser sends no body with ${method}; curl does.`);
    const dropped = fields.filter(([name]) => forbidden.test(name)).map(([name]) => name);
    if (dropped.length > 0) notes.push(`A browser does not let a page set ${dropped.join(', ')}; curl does.`);
    const begun = performance.now();
    const response = await fetch(readUrl(), {
      method,
      headers: fields.map(([name, value]) => [name, value]),
      ...(!isBodyless && body !== '' && { body }),
      // A redirect is an answer like any other, and may lead away from here.
      redirect: 'manual',
      cache: 'no-store',
      signal: controller.signal,
    });
    const answer = await readAnswer(response);
    if (running === controller) showAnswer(place, answer, performance.now() - begun, notes);
  } catch (error) {
    if (running !== controller) return;
    const problem = make('p', { role: 'alert' });
    say(problem, controller.signal.aborted ? 'Stopped' : `Not sent or not answered: ${wordsOf(error)}`, !controller.signal.aborted);
    place.replaceChildren(problem, ...notes.map((note) => make('p', { class: 'quiet' }, note)));
  } finally {
    if (running === controller) {
      section('attempt-stop').hidden = true;
      running = undefined;
    }
  }
}

/** @param {string} text */
const quoteShell = (text) => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`);

function showCommand() {
  const place = section('attempt-command');
  try {
    const method = form.method.value;
    const parts = [`curl -i ${method === 'HEAD' ? '--head' : `-X ${quoteShell(method)}`} ${quoteShell(readUrl().href)}`];
    for (const [name, value] of readFields()) parts.push(`-H ${quoteShell(`${name}: ${value}`)}`);
    if (form.body.value !== '') parts.push(`--data-binary ${quoteShell(form.body.value)}`);
    place.textContent = parts.join(' \\\n  ');
  } catch (error) {
    place.textContent = wordsOf(error);
  }
}

async function copy() {
  const button = section('attempt-copy');
  try {
    await navigator.clipboard.writeText(section('attempt-command').textContent ?? '');
    button.textContent = 'Copied';
  } catch {
    // No clipboard over plain HTTP from another machine: what is selected can still be copied by hand.
    getSelection()?.selectAllChildren(section('attempt-command'));
    button.textContent = 'Selected; copy with the keyboard';
  }
  setTimeout(() => (button.textContent = 'Copy'), 2500);
}
