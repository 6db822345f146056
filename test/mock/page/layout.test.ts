// How the page lays bodies out: only white space changes, and no body makes it slow or large.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { layOut } from '../../../src/mock/page/pretty.js';

const json = (text: string): string => layOut(text, 'application/problem+json; charset=utf-8');
const xml = (text: string): string => layOut(text, 'application/xml');

it('changes only white space between the tokens of JSON', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value);
      expect(JSON.parse(json(text))).toEqual(JSON.parse(text));
      expect(JSON.stringify(JSON.parse(json(text)))).toBe(JSON.stringify(JSON.parse(text)));
      expect(json(json(text))).toBe(json(text));
    }),
  );
  expect(json('{"a":12345678901234567890.10,"a":{},"__proto__":[1,[ ]],"s":"{\\"x\\": [1]}"}')).toBe(
    '{\n  "a": 12345678901234567890.10,\n  "a": {},\n  "__proto__": [\n    1,\n    []\n  ],\n  "s": "{\\"x\\": [1]}"\n}',
  );
});

it('indents XML without touching its text', () => {
  expect(xml('<a><b>1 <i>x</i> 2</b><c/><!-- <d> --><d><![CDATA[<e>]]></d></a>')).toBe(
    '<a>\n  <b>1 <i>x</i> 2</b>\n  <c/>\n  <!-- <d> -->\n  <d>\n    <![CDATA[<e>]]>\n  </d>\n</a>',
  );
});

it.each(['{"a":', '[1,]', 'plain', '', '<a', '<!-- <a>', '<![CDATA['])('leaves %j as it is', (text) => {
  expect([json(text), xml(text), layOut(text, 'text/plain')]).toEqual([text, text, text]);
});

it.each(['[', '<', '<!--', '<a>', '"\\', '[{"a":', '<![CDATA['])('is quick with half a megabyte of %j, and adds little', (part) => {
  const text = part.repeat(Math.floor(499_000 / part.length));
  const begun = performance.now();
  for (const laid of [json(text), xml(text)]) expect(laid.length).toBeLessThan(60_000_000);
  expect(performance.now() - begun).toBeLessThan(10_000);
});

it('does not grow with the depth', () => {
  expect(json(`${'['.repeat(200_000)}${']'.repeat(200_000)}`).length).toBeLessThan(60_000_000);
});
