// The page at /__truce/: one HTML document put together from the files in page/, and the policy that keeps it to its own origin (CSP Level 3).
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { palette } from '../pages/palette.ts';
import { Body, type Reply } from './reply.ts';

/** In this order one script: a file comes after those it imports. */
const scripts = [
  'dom',
  'api',
  'pretty',
  'operations',
  'answer',
  'attempt',
  'entry',
  'journal',
  'feed',
  'state',
  'faults',
  'coverage',
  'tabs',
  'page',
];

// The build puts the folder beside the bundle, so that one address serves the sources and what is published.
const read = (name: string): string => readFileSync(new URL(`page/${name}`, import.meta.url), 'utf8');

let parts: { readonly html: string; readonly style: string; readonly script: string } | undefined;

/**
 * The whole document for one answer.
 *
 * @param nonce what the answer's `Content-Security-Policy` says too, new for every answer; base64. Throws a TypeError for anything else.
 */
export function renderPage(nonce: string): string {
  if (!/^[\w+/-]{16,}={0,2}$/.test(nonce)) throw new TypeError('the nonce of the page must be at least 16 characters of base64');
  parts ??= { html: read('index.html'), style: palette + read('page.css'), script: `const modules = {};\n${scripts.map(join).join('')}` };
  const values: Readonly<Record<string, string>> = { ...parts, nonce };
  // The formatter keeps comments as they are, so the two large parts stand in for one each.
  return parts.html.replace(/\/\* \{\{(style|script)\}\} \*\/|\{\{nonce\}\}/g, (_, name = 'nonce') => values[String(name)] ?? '');
}

/** Modules of one document cannot import each other, so each becomes a function whose exports the later ones take. */
function join(name: string): string {
  const module = read(`${name}.js`);
  const exported = [...module.matchAll(/^export (?:const|class|(?:async )?function) (\w+)/gm)].map((match) => match[1]);
  const code = module.replace(/^import (\{[^}]*\}) from ['].\/(\w+)\.js['];$/gm, 'const $1 = modules.$2;').replace(/^export /gm, '');
  return `modules.${name} = (() => {\n${code}\nreturn { ${exported.join(', ')} };\n})();\n`;
}

/** The value of `Content-Security-Policy` for a page with this nonce: nothing but itself, its own origin, and the icon in its head. */
const pagePolicy = (nonce: string): string =>
  [
    "default-src 'none'",
    "connect-src 'self'",
    `style-src 'nonce-${nonce}'`,
    `script-src 'nonce-${nonce}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

/** The page as an answer, with a nonce of its own. */
export function replyWithPage(): Reply {
  const nonce = randomBytes(16).toString('base64');
  return {
    status: 200,
    fields: [
      ['Content-Type', 'text/html; charset=utf-8'],
      ['Content-Security-Policy', pagePolicy(nonce)],
      ['Cache-Control', 'no-store'],
      ['Referrer-Policy', 'no-referrer'],
      ['X-Content-Type-Options', 'nosniff'],
    ],
    body: new Body(renderPage(nonce)),
  };
}
