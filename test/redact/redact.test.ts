// What stands for personal data keeps its build, is the same everywhere, and leaves verdicts and everything else as they were; long, because personal data hides in every part of a message.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { loadContract, openEvidence } from '../../src/index.ts';
import { isCardNumber, isIban } from '../../src/redact/check-digits.ts';
import { redactFile } from '../../src/redact/redact-file.ts';
import { crm, entriesOf, entry, folder, harOf, redactText } from './crm.ts';

afterAll(() => rmSync(folder, { recursive: true }));

const person = {
  id: 12345678901234567890n,
  firstName: 'Ada',
  lastName: 'Byron',
  email: 'ada.byron@analytical.test',
  phone: '+31 612 345 678',
  born: '1985-04-03',
  iban: 'NL91 ABNA 0417 1643 00',
  badge: 'EMP-4711',
  age: 36,
  salary: 1234.5,
  sex: 'f',
  isVip: true,
  site: 'https://people.test/ada/byron?from=%C3%A9',
  notes: 'Met Ada Byron at the fair, call +31 612 345 678',
  public: 'ADA BYRON knows',
  mobile: '0612345678',
  relatives: ['Anne Isabella', 'Allegra'],
};
const json = JSON.stringify(person, (_, value: unknown) => (typeof value === 'bigint' ? `#${value}#` : value)).replace(/"#(\d+)#"/, '$1');

async function redactPerson(): Promise<Record<string, string> & { relatives: string[] }> {
  const { text } = await redactText(harOf([entry({ sent: json, got: json })]));
  return JSON.parse(entriesOf(text)[0]?.request.postData.text ?? '') as never;
}

