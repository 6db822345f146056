// A statement as one HTML file: it asks nobody for anything, runs nothing (CSP Level 3), and is printed on A4.
import { createHash } from 'node:crypto';
import type { CodeFrame } from '../model/code-frame.ts';
import { grouped, visible } from '../model/show.ts';
import type { Change, Comparison } from './comparison.ts';
import { changesOf, summarise, triedOf } from './comparison-text.ts';
import type { Deviation, LeftBehind, Reason, Statement } from './statement.ts';
import { style } from './style.ts';
import {
  columns,
  describeLeftovers,
  explainTable,
  factsOf,
  headings,
  introduceDeviations,
  isFirst,
  severityWords,
  showOften,
  showReason,
  showStanding,
  titleOf,
} from './words.ts';

const mostChanges = 50;

export function renderHtml(statement: Statement): string {
  const title = titleOf(statement);
  const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'`;
  const sections: [id: keyof typeof headings, body: string][] = [
    ['tried', `${table(statement)}<p class="quiet">${prose(explainTable(statement))}</p>`],
    ['deviations', deviations(statement)],
    ...(statement.comparison ? [['changes', changes(statement.comparison)] as [keyof typeof headings, string]] : []),
    ['untried', reasons(statement)],
    ['left', leftovers(statement.left)],
    ['limits', list(statement.limits.map(prose))],
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${text(title)}</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>${text(title)}</h1>
<p class="standing ${statement.standing}"><strong>${text(showStanding(statement))}.</strong> ${statement.summary.map(prose).join(' ')}</p>
<dl class="facts">
${factsOf(statement)
  .map(([name, value]) => `<div><dt>${text(name)}</dt><dd>${text(value)}</dd></div>`)
  .join('\n')}
</dl>
</header>
<main>
${sections.map(([id, body]) => `<section id="${id}" aria-labelledby="${id}-heading">\n<h2 id="${id}-heading">${headings[id]}</h2>\n${body}\n</section>`).join('\n')}
</main>
</body>
</html>
`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Fit for text and for attributes in quotes. */
const text = (value: string): string => visible(value).replace(/[&<>"']/g, (char) => entities[char] ?? char);

/** Ticks become code; one without its partner stays. */
function prose(value: string): string {
  const parts = value.split('`');
  const closed = parts.length % 2 === 1 ? parts : [...parts.slice(0, -2), parts.slice(-2).join('`')];
  return closed.map((part, at) => (at % 2 === 1 ? `<code>${text(part)}</code>` : text(part))).join('');
}

const code = (value: string): string => `<code>${text(value)}</code>`;
const list = (items: readonly string[]): string => `<ul>\n${items.map((item) => `<li>${item}</li>`).join('\n')}\n</ul>`;

function table({ rows }: Statement): string {
  if (rows.length === 0) return '<p>Nothing was planned.</p>';
  const starts = rows.flatMap((_, at) => (isFirst(rows, at) ? [at] : []));
  const bodies = starts.map((start, n) => {
    const own = rows.slice(start, starts[n + 1] ?? rows.length);
    const cells = own.map(({ check, tried, conforms, deviates, untried }) =>
      check === ''
        ? '<th scope="row">none</th><td>0</td><td>0</td><td>0</td><td>all</td>'
        : `<th scope="row">${text(check)}</th><td>${grouped(tried)}</td><td>${grouped(conforms)}</td><td${deviates > 0 ? ' class="bad"' : ''}>${grouped(deviates)}</td><td>${grouped(untried)}</td>`,
    );
    const head = `<th scope="rowgroup" colspan="${columns.length - 1}">${code(own[0]?.operation ?? '')}</th>`;
    return `<tbody>\n${[head, ...cells].map((row) => `<tr>${row}</tr>`).join('\n')}\n</tbody>`;
  });
  return `<div class="wide" tabindex="0" role="region" aria-label="Cases by operation and check"><table>
<caption>Cases by operation and check</caption>
<thead><tr>${columns
    .slice(1)
    .map((name) => `<th scope="col">${name}</th>`)
    .join('')}</tr></thead>
${bodies.join('\n')}
</table></div>`;
}

function deviations({ deviations: all, hidden, accepted, own }: Statement): string {
  return [
    ...introduceDeviations(all).map((sentence) => `<p>${sentence}</p>`),
    ...all.map(describe),
    hidden > 0 ? `<p>And ${grouped(hidden)} more: the report of the run has all.</p>` : '',
    accepted.length > 0 ? `<h3>Accepted by whoever ran it, and not counted</h3>\n${list(accepted.map(showEach))}` : '',
    own.length > 0 ? `<h3>Of the requests and the document, not of the instance</h3>\n${list(own.map(prose))}` : '',
  ].join('\n');
}

function describe(deviation: Deviation, at: number): string {
  const { severity, rule, title, about, message, why, fix, contract, seen, exchange, sameAs, reproduce, fingerprint } = deviation;
  const often = showOften(deviation);
  const row = (name: string, value: string): string => `<div><dt>${name}</dt><dd>${value}</dd></div>`;
  return `<article class="deviation ${severity}" aria-labelledby="deviation-${at + 1}">
<h3 id="deviation-${at + 1}">${at + 1}. <span class="severity">${severityWords[severity]}</span> ${text(title)}${about && ` <span class="about">${text(about)}</span>`}</h3>
<p class="message">${prose(message)}</p>
<dl>
${[
  row(
    'The contract',
    contract ? `${code(contract.place)}${contract.pointer && ` ${code(contract.pointer)}`}` : 'has no sentence of its own for it',
  ),
  ...(seen === undefined ? [] : [row('Seen', `${prose(seen)}${often && `; ${text(often)}`}`)]),
  ...(why ? [row('Why it matters', prose(why))] : []),
  ...(fix ? [row('What to do', prose(fix))] : []),
  ...(sameAs === undefined ? [] : [row('Exchange', `<a href="#deviation-${sameAs}">that of ${sameAs}</a>`)]),
  row('Known as', `${code(rule)} ${code(fingerprint)}`),
].join('\n')}
</dl>
${[
  ...(contract?.frame ? [block('What the contract says', frame(contract.frame))] : []),
  ...(exchange ? [block('Request', text(exchange.request)), block('Response', text(exchange.response))] : []),
  ...(reproduce.length > 0
    ? [block('To see it again', reproduce.map(({ what, line }) => `# ${text(what)}${line && `\n${text(line)}`}`).join('\n'))]
    : []),
].join('\n')}
</article>`;
}

const block = (title: string, inner: string): string => `<div class="block"><h4>${title}</h4>\n<pre>\n${inner}</pre></div>`;

function frame({ line, before, marked, after, above, below }: CodeFrame): string {
  const width = String(line + below.length).length;
  const numbered = (n: number, inner: string): string => `<span class="number">${String(n).padStart(width)} | </span>${inner}`;
  return [
    ...above.map((other, at) => numbered(line - above.length + at, text(other))),
    numbered(line, `${text(before)}<mark>${text(marked)}</mark>${text(after)}`),
    ...below.map((other, at) => numbered(line + 1 + at, text(other))),
  ].join('\n');
}

function reasons({ untried, unjudged }: Statement): string {
  const items = [...untried.map(showEach), ...unjudged.map((reason) => `not judged: ${showEach(reason)}`)];
  return items.length > 0 ? list(items) : '<p>Nothing: all that was planned was tried and judged.</p>';
}

function showEach(reason: Reason): string {
  const often = showReason(reason);
  return `${prose(reason.reason)}${often && ` <span class="quiet">(${text(often)})</span>`}`;
}

function leftovers(left: LeftBehind): string {
  const items = left.items.map(({ what, why, at }) => `${text(what)}${at && `, made at ${text(at)}`}: ${prose(why)}`);
  return describeLeftovers(left)
    .map((sentence) => `<p>${prose(sentence)}</p>`)
    .concat(items.length > 0 ? [list(items)] : [])
    .join('\n');
}

function changes(comparison: Comparison): string {
  const { earlier, remarks } = comparison;
  const named = (title: string, items: readonly string[]): string => {
    if (items.length === 0) return '';
    const more = items.length - mostChanges;
    return `<h3>${title}</h3>\n${list([...items.slice(0, mostChanges), ...(more > 0 ? [`and ${grouped(more)} more`] : [])])}`;
  };
  const change = ({ severity, rule, about, message }: Change): string =>
    `<span class="severity">${severityWords[severity]}</span> ${code(rule)}, ${text(about)}: ${prose(message)}`;
  return [
    `<p>Since ${code(earlier)}: ${text(summarise(comparison))}.</p>`,
    remarks.length > 0 ? list(remarks.map(prose)) : '',
    ...changesOf(comparison).map(([heading, all]) => named(heading, all.map(change))),
    ...triedOf(comparison).map(([heading, all]) => named(heading, all.map(text))),
  ].join('\n');
}
