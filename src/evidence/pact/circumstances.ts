// What an interaction says about itself (Pact specification 1 to 4): provider states, `pending` and `comments`.
import { isRecord } from '../../model/json-value.ts';
import type { Circumstances } from '../../model/matching.ts';
import { isSecretName, plain, show } from '../../model/show.ts';

export function readCircumstances(interaction: Record<string, unknown>): Circumstances {
  const { description: text } = interaction;
  const description = typeof text === 'string' ? text : '';
  const isPending = interaction['pending'] === true;
  const given = readStates(interaction);
  const comments = readComments(interaction['comments']);
  return { description, isPending, given, comments };
}

/** One text in versions 1 and 2, a list of names with parameters since 3. */
function readStates(interaction: Record<string, unknown>): string[] {
  const states = interaction['providerStates'] ?? interaction['providerState'] ?? interaction['provider_state'];
  if (typeof states === 'string') return states === '' ? [] : [plain(states)];
  if (!Array.isArray(states)) return [];
  return (states as unknown[]).flatMap((state) => {
    if (typeof state === 'string') return [plain(state)];
    if (!isRecord(state) || typeof state['name'] !== 'string') return [];
    const params = isRecord(state['params']) ? Object.entries(state['params']) : [];
    const shown = params.map(([name, value]) => `${plain(name, 40)}: ${isSecretName(name) ? '…' : show(value, 40)}`);
    return [shown.length > 0 ? `${plain(state['name'])} (${shown.slice(0, 8).join(', ')})` : plain(state['name'])];
  });
}

function readComments(comments: unknown): string[] {
  const text = isRecord(comments) ? comments['text'] : undefined;
  const lines = Array.isArray(text) ? (text as unknown[]) : text === undefined ? [] : [text];
  return lines.filter((line) => typeof line === 'string').map((line) => plain(line));
}
