// One client's connection and the one to the target that belongs to it: bytes pass unchanged and with back-pressure, exchanges are told apart; in one piece, because both directions share one state.
import type { Socket } from 'node:net';
import { sayGoodbye, setFlow, write } from './flow.ts';
import { frameRequest } from './framing.ts';
import { type ForwardingOptions, forwardRequest, forwardResponse } from './forwarding.ts';
import { describeBeginning, HeadGatherer, Malformed, mayBeResponse, readRequestHead, readResponseHead, writeHead } from './head.ts';
import { type CaptureOptions, Passing } from './passing.ts';
import { writeRefusal } from './refusal.ts';
import type { Dial } from './target.ts';
import { Upstream } from './upstream.ts';

export interface RelayOptions extends ForwardingOptions, CaptureOptions {
  readonly dial: Dial;
  /** Origin that redirects to the target are rewritten to; absent: they are not. */
  readonly ownOrigin?: string;
  /** Milliseconds the target may be silent while it owes an answer; 0: for ever. */
  readonly timeout: number;
  /** Called before the client sees the end of the exchange. */
  readonly onEnd: (passing: Passing) => void;
  /** A request that was not passed on, and why. */
  readonly onRefused: (reason: string) => void;
}

/** Requests of one client that wait for their answers (pipelining). */
const mostWaiting = 64;

export class Relay {
  readonly #options: RelayOptions;
  readonly #client: Socket;
  readonly #address: string;
  #target: Upstream | undefined;
  /** In the order of their answers. */
  #exchanges: Passing[] = [];
  /** Its request is still coming. */
  #sending: Passing | undefined;
  #requestHead = new HeadGatherer();
  /** `waiting`: an upgrade was asked for. `deaf`: whatever the client sends is dropped. */
  #mode: 'open' | 'waiting' | 'tunnel' | 'deaf' = 'open';
  #held: Buffer[] = [];
  #refusal: Buffer | undefined;
  #isClosing = false;
  #hasClientEnded = false;

