// Sockets that are read only as fast as others take what is read, and written to in as few pieces as that costs no copying.
import type { Socket } from 'node:net';

/** Beyond this many bytes, copying them into one piece costs more than writing several. */
const mostCopied = 32 * 1024;

export function write(socket: Socket, pieces: readonly Buffer[]): void {
  const size = pieces.reduce((sum, { length }) => sum + length, 0);
  if (size === 0) return;
  if (pieces.length === 1) socket.write(pieces[0] as Buffer);
  else if (size < mostCopied) socket.write(Buffer.concat(pieces, size));
  else {
    socket.cork();
    for (const piece of pieces) if (piece.length > 0) socket.write(piece);
    socket.uncork();
  }
}

export function setFlow(socket: Socket, isFlowing: boolean): void {
  if (isFlowing === !socket.isPaused()) return;
  if (isFlowing) socket.resume();
  else socket.pause();
}

/** Milliseconds for which bytes are read that nobody wants. */
const lingering = 2000;

/** Ends a connection with a last word. What is still sent is read for a while: unread bytes would make the sender's system forget the answer. */
export function sayGoodbye(socket: Socket, last: Buffer | undefined, hasEnded: boolean): void {
  if (socket.destroyed) return;
  if (last && last.length > 0) socket.end(last);
  else socket.end();
  socket.resume();
  if (hasEnded) return;
  const timer = setTimeout(() => socket.destroy(), lingering);
  socket.once('close', () => clearTimeout(timer));
}
