import type { MessageDescriptor } from '@sluice/formats/protobuf';
import type { GenerateOptions } from '../../generate-options.ts';
import type { GeneratedFile } from '../../generated-file.ts';
import type { ModuleExports } from '../text/index-file.ts';
import { startModule } from '../text/module.ts';
import { createFilePaths } from '../types/file-paths.ts';
import type { FilePaths } from '../types/file-paths.ts';
import { declareProtobuf } from './declare-protobuf.ts';
import { emitProtobufCodec } from './emit-protobuf-codec.ts';
import { emitProtobufTest } from './emit-protobuf-test.ts';
import { layOutProtobuf } from './protobuf-layout.ts';
import type { ProtobufPlace } from './protobuf-layout.ts';

export interface EmittedProtobuf {
  readonly files: readonly GeneratedFile[];
  readonly placeOf: (message: MessageDescriptor) => ProtobufPlace;
  /** For the index of all. */
  readonly exports: readonly ModuleExports[];
}

/**
 * Types of all messages and enums that the roots reach, a module each, a codec of each message beside it, and a test of
 * each root.
 * @throws CodegenError where two types share a name and differ
 */
export function emitProtobuf(
  roots: readonly MessageDescriptor[],
  options: GenerateOptions,
  files: FilePaths = createFilePaths(),
): EmittedProtobuf {
  const layout = layOutProtobuf(roots, options, files);
  const rootNames = new Set(roots.map(({ fullName }) => fullName));
  const emitted: GeneratedFile[] = [];
  const exports: ModuleExports[] = [];
  for (const type of layout.types) {
    const place = layout.of(type);
    const isEnum = type.kind === 'enum';
    const types = [...new Set([place.type, place.input])];
    const values = isEnum ? [place.numbers] : [];
    const module = startModule(place.path, options, [...types, ...values]);
    emitted.push(module.finish(declareProtobuf({ module, layout }, type)));
    exports.push({ path: place.path, types, values });
    if (isEnum) continue;
    emitted.push(emitProtobufCodec(type, layout, options));
    exports.push({ path: place.codec.path, types: [], values: [place.codec.name] });
    const test = rootNames.has(type.fullName) ? emitProtobufTest(type, layout, options) : undefined;
    if (test !== undefined) emitted.push(test);
  }
  return { files: emitted, placeOf: (message) => layout.of(message), exports };
}
