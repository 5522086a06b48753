import type { Model } from '@sluice/asyncapi';
import { CodegenError } from './codegen-error.ts';
import type { ProtobufFile } from './typescript/protobuf/protobuf-root.ts';

const IMPORT = /^[ \t]*import\s+(?:public\s+|weak\s+)?["']([^"'\n]+)["']\s*;/gm;

/** What the generator knows by itself. */
const KNOWN = /^(?:google\/(?:protobuf|type)|confluent)\//;

const MAX_FOLDERS = 32;

/**
 * The .proto files that the Protobuf payloads of a document import, and those that these import: as seen from the folder
 * of the file that imports, or from one above it, up to the folder of the document. `readFile` takes paths as the model's
 * places have them and answers undefined where there is no file.
 * @throws CodegenError where one name is two files
 */
export async function readProtobufFiles(
  model: Model,
  document: string,
  readFile: (path: string) => Promise<string | undefined>,
): Promise<readonly ProtobufFile[]> {
  const messages = model.channels.flatMap((channel) => channel.messages);
  const uses = messages.flatMap(({ payload, kafka }) => [payload, kafka?.key]);
  const queue = uses.flatMap((use) =>
    use?.format === 'protobuf' && typeof use.schema === 'string' ? [{ text: use.schema, path: use.place.file }] : [],
  );
  const found = new Map<string, ProtobufFile & { readonly path: string }>();
  for (const { text, path } of queue) {
    for (const [, name = ''] of text.matchAll(IMPORT)) {
      const file = KNOWN.test(name) ? undefined : await findFile(name, path);
      // The generator says where an import leads nowhere.
      if (file === undefined) continue;
      const known = found.get(name);
      if (known === undefined) {
        found.set(name, file);
        queue.push({ text: file.schema, path: file.path });
      } else if (known.schema !== file.schema) {
        const message = `${name} is imported as two files: ${known.path} and ${file.path}`;
        throw new CodegenError([{ path: '', message }]);
      }
    }
  }
  return [...found.values()];

  async function findFile(name: string, from: string) {
    const top = folderOf(document);
    for (let folder = folderOf(from), count = 0; count < MAX_FOLDERS; folder = folderOf(folder), count++) {
      const path = folder === '.' ? name : `${folder.replace(/\/$/, '')}/${name}`;
      const schema = await readFile(path);
      if (schema !== undefined) return { name, schema, path };
      if (folder === top || folder === folderOf(folder)) return undefined;
    }
    return undefined;
  }
}

/** Of a path with slashes. */
function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '.' : path.slice(0, Math.max(1, slash));
}
