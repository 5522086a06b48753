export { startSluice } from './start-sluice.ts';
export type { CompleteSluice, Sluice } from './start-sluice.ts';
export type { SluiceOptions } from './options.ts';
export type { DocsOptions } from './docs/docs-app.ts';
export { ServerError } from './server-error.ts';
export type { ServerErrorKind } from './server-error.ts';
