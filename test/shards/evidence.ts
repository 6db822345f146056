// Evidence of every kind that goes wrong in every way, with waivers, a baseline and damaged documents, to be judged whole and in parts.
import { bad, contract, elsewhere, entry, good, har, interaction, odd, pact } from '../cli/fixtures.ts';

const broken = `openapi: 3.1.0
info: { title: Broken, version: '2' }
servers: [{ url: https://broken.example/b }]
paths:
  /things:
    get:
      operationId: getThings
      responses:
        '200':
          description: Things
          content:
            application/json:
              schema: { type: array, items: { $ref: '#/components/schemas/Missing' } }
              examples:
                bad: { value: 7 }
  /others:
    get:
      operationId: getOthers
      responses:
        '200':
          description: Others
          content:
            application/json:
              schema: { type: array, items: { type: string, pattern: '(' } }
`;

const secret = 'hunter2hunter2';

export const files: Readonly<Record<string, string>> = {
  'notes.yaml': contract.replace('{ id: 1, title: Milk }', '{ id: 1, title: 7 }'),
  'broken.yaml': broken,
  'truce.config.json': JSON.stringify({
    contracts: [{ document: 'notes.yaml', evidence: ['evidence'] }, 'broken.yaml'],
    evidence: ['more/*.har'],
    waivers: [
      { rule: 'response-body-mismatch', reason: 'known', evidence: 'evidence/c.har' },
      { rule: 'response-body-missing', reason: 'nobody needs this' },
      { rule: 'operation-undocumented', reason: 'old', expires: '2026-01-01' },
    ],
  }),
  'evidence/a.har': har(good, bad, odd, elsewhere),
  'evidence/b.har': har(
    ...Array.from({ length: 40 }, (_, id) => entry({ id, title: id % 3 === 0 ? id : 'x', done: id % 5 === 0 ? 1 : true })),
  ),
  'evidence/c.har': har(bad),
  'evidence/cut.har': har(good, bad).slice(0, -40),
  'evidence/d.pact.json': pact(interaction({ id: 1 }), interaction({ id: 'x', colour: 'red' })),
  'evidence/getNote.200.small.json': '{\n  "id": 1,\n  "title": 5,\n  "password": "' + secret + '"\n}\n',
  'evidence/notes.txt': 'no evidence at all',
  'evidence/picture.svg': '<svg/>',
  'more/e.har': har(
    entry([], { url: 'https://broken.example/b/things' }),
    entry('{"id": 1, "id": 2}', {}),
    entry({ id: 3 }, { status: 418, headers: [{ name: 'Set-Cookie', value: `ticket=${secret}` }] }),
    entry({ id: 3, title: '\u2028</script>\u202E' }, { url: `https://notes.example/api/notes/x?token=${secret}` }),
  ),
  'more/f.har': har(elsewhere),
};

export const secrets = [secret];
