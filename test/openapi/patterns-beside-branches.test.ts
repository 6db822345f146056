// `patternProperties` beside `anyOf` or `oneOf`: names are judged, and counted as evaluated, whichever branch holds (JSON Schema 2020-12 §10.3.2.2, §11.3).
import { expect, it } from 'vitest';
import { loadContract } from '../../src/openapi/load.ts';
import { folderWith } from '../cli/folder.ts';

const load = async (openapi: string, schema: object) => {
  const responses = { 200: { description: 'ok', content: { 'application/json': { schema } } } };
  const document = { openapi, info: { title: 't', version: '1' }, paths: { '/x': { get: { responses } } } };
  const contract = await loadContract('api.json', { cwd: folderWith({ 'api.json': JSON.stringify(document) }) });
  const handle = contract.operations[0]?.responses[0]?.content[0]?.schema;
  if (!handle) throw new Error('no schema');
  return (text: string) => {
    const value: unknown = JSON.parse(text);
    const judgement = handle.judge(value, 'response');
    const found = judgement.kind === 'judged' ? judgement.mismatches.map(({ pointer }) => pointer) : judgement;
    expect(handle.accepts(value, 'response')).toBe(JSON.stringify(found) === '[]');
    return found;
  };
};

const branches = [{ type: 'object', properties: { b: { type: 'boolean' } } }, { type: 'string' }];
const patternProperties = { '^x': { type: 'integer' } };

it.each(['anyOf', 'oneOf'].flatMap((keyword) => ['3.0.4', '3.1.1'].map((version) => [keyword, version] as const)))(
  '%s, %s',
  async (keyword, version) => {
    const judge = await load(version, { [keyword]: branches, patternProperties });
    expect(judge('{"x":1,"b":true}')).toEqual([]);
    expect(judge('{"x":1,"b":null}')).toEqual(['/b']);
    expect(judge('{"x":"no","b":true}')).toEqual(['/x']);
    expect(judge('{"x":"no","b":null}')).toHaveLength(2);
    const named = await load(version, { [keyword]: branches, properties: JSON.parse('{"__proto__":{"type":"integer"}}') });
    expect(named('{"__proto__":0,"b":null}')).toEqual(['/b']);
    expect(named('{"__proto__":"0","b":true}')).toEqual(['/__proto__']);
  },
);

it('what a pattern or a branch covers is evaluated', async () => {
  for (const keyword of ['anyOf', 'oneOf']) {
    const judge = await load('3.1.1', { [keyword]: branches, patternProperties, unevaluatedProperties: false });
    expect(judge('{"x":1,"b":true}')).toEqual([]);
    expect(judge('{"x":1,"c":true}')).toEqual(['/c']);
    const open = await load('3.1.1', {
      [keyword]: [{ type: 'object', additionalProperties: true }],
      patternProperties,
      unevaluatedProperties: false,
    });
    expect(open('{"x":1,"c":true}')).toEqual([]);
    expect(open('{"x":"1","c":true}')).toEqual(['/x']);
  }
});
