import type {
  EnumElement,
  ExtendElement,
  FieldElement,
  FileElement,
  Location,
  MessageElement,
  TypeElement,
} from '../syntax/elements.ts';
import { show, syntaxError } from '../syntax/text-reader.ts';
import { readKnownFile, whereIsKnown } from '../known/known-files.ts';

/** One .proto file among those that a schema is made of. */
export interface SourceFile {
  /** What others import it by; '' for the schema itself. */
  readonly name: string;
  readonly element: FileElement;
  /** Begins every message about it: '' for the schema itself. */
  readonly origin: string;
}

/** A declared message or enum, with the file it is in. */
export interface Declared<Element extends TypeElement = TypeElement> {
  readonly fullName: string;
  readonly element: Element;
  readonly source: SourceFile;
  readonly parent: Declared<MessageElement> | undefined;
}

/** Every type that a schema can name: its own, those of its references, and the built-in ones. */
export interface TypeTable {
  /** The schema first, then its references, then each built-in file that something needed. */
  readonly sources: readonly SourceFile[];
  /** The file of this name, which for a built-in one is read now. */
  findFile(name: string): SourceFile | undefined;
  get(fullName: string): Declared | undefined;
  /** Looks a name up from the innermost scope outwards, as the language has it; a leading dot is the outermost. */
  resolve(name: string, scope: string): Declared | undefined;
  /** As `resolve`, for a field that some file adds to a message: what the name of a custom option means. */
  resolveExtension(name: string, scope: string): DeclaredExtension | undefined;
}

/** A field declared in `extend`. */
export interface DeclaredExtension {
  readonly fullName: string;
  readonly field: FieldElement;
}

/**
 * Collects the types of `root` and `references`. Throws SchemaFormatError for a name declared twice and for files that
 * import each other in a circle.
 */
export function collectTypes(root: SourceFile, references: readonly SourceFile[]): TypeTable {
  const sources: SourceFile[] = [];
  const files = new Map<string, SourceFile>();
  const types = new Map<string, Declared>();
  const extensions = new Map<string, DeclaredExtension>();
  for (const reference of references) if (!files.has(reference.name)) files.set(reference.name, reference);
  refuseCircles(files);

  function addFile(source: SourceFile): void {
    sources.push(source);
    const { packageName } = source.element;
    const prefix = packageName === undefined ? '' : `${packageName}.`;
    addExtensions(source.element.extends, prefix);
    addTypes(source, source.element.types, prefix, undefined);
  }

  function addExtensions(elements: readonly ExtendElement[], prefix: string): void {
    for (const { fields } of elements) {
      for (const field of fields) {
        const fullName = prefix + field.name;
        if (!extensions.has(fullName)) extensions.set(fullName, { fullName, field });
      }
    }
  }

  function addTypes(
    source: SourceFile,
    elements: readonly TypeElement[],
    prefix: string,
    parent: Declared<MessageElement> | undefined,
  ): void {
    for (const element of elements) {
      const fullName = prefix + element.name;
      const before = types.get(fullName);
      if (before?.source === source) {
        const message = `${source.origin}${fullName} is declared at ${describe(before.element.location)} already`;
        throw syntaxError(message, element.location);
      }
      // Two files may say the same name where no schema uses both: the first one given counts.
      if (before !== undefined) continue;
      if (element.kind === 'enum') types.set(fullName, { fullName, element, source, parent });
      else {
        const declared = { fullName, element, source, parent };
        types.set(fullName, declared);
        addExtensions(element.extends, `${fullName}.`);
        addTypes(source, element.types, `${fullName}.`, declared);
      }
    }
  }

  function findFile(name: string): SourceFile | undefined {
    const found = files.get(name);
    if (found !== undefined) return found;
    const element = readKnownFile(name);
    if (element === undefined) return undefined;
    const source = { name, element, origin: `in ${name}: ` };
    files.set(name, source);
    addFile(source);
    for (const { name: imported } of [...element.imports, ...element.publicImports]) findFile(imported);
    return source;
  }

  function resolveIn<Found>(
    find: (fullName: string) => Found | undefined,
    name: string,
    scope: string,
  ): Found | undefined {
    if (name.startsWith('.')) return find(name.slice(1));
    for (let at = scope; at !== ''; at = at.slice(0, Math.max(at.lastIndexOf('.'), 0))) {
      const found = find(`${at}.${name}`);
      if (found !== undefined) return found;
    }
    return find(name);
  }

  function findIn<Found>(table: ReadonlyMap<string, Found>, fullName: string): Found | undefined {
    const found = table.get(fullName);
    if (found !== undefined) return found;
    const known = whereIsKnown(fullName);
    if (known === undefined || files.has(known)) return undefined;
    findFile(known);
    return table.get(fullName);
  }

  const findType = (fullName: string): Declared | undefined => findIn(types, fullName);
  const findExtension = (fullName: string): DeclaredExtension | undefined => findIn(extensions, fullName);

  addFile(root);
  for (const reference of files.values()) addFile(reference);
  for (const source of [...sources]) {
    for (const { name } of importsOf(source.element)) findFile(name);
  }
  return {
    sources,
    findFile,
    get: findType,
    resolve: (name, scope) => resolveIn(findType, name, scope),
    resolveExtension: (name, scope) => resolveIn(findExtension, name, scope),
  };
}

export function importsOf(element: FileElement): FileElement['imports'] {
  return [...element.imports, ...element.publicImports, ...element.weakImports];
}

/** Whether what was found is a message. */
export function isMessage(declared: Declared): declared is Declared<MessageElement> {
  return declared.element.kind === 'message';
}

export function isEnum(declared: Declared): declared is Declared<EnumElement> {
  return declared.element.kind === 'enum';
}

/** References that import each other can never all be read, so no compiler takes them. */
function refuseCircles(files: ReadonlyMap<string, SourceFile>): void {
  const done = new Set<string>();
  for (const start of files.values()) {
    // A stack of its own: a chain of files may be longer than calls may nest.
    const path: { readonly source: SourceFile; readonly imports: FileElement['imports']; next: number }[] = [];
    const names = new Set<string>();
    enter(start);
    for (let last = path.at(-1); last !== undefined; last = path.at(-1)) {
      const imported = last.imports[last.next++];
      if (imported === undefined) {
        path.pop();
        names.delete(last.source.name);
        done.add(last.source.name);
        continue;
      }
      if (names.has(imported.name)) {
        const from = path.findIndex(({ source }) => source.name === imported.name);
        const circle = [...path.slice(from).map(({ source }) => source.name), imported.name]
          .map(show)
          .join(' imports ');
        throw syntaxError(`${last.source.origin}files import each other in a circle: ${circle}`, imported.location);
      }
      const source = files.get(imported.name);
      if (source !== undefined) enter(source);
    }

    function enter(source: SourceFile): void {
      if (done.has(source.name)) return;
      names.add(source.name);
      path.push({ source, imports: importsOf(source.element), next: 0 });
    }
  }
}

function describe({ line, column }: Location): string {
  return `${line}:${column}`;
}
