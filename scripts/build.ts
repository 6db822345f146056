// Builds what is published: the command line, the library and the entries for test frameworks as ES modules, those for Jest as CommonJS too, and the types.
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, rmSync } from 'node:fs';
import { rolldown } from 'rolldown';

const root = new URL('..', import.meta.url).pathname;
rmSync(`${root}dist`, { recursive: true, force: true });
const testing = { testing: `${root}src/testing/index.ts`, jest: `${root}src/testing/jest.ts` };

async function write(input: Record<string, string>, format: 'esm' | 'cjs'): Promise<void> {
  const ending = format === 'esm' ? 'js' : 'cjs';
  const bundle = await rolldown({
    input,
    platform: 'node',
    // Prism is large, CommonJS, and only for the mock: installed beside the bundle, not in it. Test runners are the ones that run the test.
    external: [/^@stoplight\//, 'vitest', '@jest/globals'],
    cwd: root,
    logLevel: 'warn',
  });
  await bundle.write({
    dir: `${root}dist`,
    format,
    entryFileNames: `[name].${ending}`,
    chunkFileNames: `[name]-[hash].${ending}`,
    minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
  });
  await bundle.close();
}

await write(
  {
    cli: `${root}src/cli.ts`,
    index: `${root}src/index.ts`,
    worker: `${root}src/parallel/worker.ts`,
    follower: `${root}src/parallel/follower.ts`,
    vitest: `${root}src/testing/vitest.ts`,
    ...testing,
    // The vendors' mocks, which `truce mock <vendor>` finds by name.
    ...Object.fromEntries(['superoffice', 'onlyoffice', 'odyssee'].map((name) => [`mocks/${name}`, `${root}mocks/${name}.ts`])),
  },
  'esm',
);
// Jest's sandbox requires CommonJS unless Node is started with a flag.
await write(testing, 'cjs');
// Read at run time, beside whichever file of the bundle src/mock/page.ts and src/reporters/html.ts ended up in.
cpSync(`${root}src/mock/page`, `${root}dist/page`, { recursive: true, filter: (path) => !path.endsWith('tsconfig.json') });
cpSync(`${root}src/reporters/html/page`, `${root}dist/html/page`, { recursive: true, filter: (path) => !path.endsWith('tsconfig.json') });
chmodSync(`${root}dist/cli.js`, 0o755);
execFileSync(process.execPath, [`${root}node_modules/typescript/bin/tsc`, '-p', `${root}tsconfig.build.json`], { stdio: 'inherit' });
