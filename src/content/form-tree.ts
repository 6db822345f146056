// The names of a form as a tree: `a`, `a[]`, `a[0]` and `a[0][Key]` lead to leaves. Brackets are a convention of PHP, Rails and .NET, no standard;
// OpenAPI knows one level of them as `deepObject`. They are followed only where the contract describes an object or an array under that name.
import { propertyShape } from '../model/shape.ts';
import type { Shape } from '../model/shape.ts';
import { kindsOf } from './kinds.ts';

export interface Branch<Leaf> {
  readonly leaves: Leaf[];
  readonly members: Map<string, Branch<Leaf>>;
}

const maximumDepth = 32;
const bracketed = /^([^[\]]+)((?:\[[^[\]]*\])+)$/;

const makeBranch = <Leaf>(): Branch<Leaf> => ({ leaves: [], members: new Map() });

export function growTree<Leaf>(pairs: Iterable<readonly [name: string, leaf: Leaf]>, shape: Shape | undefined): Branch<Leaf> {
  const root = makeBranch<Leaf>();
  for (const [name, leaf] of pairs) {
    let branch = root;
    for (const [index, token] of tokensOfName(name, shape).entries()) {
      // `a[]` adds to `a`.
      if (token === '' && index > 0) continue;
      let next = branch.members.get(token);
      if (!next) branch.members.set(token, (next = makeBranch()));
      branch = next;
    }
    branch.leaves.push(leaf);
  }
  return root;
}

/** The name taken apart at its brackets, where the contract describes something to take apart. */
export function tokensOfName(name: string, shape: Shape | undefined): readonly string[] {
  if (!shape || !name.endsWith(']') || shape.properties.has(name)) return [name];
  const match = bracketed.exec(name);
  const base = match?.[1] ?? '';
  const described = match && propertyShape(shape, base);
  if (!described) return [name];
  const { object, array } = kindsOf(described);
  if (!object && !array) return [name];
  const tokens = [base, ...(match[2] ?? '').slice(1, -1).split('][')];
  return tokens.length > maximumDepth ? [name] : tokens;
}
