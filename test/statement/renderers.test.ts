// The two forms of a statement: what must be in them, and that nothing an instance sent becomes markup.
import { describe, expect, it } from 'vitest';
import { renderHtml } from '../../src/statement/html.ts';
import { renderMarkdown } from '../../src/statement/markdown.ts';
import type { Statement } from '../../src/statement/statement.ts';
import { hostile, hostileStatement, plainStatement } from './samples.ts';

/** Markdown without what stands in fences and code spans, where nothing is markup. */
function outsideCode(markdown: string): string {
  let fence = '';
  return markdown
    .split('\n')
    .filter((line) => {
      const [ticks = ''] = /^`{3,}/.exec(line) ?? [];
      if (fence === '' && ticks !== '') fence = ticks;
      else if (fence !== '' && ticks.length >= fence.length && line.trimEnd() === ticks) {
        fence = '';
        return false;
      }
      return fence === '';
    })
    .join('\n')
    .replace(/`[^`\n]*`/g, '');
}

describe('as Markdown', () => {
  it('has a title, facts, the table, deviations with their exchange, and limits', () => {
    const markdown = renderMarkdown(plainStatement);
    expect(markdown).toMatch(/^# Conformance statement: Notes 1\.2\n/);
    expect(markdown).toContain('- Instance: https&#58;//crm.example/tenant');
    expect(markdown).toContain('❌ **Deviates.**');
    expect(markdown).toContain(
      '| GET /notes/\\{id\\} | accept-honoured | 2 | 2 | 0 | 0 |\n|  | valid-request-accepted | 2 | 1 | **1** | 1 |',
    );
    expect(markdown).toContain('| PUT /notes/\\{id\\} | none | 0 | 0 | 0 | all |');
    expect(markdown).toContain('### 1. error: The response body does not fit its schema (GET /notes/\\{id\\} → 200)');
    expect(markdown).toContain('- The contract: `notes.yaml:12:7` `/components/schemas/Note/properties/title/type`');
    expect(markdown).toContain('11 | title:\n12 | type: string\n   |       ^^^^^^\n13 | text:');
    expect(markdown).toContain('```http\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n{"title":5}\n```');
    expect(markdown).toContain("# the request\ncurl 'https://crm.example/notes/1'");
    expect(markdown).toContain('- Request and response are those of 1');
    expect(markdown).toContain('- PUT is sent only with --write (putNote)');
    expect(markdown).toContain('## What this statement does not say');
  });

  it('reads nothing of an instance as markup', () => {
    const outside = outsideCode(renderMarkdown(hostileStatement));
    expect(outside).not.toMatch(/<(?!details>|summary>|\/details>|\/summary>)[a-z/!]/i);
    expect(outside.match(/<\/?details>/g)).toEqual(['<details>', '</details>']);
    expect(outside.match(/^#+ .*/gm)?.filter((heading) => /^#+ owned/.test(heading))).toEqual([]);
    expect(outside).not.toMatch(/(?<!\\)[[\]@]|https?:\/\/|[\u0000-\u0009\u000b-\u001f\u202e\ud800]/);
    for (const line of outside.split('\n').filter((one) => one.startsWith('|'))) expect(line.match(/(?<!\\)\|/g)).toHaveLength(7);
  });

  it('fits into an issue, with the most severe deviations as wholes', () => {
    const [first] = plainStatement.deviations;
    const long = { request: 'GET / HTTP/1.1', response: `HTTP/1.1 200\n\n${'x'.repeat(4000)}` };
    const deviations = Array.from({ length: 40 }, () => ({ ...first!, exchange: long }));
    const markdown = renderMarkdown({ ...plainStatement, deviations });
    expect(markdown.length).toBeLessThan(65_536);
    expect(markdown.match(/^### /gm)).toHaveLength(40);
    expect(markdown).toContain('The exchange stands in probe.har.');
    expect(markdown.indexOf('<details>')).toBeLessThan(markdown.indexOf('The exchange stands'));
  });

  it('says that nothing was found, tried or left', () => {
    const clean: Statement = { ...plainStatement, standing: 'conforms', deviations: [], untried: [], rows: [] };
    const markdown = renderMarkdown(clean);
    expect(markdown).toContain('✅ **Conforms.**');
    expect(markdown).toContain('None was found in what was tried.');
    expect(markdown).toContain('Nothing: all that was planned was tried and judged.');
    expect(markdown).toContain('Nothing: the run sent nothing that creates, changes or removes.');
  });
});

describe('as HTML', () => {
  it('is one document that asks nobody and runs nothing', () => {
    const html = renderHtml(plainStatement);
    expect(html).toMatch(/^<!doctype html>[\s\S]*<\/html>\n$/);
    expect(html).toContain(`content="default-src 'none'; style-src 'sha256-`);
    expect(html).not.toMatch(/<script|<link|<img|<iframe|src=|href="(?!#)|@import|url\(/);
    expect(html).toContain('<th scope="rowgroup" colspan="5"><code>GET /notes/{id}</code></th>');
    expect(html).toContain('<pre>\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n{&quot;title&quot;:5}</pre>');
    expect(html).toContain('type: <mark>string</mark>');
    expect(html).toContain('<a href="#deviation-1">that of 1</a>');
  });

  it('has the same elements whatever an instance sent', () => {
    const names = (html: string): Set<string> => new Set([...html.matchAll(/<(\/?[a-z0-9]+)/g)].map(([, name = '']) => name));
    const html = renderHtml(hostileStatement);
    const known = names(renderHtml(plainStatement));
    expect([...names(html)].filter((name) => !known.has(name))).toEqual([]);
    expect(html).not.toMatch(/onerror=(?!alert\(2\)&gt;)|[\u0000-\u0009\u000b-\u001f\u202e\ud800]/);
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(html.match(/<style>/g)).toHaveLength(1);
    expect(html.match(/<\/style>/g)).toHaveLength(1);
  });
});

describe('sentences', () => {
  const [first] = plainStatement.deviations;
  const forms = [renderMarkdown, renderHtml];

  it('stay below the size of an issue whatever there is, and count what has no room', () => {
    const names = Array.from({ length: 4000 }, (_, n) => `GET /a/long/path/of/notes/{id}/${n}`);
    const rows = names.flatMap((operation, n) =>
      ['accept-honoured', 'valid-request-accepted'].map((check) => ({
        operation,
        check,
        tried: 2,
        conforms: n === 3999 ? 1 : 2,
        deviates: n === 3999 ? 1 : 0,
        untried: 1,
      })),
    );
    const reason = { reason: hostile.repeat(9), times: 3, what: [hostile] };
    const change = { fingerprint: 'a', severity: 'error' as const, rule: hostile, about: hostile, message: hostile.repeat(9), times: 2 };
    const markdown = renderMarkdown({
      ...hostileStatement,
      rows,
      deviations: Array.from({ length: 40 }, () => ({ ...hostileStatement.deviations[0]!, message: hostile.repeat(9) })),
      hidden: 5,
      untried: Array.from({ length: 41 }, () => reason),
      accepted: Array.from({ length: 41 }, () => reason),
      own: Array.from({ length: 11 }, () => hostile.repeat(9)),
      left: { ...hostileStatement.left, items: Array.from({ length: 51 }, () => ({ what: hostile, why: hostile, at: hostile })) },
      comparison: {
        ...hostileStatement.comparison!,
        appeared: Array.from({ length: 99 }, () => change),
        gone: Array.from({ length: 99 }, () => change),
        unjudged: Array.from({ length: 99 }, () => change),
        dropped: names,
        added: names,
      },
    });
    expect(markdown.length).toBeLessThan(65_536);
    expect(markdown).toContain(
      '| --- | --- | ---: | ---: | ---: | ---: |\n| GET /a/long/path/of/notes/\\{id\\}/3999 | 2 checks | 4 | 2 | **2** | 2 |\n',
    );
    expect(markdown).toMatch(/\nAnd 3,\d+ more operations\. There is no room here for every check: as HTML the statement has them all\.\n/);
    const told = markdown.match(/^### \d/gm)?.length ?? 0;
    expect(told).toBeGreaterThan(0);
    expect(markdown).toContain(`\nAnd ${45 - told} more: the report of the run has all.\n`);
    expect(markdown).toMatch(/^- and \d+ more$/m);
  });

  it.each(forms)('do not call the whole conforming where something was not tried: %o', (render) => {
    const clean: Statement = { ...plainStatement, standing: 'conforms', deviations: [] };
    expect(render(clean)).toContain('Conforms in what was tried.');
    expect(render({ ...clean, rows: clean.rows.slice(0, 1) })).toContain('Conforms.');
  });

  it.each(forms)('say of remarks alone that they are no deviations: %o', (render) => {
    expect(render({ ...plainStatement, deviations: [{ ...first!, severity: 'info' }] })).toContain(
      'None was found in what was tried. Here are remarks, which count as no deviation.',
    );
    expect(render(plainStatement)).not.toContain('None was found');
  });

  it.each(forms)('leave out a pointer to the whole document: %o', (render) => {
    expect(render({ ...plainStatement, deviations: [{ ...first!, contract: { place: 'notes.yaml:1:1', pointer: '' } }] })).not.toMatch(
      /(?<!`)``(?!`)|<code><\/code>/,
    );
  });

  it.each(forms)('say what is left in numbers that are true: %o', (render) => {
    const left = { ...plainStatement.left, isReadOnly: false };
    expect(render({ ...plainStatement, left })).toMatch(/Nothing\.(?:<|\n)/);
    const stays = render({ ...plainStatement, left: { ...left, stays: ['3 × sends a message'] } });
    expect(stays).toContain('What stays by the nature of the API: 3 × sends a message.');
    expect(stays).not.toContain('Nothing.');
    const kept = render({
      ...plainStatement,
      left: { ...left, kept: 1000, removed: 2, items: [{ what: 'and 950 more', why: 'x', at: '' }] },
    });
    expect(kept).toContain(
      '1,000 things may still be there, named truce-abcd1234 where the API has a name for it. 2 things made by the run were',
    );
  });
});
