// Pact provider states: a verifier names a state, the mock's definition brings it about (Pact "provider states", setup URL).
import { quote } from '../model/show.ts';
import { UserError } from '../model/user-error.ts';
import type { States } from './state.ts';
import type { World } from './world.ts';

/**
 * `{ state, params?, action? }` or `{ states: ['…'], … }` as verifiers send them. A teardown, and the setup of an interaction that
 * names no state, bring back the initial state; several states of one interaction add up. Throws a UserError for a state that no mock knows.
 */
export async function changeProviderState(world: World, states: States, body: Readonly<Record<string, unknown>>): Promise<void> {
  const { state, states: several, action } = body;
  const names = (Array.isArray(several) ? several : [state]).filter((name) => name !== '' && name !== undefined && name !== null);
  if (action === 'teardown' || names.length === 0) {
    states.reset();
    return states.settle();
  }
  const params = paramsOf(body);
  for (const name of names) await change(world, states, String(name), params);
  await states.settle();
}

async function change(world: World, states: States, name: string, params: Readonly<Record<string, unknown>>): Promise<void> {
  let isKnown = false;
  for (const [id, { mock }] of world.served) {
    const make = mock && Object.hasOwn(mock.states, name) ? mock.states[name] : undefined;
    if (!make) continue;
    isKnown = true;
    await make({ state: states.get(id), params });
  }
  if (isKnown) return;
  const known = [...world.served.values()].flatMap(({ mock }) => Object.keys(mock?.states ?? {}));
  throw new UserError(`No mock knows the provider state ${quote(name, 120)}`, {
    hint:
      known.length > 0
        ? `There are: ${known.map((one) => quote(one, 120)).join(', ')}`
        : 'Write it down in `defineMock(…, …, { states: { … } })`',
  });
}

const ownMembers = new Set(['consumer', 'state', 'states', 'action', 'params']);

/** `params` as an object, or, as older verifiers send them, members beside `state`. */
function paramsOf(body: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { params } = body;
  if (typeof params === 'object' && params !== null) return params as Record<string, unknown>;
  return Object.fromEntries(Object.entries(body).filter(([name]) => !ownMembers.has(name)));
}
