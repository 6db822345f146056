// Everything one operation promises, each promise with its count: itself, statuses, media types, parameters, headers, security, and fields on first use.
import type { MediaTypeEntry, Operation, Parameter, ResponseEntry, View } from '../model/contract.ts';
import { Count } from './count.ts';
import { FieldTree } from './field-tree.ts';
import { Values } from './values.ts';

export class BodyNode {
  readonly entry: MediaTypeEntry;
  readonly direction: View;
  readonly count = new Count();
  #tree: FieldTree | undefined;

  constructor(entry: MediaTypeEntry, direction: View) {
    this.entry = entry;
    this.direction = direction;
  }

  /** Undefined where the contract gives no schema. */
  get tree(): FieldTree | undefined {
    const { schema } = this.entry;
    return (this.#tree ??= schema && new FieldTree(schema.shape, this.direction));
  }

  /** True when any evidence said something here, or a consumer needs something. */
  get isTouched(): boolean {
    const fields = this.#tree ? [this.#tree.root, ...this.#tree.fields] : [];
    return this.count.isSeen || fields.some(({ count }) => count.isSeen);
  }
}

export interface ParameterNode {
  readonly parameter: Parameter;
  readonly count: Count;
  readonly values: Values | undefined;
}

export interface StatusNode {
  readonly entry: ResponseEntry;
  readonly count: Count;
  readonly seen: Set<number>;
  readonly headers: readonly ParameterNode[];
  readonly bodies: readonly BodyNode[];
}

/** Of a list, the values are those of its items. */
function makeParameter(parameter: Parameter): ParameterNode {
  const { shape } = parameter.schema ?? {};
  const valued = shape?.types.has('array') && shape.items ? shape.items : shape;
  return { parameter, count: new Count(), values: valued && Values.of(valued) };
}

export class OperationNode {
  readonly operation: Operation;
  readonly count = new Count();
  readonly consumers = new Set<string>();
  readonly parameters: readonly ParameterNode[];
  /** Beside the alternatives of `operation.security`. */
  readonly security: readonly Count[];
  readonly bodies: readonly BodyNode[];
  readonly statuses: readonly StatusNode[];

  constructor(operation: Operation) {
    this.operation = operation;
    this.parameters = operation.parameters.map(makeParameter);
    this.security = (operation.security?.alternatives ?? []).map(() => new Count());
    this.bodies = (operation.requestBody?.content ?? []).map((entry) => new BodyNode(entry, 'request'));
    this.statuses = operation.responses.map((entry) => ({
      entry,
      count: new Count(),
      seen: new Set(),
      headers: entry.headers.map(makeParameter),
      bodies: entry.content.map((content) => new BodyNode(content, 'response')),
    }));
  }

  status(entry: ResponseEntry): StatusNode | undefined {
    return this.statuses.find((status) => status.entry === entry);
  }

  /** Without a response it is a body of the request. */
  body(entry: MediaTypeEntry, response?: ResponseEntry): BodyNode | undefined {
    const bodies = response ? this.status(response)?.bodies : this.bodies;
    return bodies?.find((body) => body.entry === entry);
  }

  get isTouched(): boolean {
    return this.count.isSeen || this.consumers.size > 0 || [...countsOf(this, false)].some(([, count]) => count.isSeen);
  }
}

export type CountKey = readonly string[];

/** Every count with a key that is the same in every process that reads the same contract. `withFields`: also of bodies nothing touched. */
export function* countsOf(node: OperationNode, withFields: boolean): Generator<readonly [CountKey, Count]> {
  yield [['operation'], node.count];
  for (const [index, count] of node.security.entries()) yield [['security', String(index)], count];
  for (const parameter of node.parameters) yield* countsOfParameter(['parameter'], parameter);
  for (const body of node.bodies) yield* countsOfBody(['request'], body, withFields);
  for (const { entry, count, headers, bodies } of node.statuses) {
    yield [['status', entry.key], count];
    for (const header of headers) yield* countsOfParameter(['status', entry.key], header);
    for (const body of bodies) yield* countsOfBody(['status', entry.key], body, withFields);
  }
}

function* countsOfParameter(key: CountKey, { parameter, count, values }: ParameterNode): Generator<readonly [CountKey, Count]> {
  const own = [...key, parameter.in, parameter.name];
  yield [own, count];
  if (values) for (const [index, { kind, text }] of values.all.entries()) yield [[...own, kind, text], values.count(index)];
}

function* countsOfBody(key: CountKey, body: BodyNode, withFields: boolean): Generator<readonly [CountKey, Count]> {
  const own = [...key, 'body', body.entry.range];
  yield [own, body.count];
  if ((!withFields && !body.isTouched) || !body.tree) return;
  for (const { pointer, count, values } of [body.tree.root, ...body.tree.fields]) {
    const place = [...own, pointer];
    yield [place, count];
    if (values) for (const [index, { kind, text }] of values.all.entries()) yield [[...place, kind, text], values.count(index)];
  }
}
