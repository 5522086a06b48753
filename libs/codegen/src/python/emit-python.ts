import { formatSchema, visitSchemas } from '@sluice/avro';
import type { NamedSchema, Schema } from '@sluice/avro';
import { CodegenError } from '../codegen-error.ts';
import type { GenerateOptions } from '../generate-options.ts';
import type { GeneratedFile } from '../generated-file.ts';
import { isNamedSchema, listNamedTypes } from '../named-types.ts';
import { createNameScope, formatName } from '../names.ts';
import { CODECS_TEXT } from './codecs-text.ts';
import { NUMBERS_TEXT } from './numbers-text.ts';
import { createModule, hasClass, importLines, printModels } from './python-models.ts';
import { namePython, namespaceOf, simpleName } from './python-names.ts';
import type { PythonNames } from './python-names.ts';
import { sampleText } from './python-samples.ts';
import { classText, pythonString, upTo } from './python-types.ts';
import { SCHEMA_TEXT } from './schema-text.ts';
import { SERDE_TEXT } from './serde-text.ts';

/**
 * A Python package (3.10 or later): a dataclass, enum or bytes class for every named type, in a package for each
 * namespace; a serializer and a deserializer, over fastavro, for each of `schemas` that has a name; and a test that
 * sends values of each there and back: `python -m unittest PACKAGE.test_round_trip`.
 * @throws CodegenError where fastavro could not tell the branches of a union apart
 */
export function emitPython(
  schemas: readonly Schema[],
  options: Pick<GenerateOptions, 'header'>,
): readonly GeneratedFile[] {
  const types = listNamedTypes(schemas);
  refuseTwins(schemas);
  const names = namePython(types);
  const packages = groupByPackage(types, names);
  const roots = schemas.filter(isNamedSchema).filter(hasClass);
  const head = `# Made by \`${options.header}\`; edit its source instead.\n`;
  const file = (path: string, text: string): GeneratedFile => ({ path, text: `${head}${text.trimEnd()}\n` });
  const files: GeneratedFile[] = [];
  const folders = listFolders([...packages.values()].map((entry) => entry.folders));
  for (const path of folders) {
    const here = packages.get(path);
    const prefix = path === '' ? '' : `${path.replaceAll('.', '/')}/`;
    const ours = roots.filter((root) => names.folders(namespaceOf(root.name)).join('.') === path);
    files.push(file(`${prefix}__init__.py`, printPackage(names, here?.types ?? [], ours)));
    if (here === undefined) continue;
    files.push(file(`${prefix}models.py`, printModels(createModule(names, here.folders, true), here.types)));
    if (ours.length > 0) files.push(file(`${prefix}serdes.py`, printSerdes(names, here.folders, ours)));
  }
  files.push(
    file('avro_codecs.py', CODECS_TEXT),
    file('avro_numbers.py', NUMBERS_TEXT),
    file('avro_schema.py', SCHEMA_TEXT),
    file('serde.py', `${SERDE_TEXT.trimEnd()}\n`),
  );
  if (roots.length > 0) files.push(file('test_round_trip.py', printTests(names, roots)));
  return files;
}

/** fastavro matches named types by their names without namespaces, and would read one for the other. */
function refuseTwins(schemas: readonly Schema[]): void {
  visitSchemas(schemas, (schema) => {
    if (schema.type !== 'union') return;
    const seen = new Map<string, string>();
    for (const branch of schema.branches.filter(isNamedSchema)) {
      const kind = `${branch.type} ${simpleName(branch.name)}`;
      const twin = seen.get(kind);
      if (twin !== undefined) {
        const message = `fastavro cannot tell this union's branches ${twin} and ${branch.name} apart`;
        throw new CodegenError([{ path: branch.name, message }]);
      }
      seen.set(kind, branch.name);
    }
  });
}

interface Package {
  readonly folders: readonly string[];
  readonly types: NamedSchema[];
}

function groupByPackage(types: readonly NamedSchema[], names: PythonNames): Map<string, Package> {
  const packages = new Map<string, Package>();
  for (const type of types.filter(hasClass)) {
    const folders = names.folders(namespaceOf(type.name));
    const path = folders.join('.');
    const known = packages.get(path);
    if (known === undefined) packages.set(path, { folders, types: [type] });
    else known.types.push(type);
  }
  return packages;
}

/** Every folder on the way to a package, the root's first. */
function listFolders(packages: readonly (readonly string[])[]): readonly string[] {
  const paths = new Set(['']);
  for (const folders of packages) folders.forEach((_, index) => paths.add(folders.slice(0, index + 1).join('.')));
  return [...paths];
}