describe('one person', () => {
  it('keeps the build of every value', async () => {
    const { report, text } = await redactText(harOf([entry({ sent: json, got: json })]));
    expect(report).toMatchObject({ exchanges: 1, same: 1, found: 0, failures: [], left: [] });
    const other = await redactPerson();
    expect(other['firstName']).toMatch(/^[A-Z][a-z]{2}$/);
    expect(other['lastName']).toMatch(/^[A-Z][a-z]{4}$/);
    expect(other['email']).toMatch(/^[a-z.]+@example\.(com|org|net)$/);
    expect(other['email']).toHaveLength(person.email.length);
    expect(other['phone']).toMatch(/^\+31 [1-9]\d\d \d{3} \d{3}$/);
    expect(other['born']).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(new Date(String(other['born'])).getUTCDay()).toBe(new Date(person.born).getUTCDay());
    expect(other['iban']).toMatch(/^NL\d\d [A-Z]{4} \d{4} \d{4} \d\d$/);
    expect(isIban(String(other['iban']).toLowerCase())).toBe(true);
    expect(other['badge']).toMatch(/^EMP-\d{4}$/);
    expect(Number(other['age'])).toBeLessThanOrEqual(130);
    expect(Number(other['salary']) % 0.5).toBe(0);
    expect(other['site']).toMatch(/^https:\/\/people\.test\/[a-z]{3}\/[a-z]{5}\?[a-z]{4}=%C3%A9$/);
    for (const name of ['firstName', 'lastName', 'email', 'phone', 'born', 'iban', 'badge', 'age', 'salary', 'site', 'notes'])
      expect(other[name], name).not.toEqual(person[name as 'age']);
    // Listed values, booleans and what the contract says is not personal identify nobody.
    expect(other).toMatchObject({ sex: 'f', isVip: true, mobile: '0612345678' });
    expect(text).toContain('12345678901234567890');
  });

  it('is the same inside other texts, in their case', async () => {
    const { firstName, lastName, phone, notes, public: free } = await redactPerson();
    expect(free).toBe(`${firstName?.toUpperCase()} ${lastName?.toUpperCase()} knows`);
    expect(notes).toContain(`${firstName} ${lastName}`);
    expect(notes).toContain(phone);
  });

  it('changes nothing but the values', async () => {
    const odd = '{ "firstName" : "Ada",\n"a\\/b":"\\/x\\u00e9","n":1.10E+2, "firstName":"Grace" , "id": 9007199254740993 }';
    const { text } = await redactText(harOf([entry({ sent: odd, got: json })]));
    const written = entriesOf(text)[0]?.request.postData.text ?? '';
    expect(written.replace(/"firstName"( ?): ?"[A-Z][a-z]+"/g, '"firstName"$1')).toBe(
      odd.replace(/"firstName"( ?): ?"[A-Z][a-z]+"/g, '"firstName"$1'),
    );
    expect(written).not.toMatch(/Ada|Grace/);
  });

  it('is the same in JSON, XML, forms, multipart, URL, header, cookie and listed parameters', async () => {
    const values = { firstName: 'Zoë', lastName: 'Ångström & Søn', email: 'zoe@angstrom.test' };
    const xml = `<person><firstName>Zo&#xEB;</firstName><lastName>Ångström &amp; Søn</lastName><email>zoe@angstrom.test</email></person>`;
    const form = new URLSearchParams(values).toString();
    const multipart = `--b\r\nContent-Disposition: form-data; name="firstName"\r\n\r\nZoë\r\n--b\r\nContent-Disposition: form-data; name="lastName"\r\n\r\nÅngström & Søn\r\n--b\r\nContent-Disposition: form-data; name="email"\r\n\r\nzoe@angstrom.test\r\n--b--\r\n`;
    const entries = [
      entry({ sent: JSON.stringify(values), got: JSON.stringify(values) }),
      entry({ type: 'application/xml', sent: xml, got: xml }),
      entry({ type: 'application/x-www-form-urlencoded', sent: form, gotType: 'application/json', got: JSON.stringify(values) }),
      entry({ type: 'multipart/form-data; boundary=b', sent: multipart, gotType: 'text/plain', got: 'mail to zoe@angstrom.test' }),
      entry({
        login: 'zoe@angstrom.test',
        query: '?notify=zoe%40angstrom.test&tags=%C3%85ngstr%C3%B6m,x',
        headers: [
          { name: 'X-Acting-User', value: 'Zoë' },
          { name: 'Referer', value: 'https://x.test/?q=zoe%40angstrom.test' },
        ],
        sent: JSON.stringify(values),
        got: JSON.stringify(values),
        more: { comment: 'by zoe@angstrom.test', _custom: { deep: ['ÅNGSTRÖM'] } },
      }),
    ];
    const { report, text } = await redactText(harOf(entries));
    expect(report).toMatchObject({ same: 5, failures: [], left: [] });
    const written = entriesOf(text);
    const other = JSON.parse(written[0]?.request.postData.text ?? '') as typeof values;
    const xmlText = written[1]?.request.postData.text ?? '';
    const decode = (html: string): string =>
      html.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code))).replaceAll('&amp;', '&');
    expect(decode(xmlText)).toBe(
      `<person><firstName>${other.firstName}</firstName><lastName>${other.lastName}</lastName><email>${other.email}</email></person>`,
    );
    expect(Object.fromEntries(new URLSearchParams(written[2]?.request.postData.text))).toEqual(other);
    for (const value of Object.values(other)) expect(written[3]?.request.postData.text).toContain(value);
    expect(written[3]?.response.content.text).toBe(`mail to ${other.email}`);
    const url = new URL(written[4]?.request.url ?? '');
    expect(decodeURIComponent(url.pathname)).toBe(`/people/${other.email}`);
    expect(url.searchParams.get('notify')).toBe(other.email);
    expect(url.searchParams.get('tags')?.split(',')[0]).toBe(other.lastName.split(' ')[0]);
    expect(written[4]?.request.headers[1]?.value).toBe(other.firstName);
    expect(decodeURIComponent(written[4]?.request.headers[2]?.value ?? '')).toContain(other.email);
    expect(written[4]?.comment).toBe(`by ${other.email}`);
    expect(text).not.toMatch(/angstr|ngstr/i);
  });

  it('makes the sizes agree, also of bodies in base64 and of compressed ones', async () => {
    const short = JSON.stringify({ firstName: 'Ada', email: 'a@b.io' });
    const zipped = entry({ sent: short, got: short });
    const one = zipped as unknown as { response: { headers: object[]; content: Record<string, unknown> } };
    one.response.headers.push({ name: 'Content-Encoding', value: 'gzip' });
    one.response.content['text'] = gzipSync(short).toString('base64');
    one.response.content['encoding'] = 'base64';
    const plain = entry({ sent: short, got: short, headers: [{ name: 'Content-Length', value: String(short.length) }] });
    const { report, text } = await redactText(harOf([plain, zipped]));
    expect(report).toMatchObject({ same: 2, failures: [], left: [] });
    const [first, second] = entriesOf(text);
    const length = first?.request.postData.text.length ?? 0;
    expect(length).toBeGreaterThan(short.length);
    expect(first?.request.bodySize).toBe(length);
    expect(first?.request.headers[1]?.value).toBe(String(length));
    expect(first?.response.content.size).toBe(length);
    expect(Buffer.from(second?.response.content.text ?? '', 'base64').toString()).toBe(first?.response.content.text);
    expect(second?.response.content.size).toBe(length);
  });

  it('puts a neutral picture in the place of a picture, and other bytes in the place of bytes', async () => {
    const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(60, 7)]);
    const body = JSON.stringify({ firstName: 'Ada', photo: png.toString('base64') });
    const bytes = JSON.stringify({ firstName: 'Ada', photo: Buffer.from('not a picture').toString('base64') });
    const image = entry({ sent: body, gotType: 'image/png', got: 'x' });
    Object.assign((image as { response: { content: object } }).response.content, {
      encoding: 'base64',
      text: png.toString('base64'),
      size: png.length,
    });
    const { report, text } = await redactText(harOf([image, entry({ sent: bytes, got: bytes })]));
    expect(report).toMatchObject({ same: 2, failures: [], left: [] });
    const [first, second] = entriesOf(text);
    const sent = JSON.parse(first?.request.postData.text ?? '') as { photo: string };
    expect(Buffer.from(sent.photo, 'base64').subarray(0, 4).toString('hex')).toBe('89504e47');
    expect(first?.response.content.text).toBe(sent.photo);
    expect(first?.response.content.size).toBe(Buffer.from(sent.photo, 'base64').length);
    const other = JSON.parse(second?.request.postData.text ?? '') as { photo: string };
    expect(other.photo).toHaveLength(Buffer.from('not a picture').toString('base64').length);
    expect(text).not.toContain(png.toString('base64'));
  });

  it('hides credentials as the recorder does', async () => {
    const { report, text } = await redactText(
      harOf([
        entry({
          query: '?access_token=s3cr3tt0ken',
          headers: [
            { name: 'Authorization', value: 'Bearer abcdefgh' },
            { name: 'Cookie', value: 'sid=12345678' },
          ],
          sent: '{"firstName":"Ada","password":"hunter22"}',
          got: '{"firstName":"Ada"}',
        }),
      ]),
    );
    expect(report.failures).toEqual([]);
    expect(text).not.toMatch(/s3cr3tt0ken|abcdefgh|12345678|hunter22/);
    expect(text).toContain('Bearer REDACTED');
  });

  it('tells names in many languages and spellings where no contract describes them', async () => {
    const names = [
      'firstName',
      'LAST_NAME',
      'achternaam',
      'Vorname',
      'home-phone',
      'billing_email',
      'Straße',
      'código_postal',
      'dateOfBirth',
      'emails',
    ];
    const value = (name: string): string => (/date/i.test(name) ? '1990-02-28' : `Xy${name.length}zzy Qwert`);
    const body = JSON.stringify(Object.fromEntries(names.map((name) => [name, value(name)])));
    const { report, text } = await redactText(
      harOf([entry({ path: '/elsewhere', sent: body, got: '{"status":"Xyzzy","macAddress":"kept-as-is"}' })]),
    );
    expect(report).toMatchObject({ failures: [], same: 1 });
    const written = JSON.parse(entriesOf(text)[0]?.request.postData.text ?? '') as Record<string, string>;
    expect(Object.keys(written)).toEqual(names);
    for (const name of names) expect(written[name], name).not.toBe(value(name));
    expect(text).toContain('kept-as-is');
  });
});

