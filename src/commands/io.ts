// What a command may touch of the outside world; src/cli.ts fills it from `process`.

export interface Io {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The report. */
  readonly out: (text: string) => void;
  /** For people: progress, hints, errors. */
  readonly err: (text: string) => void;
  readonly outIsTerminal: boolean;
  readonly errIsTerminal: boolean;
  /** Columns of the terminal on standard output; 80 where there is none. */
  readonly columns: number;
  /** Keeps the process small for work that ends, at no cost in time that could be measured. */
  readonly staySmall: () => void;
  readonly today: () => string;
  /** Settles when somebody wants the process to end (SIGINT, SIGTERM). */
  readonly stopped: () => Promise<void>;
  /** Calls back whenever somebody wants files to be read again now (SIGHUP). */
  readonly onHangup: (action: () => void) => void;
}

/** `NO_COLOR` (no-color.org) and `FORCE_COLOR` decide before the terminal does. */
export function wantsColor({ env, outIsTerminal }: Io): boolean {
  if (env['NO_COLOR']) return false;
  if (env['FORCE_COLOR']) return env['FORCE_COLOR'] !== '0';
  return outIsTerminal && env['TERM'] !== 'dumb';
}
