// The oracle alone: it takes minutes, so it is no part of `npm test`.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { root: `${import.meta.dirname}/../..`, include: ['test/oracle/*.oracle.ts'], disableConsoleIntercept: true },
});
