import type { JsonValue } from '@sluice/avro';
import type { GenerateOptions } from '../../generate-options.ts';
import type { GeneratedFile } from '../../generated-file.ts';
import { createNameScope, formatName } from '../../names.ts';
import type { ModuleExports } from '../text/index-file.ts';
import { startModule } from '../text/module.ts';
import type { FilePaths } from '../types/file-paths.ts';
import { createCircularFinder } from './circular.ts';
import { declareSchema } from './declare-schema.ts';
import { componentOf, isJsonObject, ownOf } from './json-schema.ts';
import type { JsonSchemaRoot } from './json-schema.ts';

/** Where a schema's type is. */
export interface JsonSchemaPlace {
  /** Of the module, without an extension. */
  readonly path: string;
  readonly type: string;
}

/** The types of JSON Schemas, a module for each root and for each component that they reach; made as they are asked for. */
export interface JsonSchemaTypes {
  place(root: JsonSchemaRoot): JsonSchemaPlace;
  placeComponent(name: string): JsonSchemaPlace | undefined;
  /** Of all that was placed. */
  finish(): { readonly files: readonly GeneratedFile[]; readonly exports: readonly ModuleExports[] };
}

export function startJsonSchemas(
  components: ReadonlyMap<string, JsonValue>,
  options: GenerateOptions,
  files: FilePaths,
): JsonSchemaTypes {
  const placed = new Map<string, JsonSchemaPlace>();
  const queue: { readonly place: JsonSchemaPlace; readonly root: JsonValue; readonly component: string | undefined }[] =
    [];
  const isCircular = createCircularFinder(components);
  const add = (root: JsonValue, name: string, component?: string): JsonSchemaPlace => {
    const parts = name.split('.').filter((part) => part !== '');
    const last = parts.pop() ?? '';
    const place = { path: files.take(parts, last), type: createNameScope('ts').take(formatName(last, 'pascal')) };
    queue.push({ place, root, component });
    return place;
  };
  const placeComponent = (name: string): JsonSchemaPlace | undefined => {
    const known = placed.get(name);
    const schema = components.get(name);
    if (known !== undefined || schema === undefined) return known;
    const place = add(schema, name, name);
    placed.set(name, place);
    return place;
  };
  return {
    place: ({ schema, name }) => add(schema, name),
    placeComponent,
    finish() {
      const emitted: GeneratedFile[] = [];
      const exports: ModuleExports[] = [];
      // Modules that others lead to come behind them.
      for (const { place, root, component } of queue) {
        const module = startModule(place.path, options, [place.type]);
        const parts = declareSchema({
          module,
          root,
          component,
          name: place.type,
          nameOf(name) {
            const target = placeComponent(name);
            if (target === undefined) return undefined;
            return target.path === place.path ? target.type : module.importType(target.type, `/${target.path}`);
          },
          isCircular: (ref) => isCircular(root, ref),
          discriminatorOf: (ref) => discriminatorOf(components, ref),
        });
        emitted.push(module.finish(parts.map(({ text }) => text)));
        const types = parts.map(({ name }) => name);
        exports.push({ path: place.path, types, values: [] });
      }
      return { files: emitted, exports };
    },
  };
}

/** AsyncAPI names the property; OpenAPI wraps the name. */
function discriminatorOf(components: ReadonlyMap<string, JsonValue>, ref: string): string | undefined {
  const schema = components.get(componentOf(ref) ?? '');
  const value = isJsonObject(schema) ? ownOf(schema, 'discriminator') : undefined;
  const name = isJsonObject(value) ? value['propertyName'] : value;
  return typeof name === 'string' ? name : undefined;
}
