// Starts the page: shows everything, and listens to the keyboard, the printer and the button for light and dark.
import { clearFilters, filterByOperation, move, openFindings, showFindings } from './findings.js';
import { find } from './dom.js';
import { openMatrix, showMatrix } from './matrix.js';
import { showSummary } from './summary.js';

showSummary();
showMatrix(filterByOperation);
showFindings();

const field = find('search', HTMLInputElement);

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  const isTyping = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
  if (event.key === 'Escape') {
    clearFilters();
    if (event.target === field) field.blur();
  } else if (isTyping) return;
  else if (event.key === 'j') move(1);
  else if (event.key === 'k') move(-1);
  else if (event.key === '/') field.focus();
  else return;
  event.preventDefault();
});

const theme = find('theme', HTMLButtonElement);
const isDark = () => {
  const { colorScheme } = document.documentElement.style;
  return colorScheme === '' ? matchMedia('(prefers-color-scheme: dark)').matches : colorScheme === 'dark';
};
const nameTheme = () => {
  theme.textContent = isDark() ? 'Light' : 'Dark';
};
theme.addEventListener('click', () => {
  document.documentElement.style.colorScheme = isDark() ? 'light' : 'dark';
  nameTheme();
});
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', nameTheme);
nameTheme();

const paper = matchMedia('print');
/** @type {(() => void)[]} */
let closing = [];
const unfold = () => {
  if (closing.length === 0) closing = [openFindings(), openMatrix()];
};
const fold = () => {
  for (const close of closing.splice(0)) close();
};
addEventListener('beforeprint', unfold);
addEventListener('afterprint', () => !paper.matches && fold());
paper.addEventListener('change', ({ matches }) => (matches ? unfold() : fold()));
if (paper.matches) unfold();
