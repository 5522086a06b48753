import { setImmediate } from 'node:timers/promises';
import { basename, dirname } from 'node:path';
import type { LogBackend, LogFile } from '@sluice/broker';

/**
 * A disk in memory on which nothing is safe before it is synced. When power is lost each write that was not synced is
 * kept, forgotten, torn or zeroed by chance, and of the names changed in a directory since its last sync only the first
 * few are known. What `losePower` and `killProcess` give is found at the next start; this backend does nothing any more,
 * and whoever waits for it waits for ever, as a dead process does.
 */
export interface ForgetfulBackend extends LogBackend {
  losePower(random: Random): ForgetfulBackend;
  /** All that was written is there, and what was being written in part. */
  killProcess(random: Random): ForgetfulBackend;
}

/** A number in [0, 1). */
export type Random = () => number;

interface FileNode {
  readonly kind: 'file';
  synced: Uint8Array;
  /** Since the last sync. */
  changes: Change[];
}
type Change = { readonly position: number; readonly bytes: Uint8Array } | { readonly sizeBytes: number };

interface DirectoryNode {
  readonly kind: 'directory';
  readonly synced: Map<string, Node>;
  readonly names: Map<string, Node>;
  /** Since the last sync; each takes place as a whole. */
  changes: (readonly (readonly [name: string, node: Node | undefined])[])[];
}
type Node = FileNode | DirectoryNode;

export function createForgetfulBackend(root: DirectoryNode = makeDirectoryNode()): ForgetfulBackend {
  let isDead = false;
  const writing = new Set<{ path: string; position: number; bytes: Uint8Array }>();

  /** Begins and ends later, so that there are moments in between to die at. */
  async function operate<Result>(work: () => Result): Promise<Result> {
    await pass();
    const result = work();
    await pass();
    return result;
  }
  async function pass(): Promise<void> {
    await setImmediate();
    if (isDead) await new Promise(() => undefined);
  }
  function find(path: string): Node | undefined {
    let node: Node | undefined = root;
    for (const name of path.split('/').filter((part) => part !== '')) {
      node = node?.kind === 'directory' ? node.names.get(name) : undefined;
    }
    return node;
  }
  function findFile(path: string): FileNode {
    const node = find(path);
    if (node?.kind === 'file') return node;
    throw new Error(`ENOENT: no such file or directory, open '${path}'`);
  }
  function parentOf(path: string): DirectoryNode {
    const node = find(dirname(path));
    if (node?.kind === 'directory') return node;
    throw new Error(`ENOENT: no such file or directory, '${path}'`);
  }
  function ensureFile(path: string): FileNode {
    const known = find(path);
    if (known?.kind === 'file') return known;
    const node: FileNode = { kind: 'file', synced: new Uint8Array(0), changes: [] };
    changeNames(parentOf(path), [[basename(path), node]]);
    return node;
  }
  function makeDirectories(path: string): void {
    if (path === '/' || find(path) !== undefined) return;
    makeDirectories(dirname(path));
    changeNames(parentOf(path), [[basename(path), makeDirectoryNode()]]);
  }
  function die(survivors: () => DirectoryNode, random: Random): ForgetfulBackend {
    isDead = true;
    for (const { path, position, bytes } of writing) {
      if (find(dirname(path)) === undefined) continue;
      ensureFile(path).changes.push({ position, bytes: bytes.subarray(0, Math.floor(random() * bytes.length)) });
    }
    return createForgetfulBackend(survivors());
  }

  return {
    createDirectory: (path) => operate(() => makeDirectories(path)),
    list: (path) =>
      operate(() => {
        const node = find(path);
        return node?.kind === 'directory' ? [...node.names.keys()].sort() : [];
      }),
    rename: (from, to) =>
      operate(() => {
        const parent = parentOf(from);
        const node = parent.names.get(basename(from));
        if (node === undefined || parent !== parentOf(to)) throw new Error(`ENOENT: rename '${from}' -> '${to}'`);
        changeNames(parent, [
          [basename(from), undefined],
          [basename(to), node],
        ]);
      }),
    remove: (path) =>
      operate(() => {
        if (find(path) !== undefined) changeNames(parentOf(path), [[basename(path), undefined]]);
      }),
    syncDirectory: (path) =>
      operate(() => {
        const node = find(path);
        if (node?.kind !== 'directory') throw new Error(`ENOENT: no such file or directory, open '${path}'`);
        syncNames(node);
      }),
    readFile: (path) =>
      operate(() => {
        const node = find(path);
        return node?.kind === 'file' ? contentOf(node) : undefined;
      }),
    replaceFile: (path, bytes) =>
      operate(() => {
        const parent = parentOf(path);
        changeNames(parent, [[basename(path), { kind: 'file', synced: bytes.slice(), changes: [] }]]);
        syncNames(parent);
      }),
    replaceLater: (path, bytes) =>
      operate(() => {
        const node: FileNode = {
          kind: 'file',
          synced: new Uint8Array(0),
          changes: [{ position: 0, bytes: bytes.slice() }],
        };
        changeNames(parentOf(path), [[basename(path), node]]);
      }),
    openFile(path): LogFile {
      return {
        size: () =>
          operate(() => {
            const node = find(path);
            return node?.kind === 'file' ? contentOf(node).length : 0;
          }),
        read: (target, position) =>
          operate(() => {
            const found = contentOf(findFile(path)).subarray(position, position + target.length);
            target.set(found);
            return found.length;
          }),
        async write(chunks, position) {
          const write = { path, position, bytes: Buffer.concat(chunks) };
          writing.add(write);
          await pass();
          writing.delete(write);
          ensureFile(path).changes.push(write);
          await pass();
        },
        truncate: (sizeBytes) => operate(() => void findFile(path).changes.push({ sizeBytes })),
        sync: () =>
          operate(() => {
            const node = findFile(path);
            node.synced = contentOf(node);
            node.changes = [];
          }),
        close: () => operate(() => undefined),
      };
    },
    close: () => operate(() => undefined),
    losePower: (random) => die(() => loseDirectory(root, random, new Map()), random),
    killProcess: (random) => die(() => root, random),
  };
}

