// Every kind of matcher against schemas, with the answer there must be; the matching engine of Pact itself is asked about the same rows.
type Matcher = Readonly<Record<string, unknown>>;

export interface Row {
  readonly schema: unknown;
  readonly example: unknown;
  readonly matchers: readonly Matcher[];
  readonly combine?: 'OR';
  readonly answer: 'impossible' | 'guaranteed' | 'depends' | 'undecided';
  /** A value the contract allows and the consumer refuses. */
  readonly escape?: unknown;
}

const string = { type: 'string' };
const integer = { type: 'integer' };
const number = { type: 'number' };
const ab = { enum: ['A', 'B'] };
const list = { type: 'array', items: string };
const dateTime = { type: 'string', format: 'date-time' };
const date = { type: 'string', format: 'date' };

const row = (schema: unknown, example: unknown, matcher: Matcher | readonly Matcher[], answer: Row['answer'], escape?: unknown): Row => ({
  schema,
  example,
  matchers: Array.isArray(matcher) ? (matcher as readonly Matcher[]) : [matcher as Matcher],
  answer,
  ...(escape !== undefined && { escape }),
});
const type = { match: 'type' };
const regex = (text: string): Matcher => ({ match: 'regex', regex: text });

export const rows: readonly Row[] = [
  row(string, 'x', type, 'guaranteed'),
  row({ type: ['string', 'null'] }, 'x', type, 'depends', null),
  row(integer, 'x', type, 'impossible'),
  row(integer, 1, type, 'guaranteed'),
  row(number, 1, type, 'guaranteed'),
  row({ type: 'boolean' }, true, type, 'guaranteed'),
  row({ type: ['boolean', 'integer'] }, true, type, 'depends', 0),
  row({ type: 'integer', maximum: 5 }, 10, type, 'guaranteed'),
  row(ab, 'something', type, 'guaranteed'),
  row({ enum: ['A', 1] }, 'A', type, 'depends', 1),
  row(list, ['x'], { match: 'type', min: 1 }, 'depends', []),
  row({ ...list, minItems: 2 }, ['x'], { match: 'type', min: 1 }, 'guaranteed'),
  row({ ...list, maxItems: 2 }, ['x'], { match: 'type', max: 2 }, 'guaranteed'),
  row(list, ['x'], { match: 'type', max: 2 }, 'depends', ['x', 'x', 'x']),
  row({ ...list, maxItems: 1 }, ['x', 'y'], { match: 'type', min: 2 }, 'impossible'),
  row({ ...list, minItems: 4 }, ['x'], { match: 'type', max: 3 }, 'impossible'),
  row({ type: 'array', items: integer }, ['x'], { match: 'type', min: 1 }, 'impossible'),
  row(ab, 'A', regex('A|B'), 'guaranteed'),
  row({ enum: ['A', 'B', 'C'] }, 'A', regex('^(A|B)$'), 'depends', 'C'),
  row(ab, 'C', regex('C|D'), 'impossible'),
  row(ab, 'A', regex('[a-z]'), 'impossible'),
  row(integer, 'A', regex('A|B'), 'impossible'),
  row(number, 'active', regex('[a-z]+'), 'impossible'),
  row(integer, '1', regex('1|2'), 'depends', 0),
  row({ type: 'integer', minimum: 1000 }, '1', regex('1|2'), 'impossible'),
  row(date, '31.12.2024', regex('\\d{2}\\.\\d{2}\\.\\d{4}'), 'impossible'),
  row(dateTime, '2024-02-29', regex('\\d{4}-\\d{2}-\\d{2}'), 'impossible'),
  row({ type: 'string', format: 'uuid' }, 'abc', regex('[a-z]+'), 'impossible'),
  row({ type: 'string', minLength: 3 }, 'GB', regex('[A-Z]{2}'), 'impossible'),
  row({ type: 'string', maxLength: 3 }, 'ABCD', regex('(?i)[a-z]{4,}'), 'impossible'),
  row({ type: 'string', pattern: '^x' }, 'A', regex('A|B'), 'impossible'),
  row({ type: 'object' }, 'A', regex('A|B'), 'impossible'),
  row({ type: 'object' }, 'A', regex('.{9}'), 'depends', {}),
  row(list, 'A', regex('\\{.*\\}'), 'impossible'),
  row(integer, '1.0.0', { match: 'semver' }, 'impossible'),
  row(date, 'x', { match: 'include', value: 'x' }, 'impossible'),
  row({ type: 'string', maxLength: 3 }, '2024-02-29', { match: 'date', format: 'yyyy-MM-dd' }, 'impossible'),
  row({ enum: ['Männlich'] }, 'Männlich', regex('\\w+'), 'guaranteed'),
  row({ enum: ['٣'] }, '3', regex('[\\d]'), 'guaranteed'),
  row({ enum: ['team-lead'] }, 'lead', regex('lead'), 'impossible'),
  row({ type: 'string', pattern: '^[A-Z]{2}$' }, 'GB', regex('^[A-Z]{2}$'), 'guaranteed'),
  row({ type: 'string', pattern: '^[A-Z]{2}$' }, 'GB', regex('[A-Z]{2,3}'), 'undecided'),
  row({ type: 'string', pattern: '^[A-Z]{2}$' }, 'GB', regex('G[A-Z]'), 'depends', 'AA'),
  row(string, 'GB', regex('[A-Z]+'), 'depends', ''),
  row(
    { type: 'string', format: 'uuid' },
    '7b0d3f6e-6f0a-4a39-9d5f-0a8c5d1d4e2a',
    regex('[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}'),
    'undecided',
  ),
  row(integer, 12, regex('\\d+'), 'depends', -1),
  row({ type: 'integer', minimum: 0 }, 12, regex('\\d+'), 'undecided'),
  row({ type: 'integer', minimum: 1, maximum: 9 }, 5, regex('[1-9]'), 'guaranteed'),
  row({ type: 'integer', minimum: 1, maximum: 9 }, 5, regex('[1-8]'), 'depends', 9),
  row({ type: 'integer', minimum: 1, maximum: 9 }, 10, regex('[1-9]0'), 'impossible'),
  row(number, 1, { match: 'number' }, 'guaranteed'),
  row(string, 1, { match: 'number' }, 'impossible'),
  row(integer, 1, { match: 'integer' }, 'guaranteed'),
  row(number, 1, { match: 'integer' }, 'depends', 1.5),
  row(number, 1.5, { match: 'decimal' }, 'depends', 0),
  row(integer, 1.5, { match: 'decimal' }, 'impossible'),
  row({ enum: [1.5, 2.5] }, 1.5, { match: 'decimal' }, 'guaranteed'),
  row({ type: 'boolean' }, true, { match: 'boolean' }, 'guaranteed'),
  row(ab, true, { match: 'boolean' }, 'impossible'),
  row({ enum: ['true', 'false'] }, 'true', { match: 'boolean' }, 'guaranteed'),
  row(integer, true, { match: 'boolean' }, 'impossible'),
  row({ type: 'null' }, null, { match: 'null' }, 'guaranteed'),
  row(string, null, { match: 'null' }, 'impossible'),
  row({ type: ['string', 'null'] }, null, { match: 'null' }, 'depends', ''),
  row(dateTime, '2020-01-01T00:00:00Z', { match: 'date', format: 'yyyy-MM-dd' }, 'impossible'),
  row(date, '2020-01-01', { match: 'date', format: 'yyyy-MM-dd' }, 'guaranteed'),
  row(date, '01.01.2020', { match: 'date', format: 'dd.MM.yyyy' }, 'impossible'),
  row(dateTime, '2020-01-01T00:00:00Z', { match: 'timestamp', format: "yyyy-MM-dd'T'HH:mm:ssXXX" }, 'depends', '2024-02-29T10:20:30.5Z'),
  row(date, '2020-01-01T00:00:00Z', { match: 'datetime', format: "yyyy-MM-dd'T'HH:mm:ssXXX" }, 'impossible'),
  row(string, '10:20:30', { match: 'time', format: 'HH:mm:ss' }, 'depends', ''),
  row({ enum: ['10:20:30', '23:59:59'] }, '10:20:30', { match: 'time', format: 'HH:mm:ss' }, 'guaranteed'),
  row(ab, 'A', { match: 'include', value: 'A' }, 'depends', 'B'),
  row({ enum: ['xA', 'Ay'] }, 'A', { match: 'include', value: 'A' }, 'guaranteed'),
  row({ enum: ['1.0.0', '2.1.3-rc.1'] }, '1.0.0', { match: 'semver' }, 'guaranteed'),
  row({ enum: ['1.0.0', '1.0'] }, '1.0.0', { match: 'semver' }, 'depends', '1.0'),
  row(string, 'x', { match: 'notEmpty' }, 'depends', ''),
  row({ type: 'string', minLength: 1 }, 'x', { match: 'notEmpty' }, 'guaranteed'),
  row(list, ['x'], { match: 'notEmpty' }, 'depends', []),
  row(string, 'x', { match: 'equality' }, 'guaranteed'),
  row(ab, 'C', { match: 'equality' }, 'impossible'),
  { ...row({ type: ['string', 'null'] }, 'x', [type, { match: 'null' }], 'guaranteed'), combine: 'OR' },
  { ...row({ type: ['string', 'integer', 'null'] }, 'x', [type, { match: 'null' }], 'depends', 0), combine: 'OR' },
  row({ enum: ['A', 'AB'] }, 'A', [type, regex('A.*')], 'guaranteed'),
  row({ enum: ['A', 'AB'] }, 'A', [type, regex('A')], 'depends', 'AB'),
];
