// How the page makes elements: only elements and text nodes, never HTML, because nearly every text in a report comes from strangers.

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, string | number | boolean | undefined | ((event: Event) => void)>} [attributes] a function listens to the event of that name
 * @param {(Node | string | undefined)[]} children strings become text
 * @returns {HTMLElementTagNameMap[K]}
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name, value);
    else if (value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children.filter((child) => child !== undefined));
  return element;
}

/**
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} type
 * @returns {T} Throws when the page has no such element: a mistake in index.html
 */
export function find(id, type) {
  const element = document.getElementById(id);
  if (!(element instanceof type)) throw new Error(`no ${type.name} #${id}`);
  return element;
}

/** @param {string} id */
export const section = (id) => find(id, HTMLElement);

/** @param {number} n */
export const number = (n) => n.toLocaleString('en-US');

/** @param {number} n @param {string} noun @param {string} [plural] */
export const count = (n, noun, plural = `${noun}s`) => `${number(n)} ${n === 1 ? noun : plural}`;

/**
 * A sentence in which code stands between ticks.
 * @param {string} text
 * @returns {(Node | string)[]}
 */
export function prose(text) {
  const parts = text.split('`');
  // A tick without its partner opens nothing.
  if (parts.length % 2 === 0) return [text];
  return parts.map((part, at) => (at % 2 === 1 ? make('code', {}, part) : part));
}

/** A long path may be broken behind its slashes. @param {string} text @returns {(Node | string)[]} */
export const breakable = (text) => text.split(/(?<=[/.])/).flatMap((part) => [part, document.createElement('wbr')]);
