// Opens a port for a command, and says in a sentence why it cannot be had.
import { quote } from '../model/show.ts';
import { UserError } from '../model/user-error.ts';

/** Runs what listens at an address. Throws a UserError when nothing can listen there. */
export async function listenAt<T>(action: () => Promise<T>, { host, port }: { readonly host: string; readonly port: number }): Promise<T> {
  try {
    return await action();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'EADDRINUSE')
      throw new UserError(`Port ${port} of ${host} is taken`, { hint: 'Choose another with `--port`; 0 picks a free one', cause: error });
    if (code === 'EACCES' || code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
      throw new UserError(`Nothing can listen on ${quote(host, 100)}, port ${port}: ${code}`, {
        hint: 'Check `--host` and `--port`',
        cause: error,
      });
    throw error;
  }
}

/** Can only this machine reach it? */
export const isLoopbackHost = (host: string): boolean => /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/i.test(host);
