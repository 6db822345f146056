// Pact provider states: a verifier names a state, the mock's definition brings it about (Pact "provider states", setup URL).
import { plain, quote } from '../model/show.ts';
import { UserError } from '../model/user-error.ts';
import type { States } from './state.ts';
import type { World } from './world.ts';

/**
 * `{ state, params?, action? }` or `{ states: ['…'], … }` as verifiers send them. A teardown, and the setup of an interaction that names no
 * state, bring back the initial state; several states of one interaction add up. Verifiers do not say whom they verify: without `only`, a
 * contract id, a name that several mocks know is for those that can do something with its parameters.
 * Throws a UserError for a state that no mock knows or none can bring about.
 */
export async function changeProviderState(
  world: World,
  states: States,
  body: Readonly<Record<string, unknown>>,
  only?: string,
): Promise<void> {
  if (only !== undefined && !world.served.has(only))
    throw new UserError(`No contract is called ${quote(only, 80)}`, { hint: `There are: ${[...world.served.keys()].join(', ')}` });
  const { state, states: several, action } = body;
  const names = (Array.isArray(several) ? several : [state]).filter((name) => name !== '' && name !== undefined && name !== null);
  if (action === 'teardown' || names.length === 0) states.reset();
  else for (const name of names) await change(world, states, String(name), paramsOf(body), only);
  await states.settle();
}

async function change(
  world: World,
  states: States,
  name: string,
  params: Readonly<Record<string, unknown>>,
  only: string | undefined,
): Promise<void> {
  const makers = [...world.served].flatMap(([id, { mock }]) => {
    const make = mock && Object.hasOwn(mock.states, name) ? mock.states[name] : undefined;
    return make && (only === undefined || only === id) ? [{ id, make }] : [];
  });
  if (makers.length === 0) throw unknownState(world, name, only);
  let failure: unknown;
  let hasMade = false;
  for (const { id, make } of makers) {
    try {
      await make({ state: states.get(id), params });
      hasMade = true;
    } catch (error) {
      failure = error;
    }
  }
  if (hasMade) return;
  const reason = failure instanceof Error ? failure.message : String(failure);
  throw new UserError(`The provider state ${quote(name, 120)} cannot be brought about: ${plain(reason, 200)}`, {
    hint: `Check its parameters, or ask one mock with \`?contract=${makers[0]?.id}\``,
    cause: failure,
  });
}

function unknownState(world: World, name: string, only: string | undefined): UserError {
  const known = [...world.served].flatMap(([id, { mock }]) => (only === undefined || only === id ? Object.keys(mock?.states ?? {}) : []));
  return new UserError(`No mock knows the provider state ${quote(name, 120)}`, {
    hint:
      known.length > 0
        ? `There are: ${[...new Set(known)].map((one) => quote(one, 120)).join(', ')}`
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
