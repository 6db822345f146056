// The live journal: the newest requests first, a bounded number of rows, filters, and a quiet word for screen readers.
import { ask } from './api.js';
import { find, make, say, section, settle, shorten, wordsOf } from './dom.js';
import { makeStatus } from './answer.js';
import { makeEntry } from './entry.js';
import { makeMethod } from './operations.js';
/** @import { Entry } from './api.js' */

const most = 500;
/** Characters of bodies kept in the page; older ones are let go and stay in the mock's own journal. */
const mostText = 32_000_000;

/** @typedef {{ entry: Entry, row: HTMLLIElement, text: string, weight: number }} Kept */

/** @type {Kept[]} newest first */
let kept = [];
/** @type {Entry[]} */
let waiting = [];
let heard = { requests: 0, violations: 0 };
/** @type {() => void} */
let changed = () => {};

const filters = { verdict: find('journal-verdict', HTMLSelectElement), text: find('journal-filter', HTMLInputElement) };

/** @param {() => void} onChange called when requests came in */
export function setUpJournal(onChange) {
  changed = onChange;
  filters.verdict.addEventListener('change', filter);
  filters.text.addEventListener('input', settle(filter, 80));
  section('journal-clear').addEventListener('click', () =>
    attempt(async () => {
      await ask('journal', { method: 'DELETE' });
      emptyJournal();
    }),
  );
  section('journal-har').addEventListener('click', () => attempt(download));
  setInterval(announce, 3000);
}

/** @param {() => Promise<void>} action */
async function attempt(action) {
  try {
    await action();
  } catch (error) {
    say(section('journal-count'), wordsOf(error), true);
  }
}

async function download() {
  const url = URL.createObjectURL(await (await ask('journal.har')).blob());
  make('a', { href: url, download: 'journal.har' }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

export function emptyJournal() {
  waiting = [];
  kept = [];
  section('journal-list').replaceChildren();
  section('journal-older').hidden = true;
  count();
}

/** @param {number} dropped */
export function showDropped(dropped) {
  const place = section('journal-older');
  place.hidden = dropped === 0;
  place.textContent = `${dropped} older ${dropped === 1 ? 'request is' : 'requests are'} no longer kept.`;
}

/** @param {Entry[]} entries oldest first */
export function takeEntries(entries) {
  if (waiting.length === 0) setTimeout(flush, 50);
  waiting = [...waiting, ...entries].slice(-most);
  heard.requests += entries.length;
  heard.violations += entries.filter(({ verdict }) => verdict === 'violates').length;
}

/** A burst of requests costs one change of the page. */
function flush() {
  const added = waiting.toReversed().map(keep);
  waiting = [];
  kept = [...added, ...kept];
  for (const { row } of kept.splice(most)) row.remove();
  let total = 0;
  for (const one of kept) {
    total += one.weight;
    if (total > mostText) lighten(one);
  }
  section('journal-list').prepend(...added.map(({ row }) => row));
  filter();
  changed();
}

/** @param {Entry} entry @returns {Kept} */
function keep(entry) {
  const { method, target } = entry.request;
  const words = [method, target, entry.response.status, entry.operation?.id, entry.operation?.contract, entry.fault, entry.reason];
  const text = [...words, ...entry.findings.flatMap(({ rule, message }) => [rule, message])].join(' ').toLowerCase();
  const weight = (entry.request.body?.length ?? 0) + (entry.response.body?.length ?? 0);
  /** @type {Kept} */
  const one = { entry, row: make('li'), text, weight };
  one.row.append(makeRow(one));
  return one;
}

/** @param {Kept} one */
function lighten(one) {
  const { body: _request, ...request } = one.entry.request;
  const { body: _response, ...response } = one.entry.response;
  one.entry = { ...one.entry, request, response };
  one.weight = 0;
}

/** @param {Kept} one */
function makeRow(one) {
  const { entry, row } = one;
  const { number, at, ms, request, response, verdict, fault, findings } = entry;
  const moment = new Date(at);
  const worth = findings.length > 0 ? ` ${findings.length}` : '';
  const button = make(
    'button',
    {
      type: 'button',
      class: 'row',
      'aria-expanded': 'false',
      click: () => {
        const isOpen = row.querySelector('.entry') !== null;
        button.setAttribute('aria-expanded', String(!isOpen));
        if (isOpen) row.querySelector('.entry')?.remove();
        else row.append(makeEntry(one.entry));
      },
    },
    make('time', { datetime: at, title: at }, Number.isNaN(moment.getTime()) ? `#${number}` : moment.toLocaleTimeString('en-GB')),
    makeMethod(shorten(request.method, 20)),
    make('span', { class: 'path' }, shorten(request.target, 300)),
    makeStatus(response.status),
    make('span', { class: 'verdict', 'data-verdict': verdict, title: fault ? `on purpose: ${fault}` : undefined }, `${verdict}${worth}`),
    make('span', { class: 'quiet ms' }, `${Math.round(ms)} ms`),
  );
  return button;
}

function filter() {
  const words = filters.text.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const { entry, row, text } of kept) {
    const isAsked = filters.verdict.value === '' || filters.verdict.value === entry.verdict;
    row.hidden = !isAsked || !words.every((word) => text.includes(word));
  }
  count();
}

function count() {
  const shown = kept.filter(({ row }) => !row.hidden).length;
  say(section('journal-count'), shown === kept.length ? String(shown) : `${shown} of ${kept.length}`);
  const empty = section('journal-empty');
  empty.hidden = shown > 0;
  if (kept.length > 0) empty.textContent = 'No request fits the filter.';
  else empty.textContent = 'No request has come in yet. Try an operation, or point your client at this mock.';
}

/** Screen readers hear a sum every few seconds, not every request. */
function announce() {
  if (heard.requests === 0) return;
  const { requests, violations } = heard;
  heard = { requests: 0, violations: 0 };
  section('announcer').textContent =
    `${requests} new ${requests === 1 ? 'request' : 'requests'}${violations > 0 ? `, ${violations} against the contract` : ''}`;
}
