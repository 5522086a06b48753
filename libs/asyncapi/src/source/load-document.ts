import { describeFinding } from '../asyncapi-error.ts';
import type { Finding } from '../asyncapi-error.ts';
import { LIMITS } from './limits.ts';
import { refOf } from './node.ts';
import type { Node, SourceFile } from './node.ts';
import { extensionOf, folderOf, isInside, joinPath, parseRef, toSlashes } from './paths.ts';
import { nameCandidates, readAvroNames } from './avro-names.ts';
import { readSource } from './read-source.ts';

export interface DocumentSource {
  /** Names the document in findings; relative references start from its folder. */
  readonly path: string;
  /** The document's text; without it the file at `path` is read. */
  readonly text?: string;
  /** Reads a file that a reference names, by a path as `path` is written. Without it only `text` is read. */
  readonly readFile?: (path: string) => Promise<string>;
  /** References may not leave this folder; the document's own unless given. `null` lets them go anywhere. */
  readonly root?: string | null;
  /** Avro files whose types other schemas may name; those the document refers to are known without. */
  readonly avroFiles?: readonly string[];
}

/** A document and every file its references lead to, read and not yet understood. */
export interface SourceDocument {
  readonly main: SourceFile;
  /** By path; `undefined` where a file cannot be read or understood, for the reason in `failures`. */
  readonly files: ReadonlyMap<string, SourceFile | undefined>;
  readonly failures: ReadonlyMap<string, FileFailure>;
  /** Of the main file's text alone. */
  readonly findings: readonly Finding[];
}

export interface FileFailure {
  readonly rule: 'ref-file' | 'ref-outside' | 'limit';
  readonly message: string;
}

interface Loading {
  readonly source: DocumentSource;
  readonly root: string | null;
  readonly files: Map<string, SourceFile | undefined>;
  readonly failures: Map<string, FileFailure>;
  readonly findings: Finding[];
  length: number;
}

/**
 * Reads a document and the files that it refers to: YAML, JSON, `.avsc` and `.proto`, never over the network.
 * Does not throw for what is written in them: that becomes findings when the model is built.
 */
export async function loadDocument(source: DocumentSource): Promise<SourceDocument> {
  const path = joinPath('', toSlashes(source.path));
  const root = source.root === undefined ? folderOf(path) : source.root && joinPath('', toSlashes(source.root));
  const loading: Loading = { source, root, files: new Map(), failures: new Map(), findings: [], length: 0 };
  const main = await loadMain(loading, path);
  for (const file of source.avroFiles ?? []) await loadFile(loading, joinPath('', toSlashes(file)));
  // Files are appended to the map while it is walked, so that each is looked into once.
  for (const [, file] of loading.files) {
    if (file?.root === undefined) continue;
    for (const target of listFileRefs(file)) await loadFile(loading, target);
    if (file.language === 'avro') await loadNamedTypes(loading, file);
  }
  const { files, failures, findings } = loading;
  return { main, files, failures, findings };
}

async function loadMain(loading: Loading, path: string): Promise<SourceFile> {
  const text = loading.source.text ?? (await readText(loading, path));
  if (text === undefined) {
    const message = loading.failures.get(path)?.message ?? 'cannot be read';
    loading.findings.push({
      rule: 'ref-file',
      severity: 'error',
      file: path,
      line: 1,
      column: 1,
      pointer: '',
      message,
    });
  }
  const { file, findings } = readSource(path, text ?? '');
  loading.length += text?.length ?? 0;
  loading.files.set(path, file);
  loading.findings.push(...findings);
  return text === undefined ? { ...file, root: undefined } : file;
}

async function loadFile(loading: Loading, path: string): Promise<SourceFile | undefined> {
  if (loading.files.has(path)) return loading.files.get(path);
  loading.files.set(path, undefined);
  if (loading.root !== null && !isInside(loading.root, path)) {
    const folder = loading.root === '' ? 'the working folder' : loading.root;
    return fail(loading, path, 'ref-outside', `${path} lies outside ${folder}`);
  }
  if (loading.files.size > LIMITS.files) {
    return fail(loading, path, 'limit', `${path}: a document has at most ${LIMITS.files} files`);
  }
  const text = await readText(loading, path);
  if (text === undefined) return undefined;
  loading.length += text.length;
  if (loading.length > LIMITS.totalLength) {
    const message = `${path}: the files of a document have at most ${LIMITS.totalLength} characters together`;
    return fail(loading, path, 'limit', message);
  }
  const { file, findings } = readSource(path, text);
  const [first] = findings;
  if (first !== undefined) return fail(loading, path, 'ref-file', describeFinding(first));
  loading.files.set(path, file);
  return file;
}

async function readText(loading: Loading, path: string): Promise<string | undefined> {
  const { readFile } = loading.source;
  if (readFile === undefined) return fail(loading, path, 'ref-file', `${path} is another file, and none is read here`);
  try {
    return await readFile(path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return fail(loading, path, 'ref-file', `cannot read ${path}: ${reason}`);
  }
}

function fail(loading: Loading, path: string, rule: FileFailure['rule'], message: string): undefined {
  loading.failures.set(path, { rule, message });
  return undefined;
}

/** Paths of all files named by a `$ref` anywhere in the file, also where it may prove to be data: building looks again. */
function listFileRefs(file: SourceFile): readonly string[] {
  const found = new Set<string>();
  const seen = new Set<Node>();
  const stack = file.root === undefined ? [] : [file.root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.kind === 'scalar' || seen.has(node)) continue;
    seen.add(node);
    const ref = refOf(node);
    const parts = ref === undefined ? undefined : parseRef(ref);
    if (parts?.kind === 'file' && parts.path !== '') found.add(joinPath(folderOf(file.path), parts.path));
    const items = node.kind === 'array' ? node.items : [...node.entries.values()];
    for (const item of items.toReversed()) stack.push(item);
  }
  return [...found];
}

/** Looks for the types an Avro file names and nobody has defined, in files named after them beside it. */
async function loadNamedTypes(loading: Loading, file: SourceFile): Promise<void> {
  for (const name of readAvroNames(file.root).used) {
    const defined = [...loading.files.values()].some((other) => readAvroNames(other?.root).defined.has(name));
    if (defined) continue;
    for (const candidate of nameCandidates(name)) {
      const path = joinPath(folderOf(file.path), `${candidate}.${extensionOf(file.path)}`);
      if ((await loadFile(loading, path)) !== undefined) break;
    }
  }
}
