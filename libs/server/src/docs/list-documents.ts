import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** A document in the folder that is served. */
export interface DocsDocument {
  /** As it stands in addresses: `orders`, `2.6/orders`; with its extension where two differ in that alone. */
  readonly name: string;
  /** From the folder: `2.6/orders.yaml`. */
  readonly path: string;
}

const MOST_DOCUMENTS = 200;
const MOST_ENTRIES = 2000;
const MOST_LEVELS = 4;
/** How far into a file its `asyncapi:` is looked for. */
const HEAD_BYTES = 64 * 1024;
const EXTENSION = /\.(?:ya?ml|json)$/iu;
const MARK = /^[ \t{,]*["']?asyncapi["']?[ \t]*:/mu;

/** The AsyncAPI documents in a folder and below, by name; `undefined` where there is no such folder. */
export async function listDocuments(folder: string): Promise<readonly DocsDocument[] | undefined> {
  const paths: string[] = [];
  let seen = 0;
  const walk = async (inner: string, level: number): Promise<void> => {
    for (const entry of (await readdir(join(folder, inner), { withFileTypes: true })).toSorted(byName)) {
      if (paths.length >= MOST_DOCUMENTS || ++seen > MOST_ENTRIES) return;
      if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
      const path = inner === '' ? entry.name : `${inner}/${entry.name}`;
      if (entry.isDirectory()) {
        if (level < MOST_LEVELS) await walk(path, level + 1).catch(() => {});
      } else if (EXTENSION.test(entry.name) && (await isDocument(join(folder, path)))) paths.push(path);
    }
  };
  try {
    await walk('', 1);
  } catch {
    return undefined;
  }
  const stems = paths.map((path) => path.replace(EXTENSION, ''));
  return paths.map((path, index) => {
    const stem = stems[index] ?? path;
    return { name: stems.filter((other) => other === stem).length > 1 ? path : stem, path };
  });
}

const byName = (a: { readonly name: string }, b: { readonly name: string }): number => (a.name < b.name ? -1 : 1);

/** Whether the text says that it is one; whether it is valid is for the page to say. */
async function isDocument(path: string): Promise<boolean> {
  try {
    // Before it is opened: a pipe would wait. Links are followed, since mounted volumes are made of them.
    if (!(await stat(path)).isFile()) return false;
    await using file = await open(path);
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(HEAD_BYTES) });
    return MARK.test(buffer.toString('utf8', 0, bytesRead));
  } catch {
    return false;
  }
}
