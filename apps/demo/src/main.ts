import { enableCompileCache } from 'node:module';

enableCompileCache();
// Imported after the cache is on, so that the cache serves it.
const { runMain } = await import('./run-main.ts');
await runMain();
