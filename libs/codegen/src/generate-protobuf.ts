import { messagesOf } from '@sluice/formats/protobuf';
import type { MessageDescriptor } from '@sluice/formats/protobuf';
import { CodegenError } from './codegen-error.ts';
import type { GenerateOptions } from './generate-options.ts';
import type { GeneratedFile } from './generated-file.ts';
import { addRuntime } from './standalone/write-runtime.ts';
import { emitProtobuf } from './typescript/protobuf/emit-protobuf.ts';
import { readProtobuf } from './typescript/protobuf/protobuf-root.ts';
import type { ProtobufRoot } from './typescript/protobuf/protobuf-root.ts';
import { emitIndex } from './typescript/text/index-file.ts';

/**
 * Types, codecs and tests of every message of Protobuf schemas, nested ones among them.
 * @throws CodegenError for another language than TypeScript, for what is no Protobuf, and where names clash
 */
export function generateProtobuf(schemas: readonly ProtobufRoot[], options: GenerateOptions): readonly GeneratedFile[] {
  if (options.language !== 'ts') {
    const message = `codecs of Protobuf schemas are written in TypeScript; protoc makes those for ${options.language}`;
    throw new CodegenError([{ path: '', message }]);
  }
  const messages = schemas.flatMap((root) => {
    const found = messagesOf(readProtobuf(root));
    if (found.length > 0) return withNested(found);
    throw new CodegenError([{ path: root.place ?? '', message: 'the Protobuf schema has no message' }]);
  });
  const { files, exports } = emitProtobuf(messages, options);
  return addRuntime([...files, emitIndex(exports, options)], options);
}

function withNested(messages: readonly MessageDescriptor[]): readonly MessageDescriptor[] {
  return messages.flatMap((message) => (message.isMapEntry ? [] : [message, ...withNested(message.messages)]));
}
