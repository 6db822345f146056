// The page at /__truce/ starts here: token, health, and what happens when something comes in.
import { forgetToken, keepToken, read, Refusal } from './api.js';
import { find, make, section, settle, wordsOf } from './dom.js';
import { setUpAttempt, tryOperation } from './attempt.js';
import { showCoverage } from './coverage.js';
import { offerFaults, showFaults } from './faults.js';
import { follow } from './feed.js';
import { emptyJournal, setUpJournal, showDropped, takeEntries } from './journal.js';
import { listOperations } from './operations.js';
import { setUpTabs, setUpViews, showView } from './tabs.js';
import { setUpState, showState } from './state.js';
/** @import { Health, OfferedOperation } from './api.js' */

/** @type {OfferedOperation[]} */
let operations = [];
let served = '';

/** @param {OfferedOperation} operation */
function choose(operation) {
  showView('operations');
  tryOperation(operation);
}

/** @param {string} contract @param {string} id */
function chooseById(contract, id) {
  const operation = operations.find((other) => other.contract === contract && other.id === id);
  if (operation) choose(operation);
}

const showOperations = listOperations(choose);
const openTab = setUpTabs({
  state: () => void showState(),
  faults: () => void showFaults(),
  coverage: () => void showCoverage(chooseById),
});

function refresh() {
  if (openTab() === 'state') void showState();
  if (openTab() === 'coverage') void showCoverage(chooseById);
}

/** @param {number} seconds */
function showUptime(seconds) {
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  return seconds < 3600 ? `${Math.floor(seconds / 60)} min` : `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}

async function showHealth() {
  const trouble = section('trouble');
  try {
    /** @type {Health} */
    const { version, contracts, uptime, reload } = await read('health');
    section('about').textContent = `truce ${version}, up ${showUptime(uptime)}`;
    trouble.hidden = !reload?.error;
    if (reload?.error && trouble.dataset['at'] !== reload.at) {
      trouble.dataset['at'] = reload.at;
      trouble.textContent = `The contracts could not be read again (${reload.at}), the mock goes on with the old ones: ${reload.error}`;
    }
    const shape = JSON.stringify([contracts, reload?.at]);
    if (shape === served) return;
    section('contracts').replaceChildren(
      ...contracts.map(({ title, version: edition, id, document: uri, operations: count }) =>
        make('li', { title: `${id}: ${uri}, ${count} operations` }, make('b', {}, title), ` ${edition}`),
      ),
    );
    operations = await read('operations');
    served = shape;
    showOperations(operations);
    offerFaults(operations.map(({ id }) => id));
  } catch (error) {
    if (error instanceof Refusal && error.status === 401) askForToken();
    else if (error instanceof Refusal) {
      trouble.hidden = false;
      trouble.textContent = wordsOf(error);
    }
  }
}

function askForToken() {
  if (!section('unlock').hidden) return;
  forgetToken();
  section('unlock').hidden = false;
  section('main').hidden = true;
  section('views').hidden = true;
  section('connection').textContent = 'Locked';
  find('token', HTMLInputElement).focus();
}

const words = { live: 'Live', polling: 'Asking every second', lost: 'The mock does not answer; trying again' };

keepToken();
setUpViews();
setUpAttempt();
setUpJournal(settle(refresh, 400));
setUpState(() => {
  emptyJournal();
  void showFaults();
});
find('unlock', HTMLFormElement).addEventListener('submit', (event) => {
  event.preventDefault();
  location.assign(`/__truce/?token=${encodeURIComponent(find('token', HTMLInputElement).value)}`);
});
void showHealth();
void showState();
setInterval(() => section('unlock').hidden && void showHealth(), 5000);
void follow({
  take: takeEntries,
  restart: emptyJournal,
  drop: showDropped,
  refuse: askForToken,
  tell: (status) => {
    const place = section('connection');
    place.dataset['status'] = status;
    if (place.textContent !== words[status]) place.textContent = words[status];
  },
});
