// One request the mock answered, as `GET /__truce/journal` tells it.
import type { Field } from '../model/exchange.ts';

export interface JournalEntry {
  /** 1-based, grows for ever. */
  readonly number: number;
  /** RFC 3339, UTC. */
  readonly at: string;
  /** Milliseconds to the answer. */
  readonly ms: number;
  readonly request: {
    readonly method: string;
    readonly target: string;
    readonly fields: readonly Field[];
    readonly body?: string;
    readonly bodySize: number;
  };
  readonly response: { readonly status: number; readonly fields: readonly Field[]; readonly body?: string; readonly bodySize: number };
  readonly operation?: { readonly contract: string; readonly id: string; readonly method: string; readonly path: string };
  /** Of the request. */
  readonly verdict: 'conforms' | 'violates' | 'unmatched' | 'unchecked';
  readonly reason?: string;
  readonly findings: readonly {
    readonly rule: string;
    readonly severity: string;
    readonly message: string;
    readonly side: string;
    readonly pointer?: string;
    /** `uri:line:column`. */
    readonly contract?: string;
    readonly fix: string;
  }[];
  readonly fault?: string;
}
