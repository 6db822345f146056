// Builds what is published: dist/cli.js and dist/index.js in one piece each per command, and the types of the public API.
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, rmSync } from 'node:fs';
import { rolldown } from 'rolldown';

const root = new URL('..', import.meta.url).pathname;
rmSync(`${root}dist`, { recursive: true, force: true });
const bundle = await rolldown({
  input: { cli: `${root}src/cli.ts`, index: `${root}src/index.ts`, worker: `${root}src/parallel/worker.ts` },
  platform: 'node',
  // Large, CommonJS, and only for the mock: installed beside the bundle, not in it.
  external: [/^@stoplight\//],
  cwd: root,
  logLevel: 'warn',
});
await bundle.write({
  dir: `${root}dist`,
  format: 'esm',
  entryFileNames: '[name].js',
  chunkFileNames: '[name]-[hash].js',
  minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
});
await bundle.close();
// Read at run time, beside whichever file of the bundle src/mock/page.ts ended up in.
cpSync(`${root}src/mock/page`, `${root}dist/page`, { recursive: true, filter: (path) => !path.endsWith('tsconfig.json') });
chmodSync(`${root}dist/cli.js`, 0o755);
execFileSync(process.execPath, [`${root}node_modules/typescript/bin/tsc`, '-p', `${root}tsconfig.build.json`], { stdio: 'inherit' });
