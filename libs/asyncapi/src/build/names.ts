import { unescapeStep } from '../source/pointer.ts';
import type { Node, SourceFile } from '../source/node.ts';

/**
 * The one rule of derived names: what the author called it, then the same with `_2`, `_3` … where that is taken. Things
 * without a name are called after what they belong to, as the official converter from 2.x does: `channel.publish`,
 * `operation.message`, `operation.message.1`.
 */
export function uniqueName(wanted: string, isTaken: (name: string) => boolean): string {
  let name = wanted;
  for (let count = 2; isTaken(name); count++) name = `${wanted}_${count}`;
  return name;
}

/** Steps of a pointer that say where a schema stands and not what it is. */
const PLACES: ReadonlySet<string> = new Set(['payload', 'headers', 'schema', 'items', 'key', 'kafka', 'bindings', '']);

/** What a schema without a component is called after: the last step of its pointer that names something, or its file. */
export function nameOfPlace({ pointer, file }: Node): string {
  const steps = pointer.split('/').map(unescapeStep);
  const step = steps.findLast((text) => !PLACES.has(text) && !/^\d+$/u.test(text));
  const stem = file.path.slice(file.path.lastIndexOf('/') + 1).replace(/\.[^.]*$/u, '');
  // The characters that the specification allows in the names of components.
  const name = (step ?? stem).replaceAll(/[^\w.-]+/gu, '_');
  return name === '' ? 'schema' : name;
}

/** The name in a section of the main document's `components` that a chain of references passes. */
export function findComponentName(via: readonly Node[], main: SourceFile, section: string): string | undefined {
  const prefix = `/components/${section}/`;
  for (const { file, pointer } of via.slice(1)) {
    const name = file === main && pointer.startsWith(prefix) ? pointer.slice(prefix.length) : '/';
    if (!name.includes('/')) return unescapeStep(name);
  }
  return undefined;
}
