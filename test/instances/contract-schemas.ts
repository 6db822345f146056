// What the shipped contracts allow in a request, asked of Ajv directly: the imitations must not judge with the code they are there to test.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import { load } from 'js-yaml';
import type { VendorId } from './vendor.ts';

export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly allOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly xml?: { readonly name?: string; readonly wrapped?: boolean };
}

export interface Schemas {
  /** What is wrong with a value as a component schema sees it; undefined when nothing is. */
  problemOf(component: string, value: unknown): string | undefined;
  /** The component, and whatever a `$ref` inside it points to. */
  schema(component: string): Schema;
  resolve(schema: Schema): Schema;
}

const cached = new Map<VendorId, Schemas>();

export function schemasOf(vendor: VendorId): Schemas {
  const known = cached.get(vendor);
  if (known) return known;
  const document = load(readFileSync(join(import.meta.dirname, '..', '..', 'contracts', vendor, 'openapi.yaml'), 'utf8')) as Schema;
  const ajv = new Ajv2020({ strict: false, validateSchema: false, formats });
  ajv.addSchema(document, vendor);
  const schemas: Schemas = {
    problemOf(component, value) {
      const validate = ajv.getSchema(`${vendor}#/components/schemas/${component}`) as ValidateFunction;
      if (validate(value)) return undefined;
      return ajv.errorsText(validate.errors?.slice(0, 1), { dataVar: component });
    },
    schema: (component) => schemas.resolve({ $ref: `#/components/schemas/${component}` }),
    resolve(schema) {
      if (schema.$ref === undefined) return schema;
      const found = schema.$ref
        .slice(2)
        .split('/')
        .reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], document);
      return schemas.resolve({ ...(found as Schema), ...(schema.xml && { xml: schema.xml }) });
    },
  };
  cached.set(vendor, schemas);
  return schemas;
}

const integer = (bits: number) => ({
  type: 'number' as const,
  validate: (value: number) => Number.isInteger(value) && value >= -(2 ** (bits - 1)) && value <= 2 ** (bits - 1) - 1,
});

const localDateTime = /^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?$/;

function isLocalDateTime(text: string): boolean {
  const [, year, month, day] = localDateTime.exec(text) ?? [];
  if (day === undefined) return false;
  // A leap year every four hundred years, so that the year 1 needs no exception.
  const date = new Date(Date.UTC(2000 + (Number(year) % 400), Number(month) - 1, Number(day)));
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}

const formats = {
  int32: integer(32),
  int64: integer(64),
  double: { type: 'number' as const, validate: (value: number) => Number.isFinite(value) },
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  uri: (text: string) => URL.canParse(text),
  'http-date': (text: string) => !Number.isNaN(Date.parse(text)),
  'date-time': (text: string) => {
    const cut = /(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/i.exec(text)?.index;
    return cut !== undefined && isLocalDateTime(text.slice(0, cut));
  },
  'date-time-local': isLocalDateTime,
};
