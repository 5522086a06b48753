import { clientsPage } from '../conformance/clients/docs-page.ts';
import { configsPage } from './configs-page.ts';
import { demoClasses } from './demo-classes.ts';
import { migrations } from './migrations.ts';
import { standaloneRuntime } from './standalone-runtime.ts';

/**
 * One kind of generated text. `generate` answers the whole text of each file by its path relative to the root. `place` is
 * the folder that holds those files and nothing else, or the one file. The first line of each text says `npm run gen`.
 */
export interface Generator {
  readonly name: string;
  readonly place: `${string}/gen` | `${string}/migrations` | `docs/${string}.md`;
  generate(root: string): Promise<ReadonlyMap<string, string>>;
}

/** Everything that `npm run gen` writes and `npm run check` compares. */
export const GENERATORS: readonly Generator[] = [clientsPage, configsPage, demoClasses, migrations, standaloneRuntime];
