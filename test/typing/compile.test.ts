// The modules of the shipped contracts before the real compiler: what is right passes, what is wrong is refused, and every sample fits.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { contentFor } from '../../src/content/index.ts';
import { findEntry } from '../../src/judge/body.ts';
import { findResponse } from '../../src/model/contract.ts';
import { parseMediaType } from '../../src/model/media-type.ts';
import { type LoadedContract, loadContract } from '../../src/openapi/load.ts';
import { writeModule } from '../../src/typing/module.ts';
import { complaintsAbout } from './compile.ts';

const root = join(import.meta.dirname, '../..');
const vendors = ['superoffice', 'onlyoffice', 'odyssee'] as const;
const contracts = await Promise.all(vendors.map((vendor) => loadContract(join(root, `contracts/${vendor}/openapi.yaml`), { cwd: root })));
const modules = Object.fromEntries(
  contracts.map((contract) => [`${contract.id}.ts`, writeModule(contract, { document: contract.uri, from: 'truce' })]),
);

it('accepts the modules of the shipped contracts, and handlers written by them', () => {
  const use = `
import type { ContractToken, OperationTypes } from 'truce';
import { onlyoffice, type Operations as Onlyoffice, type responses } from './onlyoffice.ts';
import { odyssee } from './odyssee.ts';
import { superoffice, type Operations as Superoffice } from './superoffice.ts';

type Body<T> = T extends { body: infer B } ? B : never;
interface Reply {
  readonly status: number;
}
interface Call<T extends OperationTypes> {
  readonly path: T['parameters']['path'];
  readonly query: T['parameters']['query'];
  readonly body: T['body'];
  respond<S extends keyof T['responses']>(status: S, body: T['responses'][S]): Reply;
}
declare function define<O extends { [K in keyof O]: OperationTypes }>(
  token: ContractToken<O>,
  handlers: { [K in keyof O]?: (call: Call<O[K]>) => Reply },
): void;

define(onlyoffice, {
  updatePerson: ({ path, query, body, respond }) => {
    const id: number = path.personid;
    const fields: string[] | undefined = query.fields;
    const person: responses.Person = { id, firstName: body.firstName, lastName: body.lastName };
    if (fields?.includes('about') && body.about !== undefined) person.about = body.about;
    return respond(200, { status: 0, response: person });
  },
  createPerson: ({ respond }) => respond(401, 'Unauthorized'),
});
define(superoffice, { saveContactEntity: ({ respond }) => respond(401, undefined) });
define(odyssee, { saveContact: ({ body, respond }) => respond(201, { ...body, modified_dateutc: '2026-01-01T00:00:00Z' }) });

export const company: Body<Superoffice['putContactEntity']> = { Name: 'Acme', Country: null };
export const share: NonNullable<Body<Onlyoffice['createPerson']>['shareType']>[] = ['None', 0];

// @ts-expect-error there is no such operation
define(onlyoffice, { deletePerson: () => ({ status: 200 }) });
define(onlyoffice, {
  // @ts-expect-error 418 is not documented
  createPerson: ({ respond }) => respond(418, 'no'),
  updatePerson: ({ path, query, body, respond }) => {
    // @ts-expect-error an error envelope has an error
    respond(400, { status: 1 });
    // @ts-expect-error the body of 401 is text
    respond(401, { status: 1, error: { message: 'no' } });
    // @ts-expect-error the parameter is a number
    const id: string = path.personid;
    // @ts-expect-error the parameter may be missing
    const fields: string[] = query.fields;
    // @ts-expect-error nobody describes the member
    const nick = body.nickname;
    return respond(401, \`\${id} \${fields} \${nick}\`);
  },
});
// @ts-expect-error lastname is required
define(odyssee, { saveContact: ({ body, respond }) => respond(200, { id: body.id }) });
// @ts-expect-error a response without content has no body
define(superoffice, { saveContactEntity: ({ respond }) => respond(401, 'no') });
// @ts-expect-error not one of the listed values
export const wrong: Body<Onlyoffice['createPerson']> = { firstName: 'a', lastName: 'b', shareType: 'Everybody' };
`;
  expect(complaintsAbout({ ...modules, 'use.ts': use })).toBe('');
});

const extensions: Readonly<Record<string, string>> = {
  json: 'application/json',
  xml: 'text/xml',
  urlencoded: 'application/x-www-form-urlencoded',
};

/** The samples of a vendor as decoded values with the type they should have; those the validator does not accept are left out. */
function* samplesOf(contract: LoadedContract): Generator<string> {
  const folder = join(root, `contracts/${contract.id}/samples`);
  for (const name of readdirSync(folder)) {
    const [, id = '', side = '', extension = ''] = /^(\w+)\.(request|\d{3})\..*\.(json|xml|urlencoded)$/.exec(name) ?? [];
    const operation = contract.operation(id);
    const mediaType = parseMediaType(extensions[extension] ?? '');
    if (!operation || !mediaType) continue;
    const response = side === 'request' ? undefined : findResponse(operation, Number(side));
    const entries = (side === 'request' ? operation.requestBody?.content : response?.content) ?? [];
    const entry = findEntry(entries, mediaType) ?? entries.find((other) => other.mediaType?.subtype === mediaType.subtype);
    if (!entry?.schema) continue;
    const text = readFileSync(join(folder, name), 'utf8');
    const decoded = contentFor(mediaType).decode({ text }, { mediaType, encoding: entry.encoding, shape: entry.schema.shape });
    if (decoded.kind !== 'value' || !entry.schema.accepts(decoded.value, response ? 'response' : 'request')) continue;
    const type = response ? `${contract.id}['${id}']['responses'][${response.key}]` : `${contract.id}['${id}']['body']`;
    yield `  // ${name}\n  (${JSON.stringify(decoded.value)}) satisfies ${type},\n`;
  }
}

it('accepts what the decoders make of every sample, whether JSON, XML or a form', () => {
  const samples = contracts.flatMap((contract) => [...samplesOf(contract)]);
  expect(samples.length).toBeGreaterThan(40);
  const imports = vendors.map((vendor) => `import type { Operations as ${vendor} } from './${vendor}.ts';\n`).join('');
  expect(complaintsAbout({ ...modules, 'samples.ts': `${imports}export const samples = [\n${samples.join('')}];\n` })).toBe('');
});

it('is what ships in mocks/', () => {
  for (const vendor of vendors) {
    const contract = contracts.find(({ id }) => id === vendor) as LoadedContract;
    const text = writeModule(contract, { document: `../contracts/${vendor}/openapi.yaml`, from: '../src/index.ts' });
    expect(readFileSync(join(root, `mocks/${vendor}.contract.ts`), 'utf8')).toBe(text);
  }
});
