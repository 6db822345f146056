// How the page makes elements: only elements and text nodes, never HTML, because nearly every text on it comes from strangers' requests.

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

/** @param {string} text @param {number} limit characters */
export const shorten = (text, limit) => (text.length > limit ? `${text.slice(0, limit)}…` : text);

/** @param {number} bytes */
export function showSize(bytes) {
  if (bytes < 1000) return `${bytes} ${bytes === 1 ? 'byte' : 'bytes'}`;
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

const cut = 4000;

/**
 * A long text, cut until somebody wants all of it.
 * @param {string} text
 * @param {string} name what it is, for those who cannot see it
 */
export function makeText(text, name) {
  const pre = make('pre', { tabindex: 0, role: 'region', 'aria-label': name }, text.slice(0, cut));
  if (text.length <= cut) return pre;
  const button = make(
    'button',
    {
      type: 'button',
      click: () => {
        pre.textContent = text;
        pre.focus();
        button.remove();
      },
    },
    `Show all ${text.length.toLocaleString('en')} characters`,
  );
  return make('div', {}, pre, button);
}

/** Runs `action` once things have been quiet for a while. @param {() => void} action @param {number} ms */
export function settle(action, ms) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(action, ms);
  };
}

/** @param {HTMLElement} place @param {string} text @param {boolean} [isError] */
export function say(place, text, isError = false) {
  place.textContent = text;
  place.classList.toggle('error', isError);
}

/** @param {unknown} error */
export const wordsOf = (error) => (error instanceof Error ? error.message : String(error));
