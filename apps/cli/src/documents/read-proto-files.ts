import { dirname, join } from 'node:path';
import type { Model } from '@sluice/asyncapi';
import { InputError } from './input-error.ts';
import type { Inputs } from './read-inputs.ts';

interface ProtoFile {
  readonly name: string;
  readonly schema: string;
  /** Where it was found. */
  readonly path: string;
}

const IMPORT = /^[ \t]*import\s+(?:public\s+|weak\s+)?["']([^"'\n]+)["']\s*;/gm;

/** What the generator knows by itself. */
const KNOWN = /^(?:google\/(?:protobuf|type)|confluent)\//;

/**
 * The .proto files that the Protobuf payloads of a document import, and those that these import: as seen from the folder
 * of the file that imports, or from one above it, up to the folder of the document.
 * @throws InputError where one name is two files
 */
export async function readProtoFiles(model: Model, document: string, inputs: Inputs): Promise<readonly ProtoFile[]> {
  const messages = model.channels.flatMap((channel) => channel.messages);
  const uses = messages.flatMap(({ payload, kafka }) => [payload, kafka?.key]);
  const queue = uses.flatMap((use) =>
    use?.format === 'protobuf' && typeof use.schema === 'string' ? [{ text: use.schema, path: use.place.file }] : [],
  );
  const found = new Map<string, ProtoFile>();
  for (const { text, path } of queue) {
    for (const [, name = ''] of text.matchAll(IMPORT)) {
      const file = KNOWN.test(name) ? undefined : await findFile(name, path, document, inputs);
      // The generator says where an import leads nowhere.
      if (file === undefined) continue;
      const known = found.get(name);
      if (known === undefined) {
        found.set(name, file);
        queue.push({ text: file.schema, path: file.path });
      } else if (known.schema !== file.schema) {
        throw new InputError([`${name} is imported as two files: ${known.path} and ${file.path}`]);
      }
    }
  }
  return [...found.values()];
}

async function findFile(name: string, from: string, document: string, inputs: Inputs): Promise<ProtoFile | undefined> {
  const top = dirname(document);
  for (let folder = dirname(from), count = 0; count < MAX_FOLDERS; folder = dirname(folder), count++) {
    const path = join(folder, name);
    const schema = await inputs.readReferred(path).catch(() => undefined);
    if (schema !== undefined) return { name, schema, path };
    if (folder === top || folder === '.' || folder === dirname(folder)) return undefined;
  }
  return undefined;
}

const MAX_FOLDERS = 32;
