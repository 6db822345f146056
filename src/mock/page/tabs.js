// Tabs (WAI-ARIA Authoring Practices, tabs with automatic activation) and the views of narrow windows.
import { section } from './dom.js';

/** @param {Record<string, () => void>} shown what to do when the tab of that name is opened @returns {() => string} the open tab */
export function setUpTabs(shown) {
  const names = Object.keys(shown);
  let open = names[0] ?? '';
  /** @param {string} name */
  const select = (name) => {
    open = name;
    for (const other of names) {
      const tab = section(`tab-${other}`);
      tab.setAttribute('aria-selected', String(other === name));
      tab.tabIndex = other === name ? 0 : -1;
      section(`panel-${other}`).hidden = other !== name;
    }
    shown[name]?.();
  };
  for (const [index, name] of names.entries()) {
    const tab = section(`tab-${name}`);
    tab.addEventListener('click', () => select(name));
    tab.addEventListener('keydown', ({ key }) => {
      const next = { ArrowRight: index + 1, ArrowLeft: index - 1, Home: 0, End: -1 }[key];
      const target = next === undefined ? undefined : names.at(next % names.length);
      if (target === undefined) return;
      select(target);
      section(`tab-${target}`).focus();
    });
  }
  return () => open;
}

/** @param {string} view */
export function showView(view) {
  if (document.body.dataset['view'] !== view) scrollTo(0, 0);
  document.body.dataset['view'] = view;
  for (const button of section('views').querySelectorAll('button'))
    button.setAttribute('aria-current', String(button.dataset['view'] === view));
}

export function setUpViews() {
  for (const button of section('views').querySelectorAll('button'))
    button.addEventListener('click', () => showView(button.dataset['view'] ?? 'journal'));
  showView('journal');
}
