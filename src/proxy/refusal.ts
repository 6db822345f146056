// What the recorder says itself, as Problem Details (RFC 9457): the target cannot be had, or the request is none that can be passed on.
import { STATUS_CODES } from 'node:http';

/** A whole response that ends the connection; without its body for HEAD. */
export function writeRefusal(status: number, detail: string, method = 'GET'): Buffer {
  const title = STATUS_CODES[status] ?? 'Refused';
  const body = Buffer.from(JSON.stringify({ title, status, detail: `truce record: ${detail}` }));
  const head = `HTTP/1.1 ${status} ${title}\r\nContent-Type: application/problem+json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n`;
  return Buffer.concat([Buffer.from(head, 'latin1'), method === 'HEAD' ? Buffer.alloc(0) : body]);
}
