import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadModel } from '@sluice/asyncapi';
import { generateModel } from '@sluice/codegen';
import type { GeneratedFile, GenerateOptions } from '@sluice/codegen';
import { readProto } from '../golden-cases.ts';

const FOLDER = join(import.meta.dirname, 'documents');

/** The documents that classes are generated from. */
export const DOCUMENTS: readonly string[] = readdirSync(FOLDER).filter((name) => /\.(?:yaml|json)$/.test(name));

export async function generateDocument(
  name: string,
  options: Partial<GenerateOptions> = {},
): Promise<readonly GeneratedFile[]> {
  const model = await loadModel({ path: name, readFile: (path) => readFile(join(FOLDER, path), 'utf8') });
  const protobufFiles = [{ name: 'acme/money.proto', schema: readProto('acme/money.proto') }];
  return generateModel(model, { language: 'ts', header: `sluice generate --in ${name}`, protobufFiles, ...options });
}