describe('findings', () => {
  it('are the same, values that are invalid stay invalid', async () => {
    const bad = [
      { firstName: 'Ada', email: 'no mail at all' },
      { firstName: 'a name that is much too long', lastName: 'lower' },
      { firstName: 'Ada', born: '2023-02-30', phone: '0612345678' },
      { firstName: 'Ada', age: 131, badge: 'EMP-471', relatives: ['Same One', 'Same One'] },
      { lastName: 'Byron', salary: 0.3 },
    ].map((value) => JSON.stringify(value));
    const { report, text } = await redactText(harOf(bad.map((body) => entry({ sent: body, got: body }))));
    expect(report).toMatchObject({ same: 5, failures: [], left: [] });
    for (const gone of ['no mail', 'much too', '2023-02-30', '0612345678', 'Same One']) expect(text).not.toContain(gone);
  });

  it('leaves out what nothing fits, and says so', async () => {
    const path = join(folder, 'narrow.yaml');
    writeFileSync(
      path,
      `openapi: 3.1.0
info: { title: Narrow, version: '1' }
paths:
  /only:
    put:
      requestBody: { content: { application/json: { schema: { type: object, properties: { lastName: { type: string, pattern: '^Smithson-Jones$' } } } } } }
      responses: { '204': { description: done } }
`,
    );
    const from = join(folder, 'narrow.har');
    writeFileSync(
      from,
      harOf(
        [entry({ path: '/only', sent: '{"lastName":"Smithson-Jones"}', more: {} })].map((one) => ({
          ...one,
          response: { status: 204, headers: [], content: {} },
        })),
      ),
    );
    const report = redactFile({
      from: openEvidence(from, 'narrow.har'),
      to: join(folder, 'narrow-out.har'),
      uri: 'narrow-out.har',
      contracts: [await loadContract(path)],
      secret: 'k',
    });
    expect(report).toMatchObject({ exchanges: 1, same: 0, failures: [], found: 0 });
    expect(report.left).toEqual([
      'entry 0: its request body is left out: nothing that could stand for what is personal in it would be judged alike',
    ]);
    const text = readFileSync(join(folder, 'narrow-out.har'), 'utf8');
    expect(text).not.toContain('Smithson');
    expect(entriesOf(text)[0]?.comment).toContain('left out');
  });
});

