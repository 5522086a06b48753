import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** One configuration for every package: a test is a `*.test.ts` file in a package's `test/` folder or in the root one. */
export default defineConfig({
  test: {
    include: ['libs/*/test/**/*.test.ts', 'apps/*/test/**/*.test.ts', 'test/**/*.test.ts'],
    // Generated tests, for another runner.
    exclude: ['**/node_modules/**', 'libs/*/test/golden/**'],
    pool: 'forks',
    // Two at least: many tests wait for a process or a socket, and one core would idle.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // Servers, processes and installs are tested for real, and a machine may have two busy cores.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    restoreMocks: true,
  },
});
