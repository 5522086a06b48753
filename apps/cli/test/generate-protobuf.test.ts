import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { createProject } from './run-sluice.ts';

const CODEGEN = new URL('../../../libs/codegen/test/', import.meta.url);
const read = (path: string): Promise<string> => readFile(new URL(path, CODEGEN), 'utf8');

async function startProject(files: Readonly<Record<string, string>>) {
  return createProject({
    'api/doc.yaml': await read('clients/documents/3.0-protobuf-imports.yaml'),
    'api/files/shop.proto': await read('clients/documents/files/shop.proto'),
    ...files,
  });
}

const GENERATE = ['generate', '--in', 'api/doc.yaml', '--out', 'gen'];

describe('sluice generate from a document with Protobuf payloads', () => {
  it.each(['api/files/acme/money.proto', 'api/acme/money.proto'])('reads what they import from %s', async (path) => {
    await using project = await startProject({ [path]: await read('protobuf/acme/money.proto') });
    expect(await project.run(GENERATE)).toMatchObject({ code: 0 });
    expect(project.list('gen')).toContain('acme/money.codec.ts');
    expect(await project.read('gen/clients/formats.ts')).toContain("name: 'acme/money.proto',");
  });

  it('says where an import leads nowhere', async () => {
    await using project = await startProject({});
    const { code, error } = await project.run(GENERATE);
    expect(code).not.toBe(0);
    expect(error).toContain('the import of "acme/money.proto" at 5:8 has no reference of this name');
  });

  it('refuses other languages than TypeScript', async () => {
    await using project = await startProject({ 'api/acme/money.proto': await read('protobuf/acme/money.proto') });
    const { code, error } = await project.run([...GENERATE, '--lang', 'python']);
    expect(code).not.toBe(0);
    expect(error).toContain('Protobuf payloads are generated in TypeScript alone');
  });
});
