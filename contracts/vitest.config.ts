// The consumer tests: running them writes contracts/<vendor>/pacts (`npm run pacts`).
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: `${import.meta.dirname}/..`,
    include: ['contracts/*/consumer/*.pact.test.ts'],
    env: { PACT_DO_NOT_TRACK: '1', SCARF_ANALYTICS: 'false' },
    // The mock server is native code with threads of its own: one process per file keeps the pacts apart.
    pool: 'forks',
  },
});
