// Runtime expressions of Arazzo (1.0.1 §4.3 Runtime Expressions; the same as in OpenAPI Link Objects): evaluated, and filled into values.
import { type Field, fieldValue } from '../../model/exchange.ts';
import { isRecord } from '../../model/json-value.ts';
import { resolvePointer } from '../../model/pointer.ts';
import { quote } from '../../model/show.ts';
import { UserError } from '../../model/user-error.ts';

/** One exchange as expressions see it. */
export interface Exchanged {
  readonly method: string;
  readonly url: string;
  readonly request: {
    readonly fields: readonly Field[];
    readonly query: ReadonlyMap<string, unknown>;
    readonly path: ReadonlyMap<string, unknown>;
    readonly body: unknown;
  };
  readonly response: { readonly status: number; readonly fields: readonly Field[]; readonly body: unknown };
}

export interface Scope {
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Outputs by id of the step. */
  readonly steps: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  /** Outputs by id of the workflow. */
  readonly workflows: ReadonlyMap<
    string,
    { readonly inputs: Readonly<Record<string, unknown>>; readonly outputs: Readonly<Record<string, unknown>> }
  >;
  /** Outputs of the workflow itself. */
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly exchanged?: Exchanged;
}

export const emptyScope: Scope = { inputs: {}, steps: new Map(), workflows: new Map(), outputs: {} };

/** The value of an expression; undefined where it names nothing. Throws a UserError for what is no expression. */
export function evaluate(expression: string, scope: Scope): unknown {
  const { exchanged } = scope;
  const [head = '', ...rest] = expression.split('.');
  const tail = rest.join('.');
  switch (head) {
    case '$method':
      return exchanged?.method;
    case '$url':
      return exchanged?.url;
    case '$statusCode':
      return exchanged?.response.status;
    case '$request':
    case '$response':
      return ofMessage(expression, tail, head === '$request' ? exchanged?.request : exchanged?.response);
    case '$inputs':
      return member(scope.inputs, tail);
    case '$outputs':
      return member(scope.outputs, tail);
    case '$steps': {
      const [, id = '', name = ''] = /^([^.]+)\.outputs\.(.+)$/s.exec(tail) ?? [];
      return id === '' ? unknown(expression) : member(scope.steps.get(id), name);
    }
    case '$workflows': {
      const [, id = '', kind = '', name = ''] = /^([^.]+)\.(inputs|outputs)\.(.+)$/s.exec(tail) ?? [];
      return id === '' ? unknown(expression) : member(scope.workflows.get(id)?.[kind as 'inputs' | 'outputs'], name);
    }
    default:
      return unknown(expression);
  }
}

const unknown = (expression: string): never => {
  throw new UserError(`${quote(expression, 120)} is no runtime expression that Truce knows`, {
    hint: 'Expressions begin with `$inputs.`, `$steps.<id>.outputs.`, `$workflows.<id>.outputs.`, `$outputs.`, `$request.`, `$response.`, `$statusCode`, `$method` or `$url`',
  });
};

/** `name`, `name#/pointer`; names may hold full stops. */
function member(values: Readonly<Record<string, unknown>> | undefined, path: string): unknown {
  if (!values) return undefined;
  const [, name = path, pointer = ''] = /^([^#]*)#?(.*)$/s.exec(path) ?? [];
  const value = Object.hasOwn(values, name) ? values[name] : undefined;
  return pointer === '' ? value : resolvePointer(value, pointer);
}

type Message = Partial<Exchanged['request']> & Partial<Exchanged['response']>;

function ofMessage(expression: string, tail: string, message: Message | undefined): unknown {
  if (tail === 'body') return message?.body;
  if (tail.startsWith('body#')) return resolvePointer(message?.body, tail.slice(5));
  const [, where = '', name = ''] = /^(header|query|path)\.(.+)$/s.exec(tail) ?? [];
  if (where === 'header') return fieldValue(message?.fields ?? [], name);
  if (where === 'query') return message?.query?.get(name);
  return where === 'path' ? message?.path?.get(name) : unknown(expression);
}

/** Every string in a value with its expressions replaced: a whole one keeps the type, `{$…}` within a text becomes text. */
export function fill(value: unknown, scope: Scope): unknown {
  if (typeof value === 'string') return fillText(value, scope);
  if (Array.isArray(value)) return value.map((item) => fill(item, scope));
  return isRecord(value) ? Object.fromEntries(Object.entries(value).map(([name, item]) => [name, fill(item, scope)])) : value;
}

// `$select` is a parameter's value as well as `$inputs.x` an expression: only the words of the standard make one.
const whole = /^\$(?:(?:inputs|outputs|steps|workflows|request|response)\.|(?:statusCode|method|url)$)/;

function fillText(text: string, scope: Scope): unknown {
  if (whole.test(text)) return evaluate(text, scope);
  return text.replace(/\{(\$[^{}]+)\}/g, (_, expression: string) => asText(evaluate(expression, scope)));
}

const asText = (value: unknown): string => (value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value));
