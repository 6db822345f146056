// A candidate becomes a variation or is dropped: it is written, and the one validator says whether it is what it should be.
import { createHash } from 'node:crypto';
import { plain } from '../../model/show.ts';
import { judgeRequest } from '../judge-request.ts';
import type { WireRequest } from '../request-values.ts';
import { writeRequest } from '../write-request.ts';
import { refusedPlaces, touches } from './places.ts';
import type { Candidate, Dropped, Variation, VariationOptions } from './variation.ts';

/** Keeps what has been sent and named, so that no request comes twice and no name means two. */
export class Settling {
  readonly #fixed: readonly string[];
  readonly #report: (dropped: Dropped) => void;
  readonly #sent = new Set<string>();
  readonly #names = new Map<string, number>();

  constructor({ fixed = [], dropped = () => undefined }: VariationOptions) {
    this.#fixed = fixed;
    this.#report = dropped;
  }

  drop(name: string, isValid: boolean, reason: string): undefined {
    this.#report({ name, isValid, reason: plain(reason, 300) });
    return undefined;
  }

  /** Undefined: dropped, which was reported, or the same request as an earlier one. */
  settle(candidate: Candidate): Variation | undefined {
    const { name, place, values, breaks, keeps, spoil } = candidate;
    const isValid = breaks === undefined;
    const fixed = keeps ? undefined : this.#fixed.find((other) => touches(other, place));
    if (fixed !== undefined) return this.drop(name, isValid, `it would change \`${fixed}\`, which stays as it is`);
    const written = writeRequest(values);
    if ('unwritable' in written) return this.drop(name, isValid, written.unwritable);
    const request = spoil ? spoil(written) : written;
    if (!request) return this.drop(name, isValid, 'the request has nothing to do it to');
    const verdict = judgeRequest(values.operation, request);
    if (verdict.kind === 'unchecked') return this.drop(name, isValid, `the contract cannot judge it: ${verdict.reason}`);
    if (isValid) {
      if (verdict.kind === 'refused') return this.drop(name, isValid, `the contract refuses it: ${verdict.findings[0]?.message ?? ''}`);
      return this.#once({ name, isValid, values, request }, request);
    }
    if (verdict.kind === 'accepted') return this.drop(name, isValid, 'the contract allows it');
    const others = refusedPlaces(verdict.examination).filter((other) => !touches(other, place));
    if (others.length > 0) return this.drop(name, isValid, `it would also break \`${others[0]}\``);
    return this.#once({ name, isValid, values, request, ...(spoil && { isRaw: true as const }), breaks: { ...breaks, place } }, request);
  }

  #once(variation: Variation, { method, target, fields, body }: WireRequest): Variation | undefined {
    const key = createHash('sha256')
      .update(`${method} ${target}\n${JSON.stringify(fields)}\n`)
      .update(body ?? '')
      .digest('base64');
    if (this.#sent.has(key)) return undefined;
    this.#sent.add(key);
    const count = (this.#names.get(variation.name) ?? 0) + 1;
    this.#names.set(variation.name, count);
    return count === 1 ? variation : { ...variation, name: `${variation.name} (${count})` };
  }
}