describe('a body that cannot be read', () => {
  it('gets no word that is the name of somebody else', async () => {
    const letters = [...'bdfgklmnprstvz'];
    const names = letters.flatMap((one) => [...'aeiou'].flatMap((two) => letters.map((three) => `${one}${two}${three}a`)));
    const words = Array.from({ length: 400 }, (_, at) => `q${at.toString(36).padStart(3, 'w').replace(/\d/g, 'y')}`);
    const people = entry({ sent: JSON.stringify({ firstName: 'a', relatives: names }), got: '{"firstName":"a"}' });
    const broken = entry({ type: 'application/xml', sent: `<person><firstName>${words.join(' ')}</b>`, gotType: 'text/plain', got: 'x' });
    const { report, text } = await redactText(harOf([people, broken]));
    expect(report).toMatchObject({ same: 2, found: 0, failures: [] });
    expect(entriesOf(text)[1]?.request.postData.text).not.toContain('qwww');
  });

  it('keeps no name that words of the contract make together', async () => {
    const sent = JSON.stringify({ firstName: 'a', relatives: ['Salary Badge'] });
    const broken = entry({ type: 'application/xml', sent: '<person>by Salary Badge</b>', gotType: 'text/plain', got: 'x' });
    const { report, text } = await redactText(harOf([entry({ sent, got: '{"firstName":"a"}' }), broken]));
    expect(report).toMatchObject({ same: 2, found: 0, failures: [] });
    expect(text).not.toContain('Salary Badge');
  });
});

