// Tests of the default run; the consumers' pact tests have a config of their own because they write files.
import { defineConfig } from 'vitest/config';

const results = process.env['TRUCE_TEST_RESULTS'];

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: results ? ['default', 'json'] : ['default'],
    ...(results && { outputFile: { json: results } }),
  },
});
