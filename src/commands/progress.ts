// One line on standard error that says how far the run is; only where somebody watches.
import type { CheckEvent } from '../check.ts';
import { count } from '../model/show.ts';
import type { Io } from './io.ts';

export interface Progress {
  show(event: CheckEvent): void;
  clear(): void;
}

const silent: Progress = { show() {}, clear() {} };

export function createProgress(io: Io): Progress {
  if (!io.errIsTerminal || io.env['CI'] || io.env['TERM'] === 'dumb') return silent;
  let file = '';
  let exchanges = 0;
  let shown = 0;
  return {
    show(event) {
      if (event.kind === 'file') file = event.uri;
      if (event.kind !== 'exchange') return;
      exchanges++;
      const now = performance.now();
      if (exchanges % 50 !== 0 || now - shown < 100) return;
      shown = now;
      io.err(`\r\u001b[K${count(exchanges, 'exchange')} · ${file}`.slice(0, io.columns));
    },
    clear() {
      if (shown > 0) io.err('\r\u001b[K');
    },
  };
}