describe('contracts that want different things', () => {
  const put = (path: string, schema: string): string => `  /${path}:
    put:
      requestBody: { content: { application/json: { schema: ${schema} } } }
      responses: { '204': { description: done } }
`;
  const redactSent = async (name: string, paths: string, sent: readonly (readonly [path: string, body: string])[]) => {
    const [contract, from, to] = [`${name}.yaml`, `${name}.har`, `${name}-out.har`].map((file) => join(folder, file)) as [
      string,
      string,
      string,
    ];
    writeFileSync(contract, `openapi: 3.1.0\ninfo: { title: Two, version: '1' }\npaths:\n${paths}`);
    const entries = sent.map(([path, body]) => ({ ...entry({ path, sent: body }), response: { status: 204, headers: [], content: {} } }));
    writeFileSync(from, harOf(entries));
    const report = redactFile({ from: openEvidence(from, from), to, uri: to, contracts: [await loadContract(contract)], secret: 'k' });
    return { report, bodies: entriesOf(readFileSync(to, 'utf8')).map(({ request }) => request.postData.text) };
  };

  it.each([
    [['/free', '/digits', '/letters']],
    [['/letters', '/free', '/digits']],
    [['/free', '/digits', '/letters', '/digits', '/free']],
    [['/digits', '/letters', '/digits', '/letters']],
  ])('of one value never get two pseudonyms: %j', async (order) => {
    const badge = (pattern: string): string =>
      `{ type: object, properties: { badge: { type: string, x-personal-data: true, pattern: '${pattern}' } } }`;
    const paths = put('free', badge('.')) + put('digits', badge('^EMP-[0-9]{4}$')) + put('letters', badge('^[A-Z]{3}-4711$'));
    const { report, bodies } = await redactSent(
      `two-${order.length}-${order[0]?.slice(1)}`,
      paths,
      order.map((path) => [path, '{"badge":"EMP-4711"}'] as const),
    );
    expect(report).toMatchObject({ failures: [], found: 0 });
    expect(report.left).not.toEqual([]);
    expect(new Set(bodies.filter((body) => body !== '')).size).toBe(1);
    expect(report.left).toHaveLength(bodies.filter((body) => body === '').length);
  });

  it('come to an end with values of many kinds that nothing fits', async () => {
    const values = Array.from({ length: 70 }, (_, at) => {
      const some = [`Smithson${at}`, 100_000 + at, `1985-04-${String((at % 28) + 1).padStart(2, '0')}`, `a${at}@b.test`, `EMP-${at}`, at];
      return [`m${at}`, some[at % some.length]] as const;
    });
    const own = {
      type: 'object',
      properties: Object.fromEntries(values.map(([name, value]) => [name, { not: { not: { const: value } }, 'x-personal-data': true }])),
    };
    const { report } = await redactSent('many', put('exact', JSON.stringify(own)), [
      ['/exact', JSON.stringify(Object.fromEntries(values))],
    ]);
    expect(report).toMatchObject({ failures: [] });
    expect(report.left.join()).toMatch(/^entry 0: its request body is left out/);
  });
});

describe('keys', () => {
  it('give the same pseudonyms in several files, and others give others', async () => {
    const one = await redactText(harOf([entry({ sent: json, got: json })]), 'one');
    const again = await redactText(harOf([entry({ sent: json, got: json })]), 'one');
    const other = await redactText(harOf([entry({ sent: json, got: json })]), 'other');
    expect(again.text).toBe(one.text);
    expect(other.text).not.toBe(one.text);
    expect(JSON.stringify(one)).not.toContain('"one"');
  });

  it('keep Luhn digits', async () => {
    const body = JSON.stringify({ firstName: 'Ada', cardNumber: '4111 1111 1111 1111' });
    const { text } = await redactText(harOf([entry({ sent: body, got: body })]));
    const { cardNumber } = JSON.parse(entriesOf(text)[0]?.request.postData.text ?? '') as { cardNumber: string };
    expect(cardNumber).toMatch(/^\d{4} \d{4} \d{4} \d{4}$/);
    expect(isCardNumber(cardNumber)).toBe(true);
    expect(cardNumber).not.toBe('4111 1111 1111 1111');
  });
});

describe('the recordings that ship', () => {
  const root = new URL('../../', import.meta.url).pathname;
  const vendors = readdirSync(join(root, 'contracts'), { withFileTypes: true }).filter((one) => one.isDirectory());
  const recordings = vendors.flatMap(({ name }) =>
    readdirSync(join(root, 'contracts', name, 'recordings'))
      .filter((file) => file.endsWith('.har'))
      .map((file) => [name, file] as const),
  );
  it.each(recordings)('%s/%s: every verdict is the same', async (vendor, file) => {
    const contract = await loadContract(join(root, 'contracts', vendor, 'openapi.yaml'));
    const from = openEvidence(join(root, 'contracts', vendor, 'recordings', file), file);
    for (const secret of ['a', 'b', 'c']) {
      const report = redactFile({ from, to: join(folder, `${vendor}-${file}`), uri: file, contracts: [contract], secret });
      expect(report).toMatchObject({ same: report.exchanges, found: 0, failures: [], left: [] });
      expect(report.originals).toBeGreaterThan(5);
    }
  });
});

it('has a contract to be held against', async () => {
  expect((await crm()).problems()).toEqual([]);
});
