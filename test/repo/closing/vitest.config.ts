import { defineConfig } from 'vitest/config';

/** For the files that test/repo/closing.test.ts runs in a process of their own: they are no tests of the project. */
export default defineConfig({ test: { root: import.meta.dirname, include: ['*.case.ts'] } });