  constructor(client: Socket, options: RelayOptions) {
    this.#client = client;
    this.#options = options;
    this.#address = (client.remoteAddress ?? '').replace(/^::ffff:/, '');
    client.on('data', (bytes: Buffer) => this.#fromClient(bytes));
    client.on('drain', () => this.#adjust());
    client.on('end', () => this.#clientEnded());
    client.on('error', () => this.abort('the client reset the connection'));
    client.on('close', () => this.abort('the client went away'));
  }

  get isIdle(): boolean {
    return this.#exchanges.length === 0 && !this.#sending && this.#mode !== 'tunnel';
  }

  /** Ends the connection once everything that was asked is answered. */
  finish(): void {
    this.#isClosing = true;
    if (this.isIdle) this.#finishClient();
  }

  /** Ends both connections now; what was not answered is told as such. */
  abort(reason: string): void {
    const pending = this.#exchanges;
    this.#exchanges = [];
    this.#sending = undefined;
    for (const passing of pending) this.#end(passing, reason);
    this.#dropTarget();
    this.#client.destroy();
  }

  #fromClient(bytes: Buffer): void {
    if (this.#mode === 'deaf') return;
    if (this.#mode === 'tunnel') return this.#toTarget([bytes]);
    if (this.#mode === 'waiting') return void this.#held.push(bytes);
    const out: Buffer[] = [];
    let at = 0;
    let failure: unknown;
    try {
      while (at < bytes.length && this.#mode === 'open') {
        if (this.#sending) {
          const next = this.#sending.requestReader.take(bytes, at);
          out.push(bytes.subarray(at, next));
          at = next;
        } else {
          // RFC 9112 §2.2: empty lines before a request are passed over.
          if (this.#requestHead.isEmpty) while (bytes[at] === 0x0d || bytes[at] === 0x0a) at++;
          if (at >= bytes.length) break;
          const { next, text } = this.#requestHead.take(bytes, at);
          at = next;
          if (text === undefined) break;
          out.push(this.#begin(text));
        }
        if (this.#sending?.requestReader.isDone) {
          if (this.#sending.isUpgrade) this.#mode = 'waiting';
          this.#sending = undefined;
        }
      }
    } catch (error) {
      failure = error;
    }
    if (out.length > 0) this.#toTarget(out);
    if (failure !== undefined) this.#refuse(failure);
    else if (at < bytes.length && this.#mode === 'waiting') this.#held.push(bytes.subarray(at));
    this.#adjust();
  }

  /** A request begins; answers with its head for the target. Throws Malformed. */
  #begin(text: string): Buffer {
    const sent = readRequestHead(text);
    if (sent.method === 'CONNECT') throw new Malformed('asks for a tunnel to another host (CONNECT), which this is not', 501);
    const framing = frameRequest(sent);
    const head = forwardRequest(sent, this.#options, this.#address);
    const passing = new Passing(head, framing, this.#options);
    this.#target ??= this.#connect();
    this.#target.uses++;
    this.#exchanges.push(passing);
    this.#sending = passing;
    return writeHead(`${head.method} ${head.target} HTTP/${head.version}`, head.lines);
  }

  /** What the client sent cannot be passed on: said once everything before it is answered. */
  #refuse(error: unknown): void {
    if (!(error instanceof Malformed)) throw error;
    const reason = `The request ${error.message}`;
    this.#options.onRefused(reason);
    this.#mode = 'deaf';
    const passing = this.#sending;
    this.#sending = undefined;
    this.#refusal = writeRefusal(error.status, reason);
    // One that was answered before it was whole is written already.
    if (passing && this.#exchanges.includes(passing)) {
      // Its head is with the target already, which waits for a body that nobody understands.
      this.#exchanges = this.#exchanges.filter((other) => other !== passing);
      passing.answered = passing.response ? undefined : error.status;
      if (passing.response) this.#refusal = Buffer.alloc(0);
      this.#end(passing, `the client's request ${error.message}`);
      if (this.#exchanges.length === 0) this.#dropTarget();
    }
    if (this.#exchanges.length === 0) this.#finishClient(this.#refusal);
  }

  #connect(): Upstream {
    const { dial, target, timeout } = this.#options;
    return new Upstream(
      dial,
      { isSecure: target.isSecure, timeout },
      {
        onBytes: (bytes) => this.#fromTarget(bytes),
        onDrain: () => this.#adjust(),
        onEnd: () => this.#targetEnded(),
        onFailure: (what) => this.#targetBroke(what, { isReset: true }),
        onSilence: () => {
          if (this.#exchanges.length > 0) this.#targetBroke(`it was silent for ${timeout / 1000} s`, { status: 504, isTold: true });
        },
      },
    );
  }

  #fromTarget(bytes: Buffer): void {
    if (this.#mode === 'tunnel') return this.#toClient([bytes]);
    const gatherer = (this.#target as Upstream).head;
    const out: Buffer[] = [];
    let at = 0;
    let problem: string | undefined;
    try {
      while (at < bytes.length) {
        const [passing] = this.#exchanges;
        if (!passing) {
          // Nobody asked: some servers say so that they close an idle connection.
          this.#dropTarget();
          break;
        }
        const { response } = passing;
        if (response) {
          const next = response.reader.take(bytes, at);
          out.push(bytes.subarray(at, next));
          at = next;
        } else {
          if (gatherer.isEmpty && !mayBeResponse(bytes.subarray(at)))
            throw new Malformed(`begins with ${describeBeginning(bytes.toString('latin1', at, at + 40))}`);
          const { next, text } = gatherer.take(bytes, at);
          at = next;
          if (text === undefined) break;
          out.push(this.#beginResponse(passing, text));
          if (passing.isTunnel) {
            out.push(bytes.subarray(at));
            break;
          }
        }
        if (passing.response?.reader.isDone) this.#complete(passing);
      }
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      problem = `its response ${error.message}`;
      // Of a response that has begun the client sees what it would see without a recorder.
      if (this.#exchanges[0]?.response) out.push(bytes.subarray(at));
    }
    if (out.length > 0) this.#toClient(out);
    if (problem !== undefined) this.#targetBroke(problem, { isTold: true });
    else this.#afterAnswers();
  }

  /** Answers with the head for the client: of an interim response (1xx), of the final one, or of a tunnel. Throws Malformed. */
  #beginResponse(passing: Passing, text: string): Buffer {
    const sent = readResponseHead(text);
    const { ownOrigin, target } = this.#options;
    const head = forwardResponse(sent, target, ownOrigin);
    if (sent.status === 101) {
      if (!passing.isUpgrade) throw new Malformed('switches protocols, which nobody asked for');
      passing.isTunnel = true;
      passing.begin(forwardResponse(sent, target, undefined));
      this.#mode = 'tunnel';
      this.#exchanges.shift();
      this.#end(passing);
      this.#toTarget(this.#held.splice(0));
    } else if (sent.status >= 200) passing.begin(forwardResponse(sent, target, undefined));
    return writeHead(head.start, head.lines);
  }

  /** On disk before the client has the last byte. */
  #complete(passing: Passing): void {
    this.#exchanges.shift();
    passing.wasLeft = this.#hasClientEnded;
    this.#isClosing ||= passing.isLast;
    this.#end(passing);
    if (passing.isUpgrade && this.#mode === 'waiting' && !this.#isClosing) {
      // The target would rather not: what the client sent meanwhile are requests.
      this.#mode = 'open';
      for (const bytes of this.#held.splice(0)) this.#fromClient(bytes);
    }
  }

  #afterAnswers(): void {
    if (this.#exchanges.length > 0 || this.#mode === 'tunnel') return;
    if (this.#refusal) this.#finishClient(this.#refusal);
    else if (this.#isClosing || this.#hasClientEnded) this.#finishClient();
    this.#adjust();
  }

  #end(passing: Passing, aborted?: string): void {
    passing.end(aborted);
    this.#options.onEnd(passing);
    passing.release();
  }

  #clientEnded(): void {
    this.#hasClientEnded = true;
    if (this.#mode === 'tunnel') return void this.#target?.socket.end();
    if (this.#sending) return this.abort('the client went away in the middle of its request');
    // Half a connection can still be answered; whether it will be is the target's to decide, as it would be without a recorder.
    this.#target?.socket.end();
    if (this.#exchanges.length === 0) this.#client.end();
  }

  #targetEnded(): void {
    if (this.#mode === 'tunnel') return void this.#client.end();
    const [passing] = this.#exchanges;
    if (passing?.response?.reader.framing.kind === 'close') {
      this.#complete(passing);
      this.#isClosing = true;
      this.#leaveTarget();
      if (this.#exchanges.length > 0) this.abort('the target closed the connection before it answered');
      else this.#finishClient();
    } else if (passing) this.#targetBroke('it closed the connection', {});
    else {
      // The next request gets a connection of its own, so that nobody finds a closed one.
      this.#leaveTarget();
      if (this.#isClosing || this.#hasClientEnded) this.#finishClient();
    }
  }

  #targetBroke(
    what: string,
    { isReset = false, isTold = false, status = 502 }: { isReset?: boolean; isTold?: boolean; status?: number },
  ): void {
    const { isConnected: isReached = false, uses = 0 } = this.#target ?? {};
    this.#dropTarget();
    if (this.#mode === 'tunnel') return void this.#client.destroy();
    const [passing, ...others] = this.#exchanges;
    this.#exchanges = [];
    this.#sending = undefined;
    if (!passing) return;
    const reason = this.#hasClientEnded
      ? 'the client had closed its side, and the target ended without an answer that is whole'
      : isReached
        ? `the target failed: ${what}`
        : `the target cannot be reached: ${what}`;
    // A connection that was closed while it was not in use is what clients of HTTP are ready for; without a recorder they would see the same.
    const isAnswered = !passing.response && (isTold || uses <= 1 || !isReached);
    if (isAnswered) passing.answered = status;
    this.#end(passing, reason);
    for (const other of others) this.#end(other, 'the connection to the target ended before it was answered');
    if (isAnswered) this.#finishClient(writeRefusal(status, `${reason} (${this.#options.target.origin})`, passing.request.method));
    else if (isReset && passing.response?.reader.framing.kind === 'close') this.#client.resetAndDestroy();
    else this.#finishClient();
  }

  /** It may end in its own time. */
  #leaveTarget(): void {
    this.#target?.leave();
    this.#target = undefined;
  }

  #dropTarget(): void {
    this.#target?.drop();
    this.#target = undefined;
  }

  #finishClient(last?: Buffer): void {
    this.#isClosing = true;
    this.#refusal = undefined;
    this.#mode = 'deaf';
    this.#leaveTarget();
    sayGoodbye(this.#client, last, this.#hasClientEnded);
  }

  #toTarget(pieces: readonly Buffer[]): void {
    if (this.#target) write(this.#target.socket, pieces);
    this.#adjust();
  }

  #toClient(pieces: readonly Buffer[]): void {
    if (!this.#client.destroyed && !this.#client.writableEnded) write(this.#client, pieces);
    this.#adjust();
  }

  /** Reads from each side only as fast as the other takes it. */
  #adjust(): void {
    const [client, target] = [this.#client, this.#target?.socket];
    const isFull = target?.writableNeedDrain === true || this.#exchanges.length >= mostWaiting || this.#mode === 'waiting';
    setFlow(client, !isFull || this.#mode === 'deaf');
    if (target) setFlow(target, !client.writableNeedDrain || client.destroyed);
  }
}
