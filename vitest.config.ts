// Tests of the default run; the consumers' pact tests have a config of their own because they write files.
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const results = process.env['TRUCE_TEST_RESULTS'];

/** Suites that take long by their nature (browsers, packed packages, hundreds of processes, thousands of schemas): `npm run test:all` and CI run them too. */
const long = [
  'test/broker/**',
  'test/cli/watch-law.test.ts',
  'test/cli/watch.test.ts',
  'test/contracts/stock-runner.test.ts',
  'test/hostile/chains.test.ts',
  'test/live/crash.test.ts',
  'test/live/faults.test.ts',
  'test/live/prism.test.ts',
  'test/mock/hostile.test.ts',
  'test/mock/page/**',
  'test/mock/page.test.ts',
  'test/mocks/prism-parity.test.ts',
  'test/package/**',
  'test/proxy/**',
  'test/redact/law.test.ts',
  'test/reporters/html.test.ts',
  'test/reporters/laws.test.ts',
  'test/shards/**',
  'test/statement/page.test.ts',
];

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: process.env['TRUCE_TESTS'] === 'all' ? [] : long,
    // Most tests wait for a process of their own: by default one core of two would be left to that.
    maxWorkers: Math.max(2, availableParallelism()),
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: results ? ['default', 'json'] : ['default'],
    ...(results && { outputFile: { json: results } }),
  },
});
