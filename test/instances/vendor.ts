// What one imitated vendor is: a world that answers requests, and what a fault has to know to spoil those answers.
import type { IncomingHttpHeaders } from 'node:http';

export const vendorIds = ['superoffice', 'onlyoffice', 'odyssee'] as const;
export type VendorId = (typeof vendorIds)[number];

export interface Received {
  readonly method: string;
  /** As it stood in the request line. */
  readonly target: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** What happens to an answer below HTTP's messages: how the socket behaves. */
export interface Transport {
  /** Milliseconds before the first byte. */
  readonly delay?: number;
  /** Where the socket is destroyed. */
  readonly cut?: 'before-headers' | 'after-headers' | 'mid-body';
  /** Nothing is ever answered; the socket stays open. */
  readonly hang?: boolean;
  /** `Content-Encoding: gzip` in front of bytes that are none. */
  readonly falseGzip?: boolean;
  /** Bytes of white space behind the body. */
  readonly padding?: number;
  /** The instance ends: behind this answer, or instead of it. */
  readonly crash?: 'answered' | 'unanswered';
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly transport?: Transport;
}

export type Answerer = (request: Received) => Answer | Promise<Answer>;

export interface User {
  readonly name: string;
  readonly password: string;
}

/** Secrets an instance accepts; each has a default that is known to the tests. */
export interface Credentials {
  readonly user: User;
  /** SuperOffice: the access token after `Bearer `. */
  readonly bearer: string;
  /** SuperOffice: what stands behind `SoTicket `. */
  readonly ticket: string;
  /** SuperOffice: `SO-AppToken`; checked where it is sent. */
  readonly appToken: string;
  /** SuperOffice: the value that the cookie and `X-XSRF-TOKEN` share. */
  readonly xsrf: string;
  /** ONLYOFFICE: a token as `authentication` gives it. */
  readonly token: string;
}

export interface WorldOptions {
  /** The instance's clock; the recorder passes one that stands still. */
  readonly now?: () => Date;
  readonly credentials?: Partial<Credentials>;
  /** Further users who may sign in. */
  readonly users?: readonly User[];
  /** Habits of the vendor's real server that the contract does not share, by the id of their fault. */
  readonly habits?: ReadonlySet<string>;
  /** SuperOffice: what `_Links` begin with, its port and trailing slash included. */
  readonly publicUrl?: string;
}

/** One stored contact, as the vendor's JSON shows it. */
export type Stored = Readonly<Record<string, unknown>>;

export interface World {
  readonly answer: Answerer;
  /** Every stored contact, seeded ones included, in order of creation. */
  state(): Stored[];
  /** Forgets what is stored and takes these instead. */
  restore(contacts: readonly Stored[]): void;
}

export interface Vendor {
  readonly id: VendorId;
  create(options: WorldOptions): World;
  /** Header fields of somebody who is signed in. */
  signedIn(options: WorldOptions): Readonly<Record<string, string>>;
  /** Paths that give credentials; faults about contacts leave them alone. */
  readonly signIn: RegExp;
  /** An entity every write of this vendor accepts. */
  readonly entity: Stored;
  /** Request media types that are read, the one for JSON first. */
  readonly mediaTypes: readonly string[];
  /** Member of an answer that the contract requires, as a path. */
  readonly required: readonly string[];
  /** Member that holds the contact's last or only name. */
  readonly name: string;
  /** Member for free text, in a request. */
  readonly freeText: string;
  /** The method that replaces a whole contact. */
  readonly replacesBy: 'PUT' | 'POST';
  /** Whether a request removes a contact, or comes as near to it as the vendor allows. */
  isCleanUp(request: Received): boolean;
  /** Members whose integer a select list gave, as paths within an answer. */
  readonly selected: readonly (readonly string[])[];
  /** The documented 500, as JSON. */
  readonly serverError: unknown;
}
