import type { GenerateOptions } from '../generate-options.ts';
import type { GeneratedFile } from '../generated-file.ts';
import { emitCodecModule, EMITTED_RUNTIME, placeCodec } from './codec/emit-codec-module.ts';
import type { CodecPlace } from './codec/emit-codec-module.ts';
import { emitRoundTrip } from './codec/emit-round-trip.ts';
import { startModule } from './text/module.ts';
import type { ModuleExports } from './text/index-file.ts';
import { readAvroForms } from './types/avro-forms.ts';
import { layOutAvro } from './types/avro-layout.ts';
import type { AvroRoot, TypePlace } from './types/avro-layout.ts';
import { declareNamed, declareUnnamed } from './types/declare-avro.ts';
import { createFilePaths } from './types/file-paths.ts';
import type { FilePaths } from './types/file-paths.ts';

/** What is generated for a root, for those who import it. */
export interface AvroPlace extends TypePlace {
  readonly codec: CodecPlace;
}

export interface EmittedAvro {
  readonly files: readonly GeneratedFile[];
  /** One for each root, in their order. */
  readonly roots: readonly AvroPlace[];
  /** For the index of all. */
  readonly exports: readonly ModuleExports[];
}

/**
 * Types of all named types that the roots reach, a module each, and for each root a codec and a test of it. A root that
 * is given twice is generated once.
 * @throws CodegenError where names clash, a root has none, or a rule for longs names no field
 */
export function emitAvro(
  roots: readonly AvroRoot[],
  options: GenerateOptions,
  files: FilePaths = createFilePaths(),
): EmittedAvro {
  const forms = readAvroForms(
    roots.map(({ schema }) => schema),
    options,
    EMITTED_RUNTIME,
  );
  const layout = layOutAvro(roots, forms, files);
  const emitted: GeneratedFile[] = [];
  const exports: ModuleExports[] = [];
  const declare = (place: TypePlace, print: (module: ReturnType<typeof startModule>) => readonly string[]): void => {
    const own = [...new Set([place.type, place.input])];
    const values = place.symbols === undefined ? [] : [place.symbols];
    const module = startModule(place.path, options, [...own, ...values]);
    emitted.push(module.finish(print(module)));
    exports.push({ path: place.path, types: own, values });
  };
  for (const schema of layout.named) {
    declare(layout.of(schema), (module) => declareNamed({ module, layout, forms }, schema));
  }
  const places = new Map<string, AvroPlace>();
  const found = roots.map((root) => {
    const name = layout.fullNameOf(root);
    const known = places.get(name);
    if (known !== undefined) return known;
    const type = layout.ofRoot(root);
    const { schema } = root;
    if (!('name' in schema)) declare(type, (module) => declareUnnamed({ module, layout, forms }, schema, type));
    const codec = placeCodec(root, type);
    const test = emitRoundTrip(root, codec, layout, forms, options);
    emitted.push(emitCodecModule(root, type, codec, forms, options), ...(test === undefined ? [] : [test]));
    exports.push({ path: codec.path, types: [], values: [codec.name, ...codec.readers] });
    const place = { ...type, codec };
    places.set(name, place);
    return place;
  });
  return { files: emitted, roots: found, exports };
}
