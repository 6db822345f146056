// One connection to the target: how it came about, how it ended, and silence while an answer is owed.
import type { Socket } from 'node:net';
import { HeadGatherer } from './head.ts';
import { type Dial, explainConnection } from './target.ts';

export interface UpstreamListener {
  readonly onBytes: (bytes: Buffer) => void;
  readonly onDrain: () => void;
  /** The target has said all it will. */
  readonly onEnd: () => void;
  /** It broke, without a subject: `nothing listens there`. */
  readonly onFailure: (what: string) => void;
  /** Nothing passed for as long as was allowed. */
  readonly onSilence: () => void;
}

/** Milliseconds a connection may take to come about. */
const patience = 10_000;

export class Upstream {
  readonly socket: Socket;
  /** The head of the response that is coming. */
  readonly head = new HeadGatherer();
  isConnected = false;
  /** Exchanges that were begun on it. */
  uses = 0;
  #isLeft = false;

  /** `timeout`: milliseconds of silence; 0 allows any. */
  constructor(dial: Dial, { isSecure, timeout }: { readonly isSecure: boolean; readonly timeout: number }, listener: UpstreamListener) {
    const socket = dial();
    this.socket = socket;
    const late = setTimeout(() => socket.destroy(Object.assign(new Error('late'), { code: 'ETIMEDOUT' })), patience);
    const tell = (action: () => void): void => {
      if (!this.#isLeft) action();
    };
    socket.once(isSecure ? 'secureConnect' : 'connect', () => {
      clearTimeout(late);
      this.isConnected = true;
    });
    socket.on('data', (bytes: Buffer) => tell(() => listener.onBytes(bytes)));
    socket.on('drain', () => tell(listener.onDrain));
    socket.on('end', () => tell(listener.onEnd));
    socket.on('error', (error) => tell(() => listener.onFailure(explainConnection(error))));
    socket.on('close', () => {
      clearTimeout(late);
      tell(() => listener.onFailure('it closed the connection'));
    });
    if (timeout > 0) socket.setTimeout(timeout, () => tell(listener.onSilence));
  }

  /** Ends in its own time; nothing of it is told any more. */
  leave(): void {
    this.#isLeft = true;
    this.socket.end();
    this.socket.resume();
  }

  /** Ends now; nothing of it is told any more. */
  drop(): void {
    this.#isLeft = true;
    this.socket.destroy();
  }
}
