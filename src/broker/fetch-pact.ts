// One pact as a broker keeps it: its text for judging, and the links and identifiers that a result has to name.
import { isUtf8 } from 'node:buffer';
import { isRecord } from '../model/json-value.ts';
import { UserError } from '../model/user-error.ts';
import { showAddress } from './address.ts';
import { type BrokerClient, halTypes } from './client.ts';
import { linksOf } from './hal.ts';
import type { SelectedPact } from './pacts-for-verification.ts';

export interface FetchedPact {
  /** Address in reports; the evidence of its exchanges. */
  readonly uri: string;
  readonly selected: SelectedPact;
  readonly bytes: Uint8Array;
  /** Interactions in the order in which they are judged. */
  readonly interactions: readonly { readonly id?: string; readonly description: string }[];
  /** Where its result goes; undefined: the broker takes none. */
  readonly results?: URL;
}

const mostBytes = 64_000_000;

/** Throws a UserError when it cannot be read whole. */
export async function fetchPact(client: BrokerClient, selected: SelectedPact): Promise<FetchedPact> {
  const { url, bytes } = await client.get(selected.url, { accept: halTypes, limit: mostBytes });
  const uri = client.quote(showAddress(selected.url), 2000);
  if (!isUtf8(bytes)) throw new UserError(`The pact at ${uri} is not UTF-8, so it is not judged`);
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(bytes).toString());
  } catch (error) {
    const isPage = /^\s*</.test(Buffer.from(bytes.subarray(0, 200)).toString());
    throw new UserError(`The pact at ${uri} ${isPage ? 'is a web page' : 'is not JSON, or breaks off'}`, {
      hint: 'Fetch it with `curl` to see what the broker, or a proxy before it, answers',
      cause: error,
    });
  }
  if (!isRecord(value)) throw new UserError(`The pact at ${uri} is no JSON object`);
  const [results] = linksOf({ url, value }, 'pb:publish-verification-results');
  return { uri, selected, bytes, interactions: readInteractions(value), ...(results && { results: results.url }) };
}

/** Requests first, then the messages of version 3. */
function readInteractions(pact: Record<string, unknown>): FetchedPact['interactions'] {
  return ['interactions', 'messages'].flatMap((list) => {
    const interactions = pact[list];
    return (Array.isArray(interactions) ? (interactions as unknown[]) : []).map((interaction) => {
      const { _id: id, description } = isRecord(interaction) ? interaction : {};
      return {
        ...(typeof id === 'string' && { id }),
        description: typeof description === 'string' ? description : '',
      };
    });
  });
}
