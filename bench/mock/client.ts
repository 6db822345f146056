// An HTTP/1.1 client that costs next to nothing: one keep-alive connection, one request at a time, answers read only as far as needed.
import { connect, type Socket } from 'node:net';

export interface Call {
  readonly method: string;
  /** Origin-form; `{n}` stands for a number that is new in every request. */
  readonly target: string;
  readonly fields?: readonly (readonly [name: string, value: string])[];
  /** `{n}` as in the target. */
  readonly body?: string;
}

export interface Answer {
  readonly status: number;
  /** Status line and fields, without the empty line. */
  readonly head: string;
  /** As it came, chunks and all. */
  readonly body: Buffer;
}

/** The text of an answer, out of its chunks. */
export function textOf({ head, body }: Answer): string {
  if (!isChunked(head)) return body.toString();
  const pieces: Buffer[] = [];
  for (let at = 0, size = -1; size !== 0;) {
    const line = body.indexOf('\r\n', at);
    size = Number.parseInt(body.toString('latin1', at, line), 16);
    if (line < 0 || Number.isNaN(size)) throw new Error('the answer is not made of chunks');
    pieces.push(body.subarray(line + 2, line + 2 + size));
    at = line + 2 + size + 2;
  }
  return Buffer.concat(pieces).toString();
}

const isChunked = (head: string): boolean => /\r\ntransfer-encoding: *chunked/i.test(head);

/** Numbers of one length, so that Content-Length stays what it is. */
const first = 1_000_000;

/** Makes the bytes of every next request. The counter goes on where the caller's left off: no number comes twice. */
export function writerOf(call: Call, count: { next: number }): () => string {
  const body = call.body ?? '';
  const length = Buffer.byteLength(body.replaceAll('{n}', String(first)));
  const fields = [...(call.fields ?? []), ...(body === '' ? [] : [['Content-Length', String(length)] as const])];
  const text = [`${call.method} ${call.target} HTTP/1.1`, 'Host: 127.0.0.1', ...fields.map((field) => field.join(': ')), '', body].join(
    '\r\n',
  );
  const pieces = text.split('{n}');
  return () => (pieces.length === 1 ? text : pieces.join(String(first + (count.next++ % (9 * first)))));
}

export class Connection {
  readonly #socket: Socket;
  #received: Buffer = Buffer.alloc(0);
  #waiting: { resolve: (answer: Answer) => void; reject: (error: Error) => void } | undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    socket.on('error', (error) => this.#fail(error));
    socket.on('close', () => this.#fail(new Error('the server closed the connection before it had answered')));
  }

  /** Rejects when nobody listens there. */
  static open(port: number): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.off('error', reject);
        resolve(new Connection(socket));
      });
    });
  }

  /** Sends a request once the last one is answered. Rejects when the connection breaks or the answer is no HTTP. */
  send(request: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#socket.write(request);
    });
  }

  close(): void {
    this.#waiting = undefined;
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    try {
      const answer = readAnswer(this.#received);
      if (!answer) return;
      this.#received = Buffer.alloc(0);
      this.#waiting?.resolve(answer);
    } catch (error) {
      this.#fail(error as Error);
    }
  }

  #fail(error: Error): void {
    this.#waiting?.reject(error);
    this.#waiting = undefined;
  }
}

/** Undefined while bytes are missing. Of chunked bodies only the end is looked for. */
function readAnswer(bytes: Buffer): Answer | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const head = bytes.toString('latin1', 0, end);
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? Number.NaN);
  if (Number.isNaN(status)) throw new Error(`the server answered what is no HTTP: ${head.slice(0, 60)}`);
  const body = bytes.subarray(end + 4);
  if (status === 204 || status === 304) return { status, head, body };
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (length !== undefined) return body.length < Number(length) ? undefined : { status, head, body };
  if (!isChunked(head)) throw new Error('the answer has neither Content-Length nor chunks');
  return body.subarray(-5).equals(lastChunk) ? { status, head, body } : undefined;
}

const lastChunk = Buffer.from('0\r\n\r\n');
