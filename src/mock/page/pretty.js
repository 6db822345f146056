// Bodies laid out for reading. Only white space changes: numbers keep their digits, repeated names and odd ones stay; what is malformed stays as it came.

const longest = 500_000;
/** Deeper levels are not indented further, or a few kilobytes of `[` would become gigabytes. */
const deepest = 40;

/** @param {number} depth */
const indent = (depth) => `\n${'  '.repeat(Math.min(Math.max(depth, 0), deepest))}`;

/** @param {string} text @param {string} mediaType */
export function layOut(text, mediaType) {
  if (text.length > longest) return text;
  if (/[/+]json\b/i.test(mediaType)) return layOutJson(text);
  return /[/+]xml\b/i.test(mediaType) ? layOutXml(text) : text;
}

/** @param {string} text */
export function layOutJson(text) {
  try {
    JSON.parse(text);
  } catch {
    return text;
  }
  let depth = 0;
  let out = '';
  const tokens = text.match(/"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]|[^\s{}[\],:"]+/g) ?? [];
  for (const [index, token] of tokens.entries()) {
    const isFirst = ['{', '['].includes(tokens[index - 1] ?? '');
    if (token === '{' || token === '[') {
      out += (isFirst ? indent(depth) : '') + token;
      depth += 1;
    } else if (token === '}' || token === ']') {
      depth -= 1;
      out += (isFirst ? '' : indent(depth)) + token;
    } else if (token === ',') out += `,${indent(depth)}`;
    else if (token === ':') out += ': ';
    else out += (isFirst ? indent(depth) : '') + token;
  }
  return out;
}

/** @param {string} text */
function layOutXml(text) {
  const tokens = cutXml(text);
  if (!tokens) return text;
  let depth = 0;
  let out = '';
  for (const [index, token] of tokens.entries()) {
    const previous = tokens[index - 1] ?? '';
    const isMarkup = token.startsWith('<');
    if (token.startsWith('</')) depth -= 1;
    // Text stays glued to its tags, or the layout would change what it says.
    const isGlued = index === 0 || !isMarkup || !previous.startsWith('<') || (token.startsWith('</') && isOpening(previous));
    out += (isGlued ? '' : indent(depth)) + token;
    if (isOpening(token)) depth += 1;
  }
  return out;
}

/** @param {string} token */
const isOpening = (token) => /^<[^/?!]/.test(token) && !token.endsWith('/>');

/** Markup and text between it, white space between tags left out; nothing when a construct has no end. @param {string} text */
function cutXml(text) {
  /** @type {string[]} */
  const tokens = [];
  for (let at = 0; at < text.length;) {
    let end = text.indexOf('<', at);
    if (end !== at) {
      if (end === -1) end = text.length;
      const between = text.slice(at, end);
      if (between.trim() !== '') tokens.push(between);
    } else {
      const close = text.startsWith('<!--', at) ? '-->' : text.startsWith('<![CDATA[', at) ? ']]>' : '>';
      const found = text.indexOf(close, at);
      if (found === -1) return undefined;
      end = found + close.length;
      tokens.push(text.slice(at, end));
    }
    at = end;
  }
  return tokens;
}
