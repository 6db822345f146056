// Placeholders such as `{{baseUrl}}` in requests that people write down for a client, filled from the variables beside them.

const placeholder = /\{\{\s*([^{}]+?)\s*\}\}/g;
/** Variables may be made of variables; this deep. */
const deepest = 8;

export interface Filled {
  readonly text: string;
  /** Names that have no value; they still stand in the text. */
  readonly missing: readonly string[];
}

export function fillPlaceholders(text: string, variables: ReadonlyMap<string, string>): Filled {
  let filled = text;
  for (let depth = 0; depth < deepest && filled.includes('{{'); depth++) {
    const before = filled;
    filled = filled.replace(placeholder, (whole, name: string) => variables.get(name) ?? whole);
    if (filled === before || filled.length > 1_000_000) break;
  }
  return { text: filled, missing: [...new Set([...filled.matchAll(placeholder)].map(([, name = '']) => name))] };
}

/** A URL whose scheme and host are a placeholder without a value: the path is what can still be said. In the path other placeholders become `{name}`, in the query their parameters are left out. */
export function targetOf({ text, missing }: Filled): string {
  if (missing.length === 0) return text;
  const path = text.replace(/^(?:[a-z]+:\/\/)?\{\{[^{}]*\}\}(?::\d+|:\{\{[^{}]*\}\})?(?=\/|\?|#|$)/i, '');
  const rest = path === '' || /^[?#]/.test(path) ? `/${path}` : path;
  const [, whole = '', query, fragment = ''] = /^([^?#]*)(?:\?([^#]*))?(#.*)?$/s.exec(rest) ?? [];
  const kept = query?.split('&').filter((pair) => !pair.includes('{{')) ?? [];
  return `${whole.replace(placeholder, '{$1}')}${kept.length > 0 ? `?${kept.join('&')}` : ''}${fragment}`;
}
