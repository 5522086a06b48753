/**
 * One kind of generated code. `generate` answers the whole text of each file by its path relative to the root; every
 * path lies below `folder`, which holds nothing else. The first line of each text says `npm run gen`.
 */
export interface Generator {
  readonly name: string;
  readonly folder: `${string}/gen`;
  generate(root: string): Promise<ReadonlyMap<string, string>>;
}

/** Everything that `npm run gen` writes and `npm run check` compares. Nothing is generated yet. */
export const GENERATORS: readonly Generator[] = [];