function makeDirectoryNode(names: Map<string, Node> = new Map()): DirectoryNode {
  return { kind: 'directory', synced: names, names: new Map(names), changes: [] };
}

function changeNames(directory: DirectoryNode, change: DirectoryNode['changes'][number]): void {
  applyNames(directory.names, change);
  directory.changes.push(change);
}

function syncNames(directory: DirectoryNode): void {
  for (const change of directory.changes) applyNames(directory.synced, change);
  directory.changes = [];
}

function applyNames(names: Map<string, Node>, change: DirectoryNode['changes'][number]): void {
  for (const [name, node] of change) {
    if (node === undefined) names.delete(name);
    else names.set(name, node);
  }
}

function contentOf(file: FileNode): Uint8Array {
  let content = file.synced;
  for (const change of file.changes) content = applyChange(content, change);
  return content;
}

function applyChange(content: Uint8Array, change: Change): Uint8Array {
  if ('sizeBytes' in change) return content.slice(0, change.sizeBytes);
  const changed = new Uint8Array(Math.max(content.length, change.position + change.bytes.length));
  changed.set(content);
  changed.set(change.bytes, change.position);
  return changed;
}

/** `lost` has the files that were met before, which may have two names. */
function loseDirectory(directory: DirectoryNode, random: Random, lost: Map<Node, Node>): DirectoryNode {
  const names = new Map(directory.synced);
  const known = Math.floor(random() * (directory.changes.length + 1));
  for (const change of directory.changes.slice(0, known)) applyNames(names, change);
  for (const [name, node] of names) {
    const left = lost.get(node) ?? (node.kind === 'file' ? loseFile(node, random) : loseDirectory(node, random, lost));
    lost.set(node, left);
    names.set(name, left);
  }
  return makeDirectoryNode(names);
}

function loseFile(file: FileNode, random: Random): FileNode {
  let content = file.synced;
  for (const change of file.changes) {
    const fate = random();
    if (fate < 0.3) continue;
    if (fate < 0.6 || 'sizeBytes' in change) content = applyChange(content, change);
    else {
      const { position, bytes } = change;
      const torn = bytes.subarray(0, Math.floor(random() * bytes.length));
      content = applyChange(content, { position, bytes: fate < 0.8 ? torn : new Uint8Array(bytes.length) });
    }
  }
  return { kind: 'file', synced: content, changes: [] };
}
