// Which bodies the journal shows as text: every UTF-8 one, U+FFFD and a cut end included, and nothing else.
import { expect, it } from 'vitest';
import { Journal } from '../../src/mock/journal.ts';

function shown(body: Buffer): string | undefined {
  const journal = new Journal();
  const exchange = {
    at: new Date(0),
    ms: 1,
    isCut: false,
    method: 'POST',
    target: '/',
    requestFields: [],
    status: 200,
    responseFields: [],
  };
  const bodies = { requestBody: body, requestText: body, responseBody: body, responseText: body };
  journal.add({ ...exchange, ...bodies, verdict: 'conforms', findings: [] });
  return journal.after().entries[0]?.response.body;
}

it.each([
  ['what was replaced on the way', Buffer.from('a\ufffdb'), 'a\ufffdb'],
  ['three bytes that are none', Buffer.from([0xff, 0xd8, 0xff]), undefined],
  ['bytes that are none behind a long text', Buffer.concat([Buffer.from('x'.repeat(2000)), Buffer.from([0xff])]), undefined],
  ['NUL', Buffer.from('a\0b'), undefined],
  ['nothing', Buffer.alloc(0), undefined],
])('%s', (_, body, text) => {
  expect(shown(body)).toBe(text);
});

it('a text that is cut inside a character', () => {
  expect(shown(Buffer.from(`a${'é'.repeat(40_000)}`))).toMatch(/^aé+\ufffd$/);
});
