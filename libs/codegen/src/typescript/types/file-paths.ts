import { createFileScope, formatName } from '../../names.ts';
import type { NameScope } from '../../names.ts';

/** Where the modules of one output go: namespaces are folders, and no two modules are one file. */
export interface FilePaths {
  /** The path, without an extension, of the module for a name in a namespace; taken from now on. */
  take(namespace: readonly string[], name: string): string;
}

export function createFilePaths(): FilePaths {
  const root = createFolder();
  return {
    take(namespace, name) {
      const path: string[] = [];
      let folder = root;
      for (const part of namespace) {
        const [step, inner] = enterFolder(folder, part);
        path.push(step);
        folder = inner;
      }
      return [...path, folder.names.take(formatName(name, 'kebab'))].join('/');
    },
  };
}

interface Folder {
  /** Of files; a folder may be called as a file is, which has an extension. */
  readonly names: NameScope;
  readonly folders: Map<string, readonly [string, Folder]>;
  readonly folderNames: NameScope;
}

function createFolder(): Folder {
  return { names: createFileScope('ts'), folders: new Map(), folderNames: createFileScope('ts') };
}

function enterFolder(folder: Folder, part: string): readonly [string, Folder] {
  const known = folder.folders.get(part);
  if (known !== undefined) return known;
  const entered = [folder.folderNames.take(formatName(part, 'kebab')), createFolder()] as const;
  folder.folders.set(part, entered);
  return entered;
}
