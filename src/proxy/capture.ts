// A bounded copy of a body that passes: beyond the limit nothing of it is kept, and its size is counted on.

/** What all copies of one recorder hold together, in bytes, and the most they may. */
export interface Budget {
  held: number;
  readonly most: number;
}

const nothing = Buffer.alloc(0);

export class Capture {
  /** Bytes that passed, kept or not. */
  size = 0;
  /** Why nothing is kept; undefined: everything is. */
  left: string | undefined;
  readonly #limit: number;
  readonly #budget: Budget;
  #pieces: Buffer[] = [];
  #held = 0;

  /** `declared`: the length the message announces; what will not fit is not begun with. */
  constructor(limit: number, budget: Budget, declared = 0) {
    this.#limit = limit;
    this.#budget = budget;
    if (declared > limit) this.leave(`it has more than ${showSize(limit)}`);
  }

  add(bytes: Buffer): void {
    this.size += bytes.length;
    if (this.left !== undefined) return;
    if (this.size > this.#limit) return this.leave(`it has more than ${showSize(this.#limit)}`);
    if (this.#budget.held + bytes.length > this.#budget.most) return this.leave('too many large bodies passed at once');
    this.#pieces.push(bytes);
    this.#held += bytes.length;
    this.#budget.held += bytes.length;
  }

  /** Keeps nothing from now on. */
  leave(reason: string): void {
    this.left ??= reason;
    this.release();
  }

  /** What is kept, in one piece. */
  bytes(): Buffer {
    if (this.#pieces.length === 0) return nothing;
    return this.#pieces.length === 1 ? (this.#pieces[0] as Buffer) : Buffer.concat(this.#pieces);
  }

  release(): void {
    this.#budget.held -= this.#held;
    this.#held = 0;
    this.#pieces = [];
  }
}

const showSize = (bytes: number): string => (bytes % (1 << 20) === 0 ? `${bytes >> 20} MB` : `${bytes} bytes`);
