// One exchange on its way through the recorder: what passed so far in both directions, and how it ended.
import type { Field } from '../model/exchange.ts';
import { type Budget, Capture } from './capture.ts';
import { BodyReader, type Framing, frameResponse, isTransferCoded } from './framing.ts';
import { type FieldLine, fieldsOf, listOf, type RequestHead, type ResponseHead } from './head.ts';

export interface CaptureOptions {
  /** Bytes of one body that are kept. */
  readonly limit: number;
  readonly budget: Budget;
}

export interface PassedResponse {
  readonly head: ResponseHead;
  readonly fields: readonly Field[];
  readonly body: Capture;
  readonly reader: BodyReader;
}

export class Passing {
  readonly startedAt = new Date();
  readonly #started = performance.now();
  /** As the target got it. */
  readonly request: RequestHead;
  readonly requestFields: readonly Field[];
  readonly requestBody: Capture;
  readonly requestReader: BodyReader;
  readonly isUpgrade: boolean;
  readonly #options: CaptureOptions;
  response: PassedResponse | undefined;
  /** Milliseconds to its end; that of the response where the request goes on. */
  ms = 0;
  /** Why there is no whole response. */
  aborted: string | undefined;
  /** Why the request is not whole. */
  requestCut: string | undefined;
  /** Both sides went on in another protocol. */
  isTunnel = false;
  /** The status the recorder itself answered with, where the target did not. */
  answered: number | undefined;
  /** The client had closed its sending side before the answer was whole. */
  wasLeft = false;

  constructor(request: RequestHead, framing: Framing, options: CaptureOptions) {
    this.request = request;
    this.requestFields = fieldsOf(request.lines);
    this.#options = options;
    this.requestBody = capture(request.lines, framing, options);
    this.requestReader = new BodyReader(framing, (bytes) => this.requestBody.add(bytes));
    this.isUpgrade = listOf(request.lines, 'connection').includes('upgrade');
  }

  /** The final response begins; `head` as the target sent it, without what belongs to one connection. Throws Malformed. */
  begin(head: ResponseHead): void {
    const framing = frameResponse(head, this.request.method);
    const body = capture(head.lines, framing, this.#options);
    this.response = { head, fields: fieldsOf(head.lines), body, reader: new BodyReader(framing, (bytes) => body.add(bytes)) };
  }

  end(aborted?: string): void {
    this.ms = Math.round((performance.now() - this.#started) * 100) / 100;
    this.aborted = aborted;
    if (!this.requestReader.isDone) this.requestCut = aborted ?? 'the answer was whole before it was';
  }

  /** Lets go of what was kept; bytes that still come are only counted. */
  release(): void {
    this.requestBody.leave('it is written');
    this.response?.body.leave('it is written');
  }

  /** Will the connection end with this response (RFC 9112 §9.3)? */
  get isLast(): boolean {
    const { response, request } = this;
    if (!response || response.reader.framing.kind === 'close') return true;
    const options = [...listOf(response.head.lines, 'connection'), ...listOf(request.lines, 'connection')];
    if (options.includes('close')) return true;
    return (response.head.version === '1.0' || request.version === '1.0') && !options.includes('keep-alive');
  }
}

function capture(lines: readonly FieldLine[], framing: Framing, { limit, budget }: CaptureOptions): Capture {
  const body = new Capture(limit, budget, framing.kind === 'length' ? framing.length : 0);
  if (framing.kind !== 'none' && isTransferCoded(lines)) body.leave('it is coded by more than chunks for the transfer');
  return body;
}