function printPackage(names: PythonNames, types: readonly NamedSchema[], roots: readonly NamedSchema[]): string {
  const classes = types.map((type) => names.className(type)).toSorted();
  const serdes = roots.flatMap((root) => serdeNames(names, root)).toSorted();
  if (classes.length === 0) return '';
  const lines = [`from .models import ${inBrackets(classes)}`];
  if (serdes.length > 0) lines.push(`from .serdes import ${inBrackets(serdes)}`);
  const all = [...classes, ...serdes].toSorted().map((name) => `    ${pythonString(name)},`);
  return `${lines.join('\n')}\n\n__all__ = [\n${all.join('\n')}\n]`;
}

function inBrackets(names: readonly string[]): string {
  return names.length === 1 ? names.join('') : `(\n${names.map((name) => `    ${name},`).join('\n')}\n)`;
}

function serdeNames(names: PythonNames, root: NamedSchema): readonly [serializer: string, deserializer: string] {
  const name = names.className(root);
  return [`${name}Serializer`, `${name}Deserializer`];
}

function printSerdes(names: PythonNames, folders: readonly string[], roots: readonly NamedSchema[]): string {
  const module = createModule(names, folders);
  module.imports.add('from typing import Any');
  module.imports.add(`from ${upTo(folders)}serde import AvroDeserializer, AvroSerializer`);
  const scope = createNameScope('python');
  const parts = roots.map((root) => {
    const constant = scope.take(formatName(names.className(root), 'upper'));
    const type = classText(module, root);
    const [serializer, deserializer] = serdeNames(names, root);
    const members = `    SCHEMA = ${constant}_SCHEMA\n    types = staticmethod(_${constant.toLowerCase()}_types)`;
    return [
      `${constant}_SCHEMA = ${pythonString(formatSchema(root))}`,
      `\ndef _${constant.toLowerCase()}_types() -> dict[str, Any]:\n    return {\n${typeEntries(module, root).join('\n')}\n    }`,
      `\nclass ${serializer}(AvroSerializer[${type}]):\n    """Writes ${names.className(root)}."""\n\n${members}`,
      `\nclass ${deserializer}(AvroDeserializer[${type}]):\n    """Reads ${names.className(root)}, whatever version it was written as."""\n\n${members}`,
    ].join('\n\n');
  });
  return `${importLines(module)}\n\n${parts.join('\n\n\n')}`;
}

function typeEntries(module: ReturnType<typeof createModule>, root: NamedSchema): readonly string[] {
  return listNamedTypes([root])
    .filter(hasClass)
    .map((type) => `        ${pythonString(type.name)}: ${classText(module, type)},`);
}

function printTests(names: PythonNames, roots: readonly NamedSchema[]): string {
  const module = createModule(names, []);
  module.imports.add('import unittest');
  module.imports.add('from .serde import MemoryRegistry, SerdeError');
  const scope = createNameScope('python');
  const tests = roots.map((root) => {
    const folders = names.folders(namespaceOf(root.name));
    const [serializer, deserializer] = serdeNames(names, root);
    const serdes = [...folders, 'serdes'].join('_');
    module.imports.add(`from .${folders.join('.')} import serdes as ${serdes}`);
    const values = sampleTexts(module, root);
    return [
      `    def test_${scope.take([...folders, names.className(root)].join('_'))}(self) -> None:`,
      '        registry = MemoryRegistry()',
      `        serializer = ${serdes}.${serializer}(registry, "test-value")`,
      `        deserializer = ${serdes}.${deserializer}(registry)`,
      '        values = [',
      ...values.map((value) => `${value},`.replaceAll(/^/gm, ' '.repeat(12))),
      '        ]',
      '        for value in values:',
      '            data = serializer.serialize(value)',
      '            self.assertEqual(deserializer.deserialize(data), value)',
      '            with self.assertRaises(SerdeError):',
      '                deserializer.deserialize(data[:-1])',
    ].join('\n');
  });
  const head = '"""Values of every root type, there and back."""';
  const body = `class RoundTrip(unittest.TestCase):\n${tests.join('\n\n')}`;
  return `${head}\n\n${importLines(module)}\n\n\n${body}\n\n\nif __name__ == "__main__":\n    unittest.main()`;
}

/** As many values as the widest union has branches, each branch in one of them. */
function sampleTexts(module: ReturnType<typeof createModule>, root: NamedSchema): readonly string[] {
  let turns = 1;
  visitSchemas([root], (schema) => {
    if (schema.type === 'union') turns = Math.max(turns, schema.branches.length);
  });
  const texts = Array.from({ length: turns }, (_, turn) => sampleText(module, root, turn));
  return [...new Set(texts.flatMap((text) => text ?? []))];
}
