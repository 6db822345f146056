// Walks a value and its schema side by side and yields every single change there is: members left out and put in, other values, wrong ones.
import type { Alternative, Domain } from '../../model/domain.ts';
import { isRecord } from '../../model/json-value.ts';
import { itemShape, propertyShape, type Shape } from '../../model/shape.ts';
import type { Pointer } from '../../model/pointer.ts';
import { type Change, changed, pointerTo, removed } from './change.ts';
import { alternativeFor } from './fit.ts';
import { Impossible } from './impossible.ts';
import { invalidOthers } from './invalid-others.ts';
import { type Maker, makeValue } from './make-value.ts';
import { validOthers } from './valid-others.ts';

/** Members below members that are changed; deeper ones stay as they are. */
const deepest = 8;
/** How often one schema may stand inside itself and still be varied. */
const mostRounds = 2;
/** An undocumented name; long enough never to be one by accident. */
export const undocumentedName = 'x-truce-undocumented';

export interface WalkTools {
  readonly maker: Maker;
  /** What could not be made. */
  readonly skipped: (pointer: Pointer, said: string, reason: string) => void;
}

/** Every change of `root`, in document order; the order and the names are the same for the same contract and value. */
export function* changesOf(root: unknown, domain: Domain, shape: Shape | undefined, tools: WalkTools): Generator<Change> {
  yield* atPlace({ root, tokens: [], value: root, domain, shape, rounds: [] }, tools);
}

interface At {
  readonly root: unknown;
  readonly tokens: readonly string[];
  readonly value: unknown;
  readonly domain: Domain;
  readonly shape: Shape | undefined;
  /** Keys of the schemas above. */
  readonly rounds: readonly string[];
}

function* atPlace(at: At, tools: WalkTools): Generator<Change> {
  const { root, tokens, value, domain, shape, rounds } = at;
  if (tokens.length > deepest || rounds.filter((key) => key === domain.key).length >= mostRounds) return;
  const pointer = pointerTo(tokens);
  for (const { value: other, said } of validOthers(domain, shape, value, tools.maker, (what, reason) =>
    tools.skipped(pointer, what, reason),
  ))
    yield { pointer, after: said, root: changed(root, tokens, other) };
  for (const { value: wrong, said, keyword, contract } of invalidOthers(tools.maker, domain, shape, value))
    yield { pointer, after: said, root: changed(root, tokens, wrong), breaks: { keyword, contract } };
  const facts = alternativeFor(domain, value);
  if (!facts) return;
  const inside = { ...at, rounds: [...rounds, domain.key] };
  if (Array.isArray(value)) yield* items(inside, value, facts, tools);
  else if (isRecord(value)) yield* members(inside, value, facts, tools);
}

/** Items are alike: the first one stands for all of them. */
function* items(at: At, value: readonly unknown[], facts: Alternative, tools: WalkTools): Generator<Change> {
  const domain = facts.item(0);
  if (!domain || domain === 'closed') return;
  if (value.length > 0)
    return yield* atPlace(
      { ...at, tokens: [...at.tokens, '0'], value: value[0], domain, shape: at.shape && itemShape(at.shape, 0) },
      tools,
    );
  if (facts.maxItems < 1) return;
  const tokens = [...at.tokens, '0'];
  const item = made(domain, at.shape && itemShape(at.shape, 0), pointerTo(tokens), tools);
  if (!item) return;
  const root = changed(at.root, at.tokens, [item.value]);
  yield { pointer: pointerTo(tokens), before: 'with', root };
  yield* atPlace({ ...at, root, tokens, value: item.value, domain, shape: at.shape && itemShape(at.shape, 0) }, tools);
}

function* members(at: At, value: Record<string, unknown>, facts: Alternative, tools: WalkTools): Generator<Change> {
  const { root } = at;
  for (const name of new Set([...facts.names, ...facts.required, ...Object.keys(value)])) {
    const tokens = [...at.tokens, name];
    const pointer = pointerTo(tokens);
    const shape = at.shape && propertyShape(at.shape, name);
    const { mention, domain } = facts.property(name);
    const isPresent = Object.hasOwn(value, name);
    if (isPresent) {
      const contract = facts.place('required');
      const isRequired = facts.required.has(name);
      yield {
        pointer,
        before: 'without',
        root: changed(root, tokens, removed),
        ...(isRequired && { after: '(required)', breaks: { keyword: 'required', contract } }),
      };
      if (domain) yield* atPlace({ ...at, tokens, value: value[name], domain, shape }, tools);
    } else if (mention !== 'closed' && domain && !shape?.readOnly) {
      const member = made(domain, shape, pointer, tools);
      if (!member) continue;
      const fuller = changed(root, tokens, member.value);
      yield { pointer, before: 'with', root: fuller };
      yield* atPlace({ ...at, root: fuller, tokens, value: member.value, domain, shape }, tools);
    }
  }
  if (facts.rest.mention === 'closed') {
    const keyword = facts.place('additionalProperties') === facts.location ? 'unevaluatedProperties' : 'additionalProperties';
    const tokens = [...at.tokens, undocumentedName];
    yield {
      pointer: pointerTo(tokens),
      before: 'with',
      after: '(undocumented)',
      root: changed(root, tokens, 'undocumented'),
      breaks: { keyword, contract: facts.place(keyword) },
    };
  }
}

function made(domain: Domain, shape: Shape | undefined, pointer: Pointer, { maker, skipped }: WalkTools): { value: unknown } | undefined {
  try {
    return { value: makeValue(domain, shape, maker) };
  } catch (error) {
    if (!(error instanceof Impossible)) throw error;
    skipped(pointer, 'with', error.message);
    return undefined;
  }
}
