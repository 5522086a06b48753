import type { EnumSchema, FixedSchema, NamedSchema, RecordField, RecordSchema } from '@sluice/avro';
import { defaultLiteral } from './python-literals.ts';
import type { PythonNames } from './python-names.ts';
import type { PythonModule } from './python-types.ts';
import { docLines, pythonString, shownLogicalType, typeText } from './python-types.ts';

export function createModule(names: PythonNames, folders: readonly string[], isModels = false): PythonModule {
  return { names, folders, isModels, imports: new Set(), aliases: new Map() };
}

/** Whether the type has a class: a fixed of a logical type is that type's. */
export function hasClass(type: NamedSchema): boolean {
  return type.type !== 'fixed' || shownLogicalType(type) === undefined;
}

/** The text of `models.py`: enums and fixed first, for defaults name them. */
export function printModels(module: PythonModule, types: readonly NamedSchema[]): string {
  const classes = [
    ...types.flatMap((type) => (type.type === 'enum' ? [printEnum(module, type)] : [])),
    ...types.flatMap((type) => (type.type === 'fixed' && hasClass(type) ? [printFixed(module, type)] : [])),
    ...types.flatMap((type) => (type.type === 'record' ? [printRecord(module, type)] : [])),
  ];
  return [importLines(module), ...classes].join('\n\n\n');
}

/** The head of a module: imports of Python first, then of ours. */
export function importLines(module: PythonModule): string {
  const lines = [...module.imports].toSorted();
  const own = lines.filter((line) => line.startsWith('from .'));
  const plain = lines.filter((line) => line.startsWith('import '));
  const named = new Map<string, string[]>();
  for (const line of lines) {
    const [, from = '', name = ''] = /^from (\w+) import (\w+)$/.exec(line) ?? [];
    if (from !== '') named.set(from, [...(named.get(from) ?? []), name]);
  }
  const python = [...named].map(([from, items]) => `from ${from} import ${items.join(', ')}`);
  const groups = [['from __future__ import annotations'], [...plain, ...python], own];
  return groups.flatMap((group) => (group.length === 0 ? [] : [group.join('\n')])).join('\n\n');
}

function printEnum(module: PythonModule, type: EnumSchema): string {
  module.imports.add('from enum import Enum');
  const members = type.symbols.map((symbol) => `    ${module.names.member(type, symbol)} = ${pythonString(symbol)}`);
  return printClass(`class ${module.names.className(type)}(Enum):`, type.doc, members);
}

function printFixed(module: PythonModule, type: FixedSchema): string {
  return printClass(`class ${module.names.className(type)}(bytes):`, type.doc ?? `Exactly ${type.size} bytes.`, []);
}

function printRecord(module: PythonModule, type: RecordSchema): string {
  module.imports.add('from dataclasses import dataclass');
  const fields = type.fields.flatMap((field) => [
    `    ${module.names.attribute(type, field)}: ${typeText(module, field.schema)}${printValue(module, type, field)}`,
    ...docLines(field.doc, '    '),
  ]);
  return `@dataclass(kw_only=True, slots=True)\n${printClass(`class ${module.names.className(type)}:`, type.doc, fields)}`;
}

/** The default, and the name on the wire where the attribute's is another. */
function printValue(module: PythonModule, record: RecordSchema, field: RecordField): string {
  const literal = field.default === undefined ? undefined : defaultLiteral(module, field.schema, field.default);
  const isRenamed = module.names.attribute(record, field) !== field.name;
  if (literal !== undefined && !literal.isLazy && !isRenamed) return ` = ${literal.text}`;
  const parts: string[] = [];
  if (literal?.isLazy === true) parts.push(`default_factory=${factory(literal.text)}`);
  else if (literal !== undefined) parts.push(`default=${literal.text}`);
  if (isRenamed) parts.push(`metadata={"avro": ${pythonString(field.name)}}`);
  if (parts.length === 0) return '';
  module.imports.add('from dataclasses import field');
  return ` = field(${parts.join(', ')})`;
}

function factory(text: string): string {
  if (text === '[]') return 'list';
  return text === '{}' ? 'dict' : `lambda: ${text}`;
}

function printClass(head: string, doc: string | undefined, body: readonly string[]): string {
  const docs = docLines(doc, '    ');
  if (docs.length === 0 && body.length === 0) return `${head}\n    pass`;
  return [head, ...docs, ...(docs.length > 0 && body.length > 0 ? [''] : []), ...body].join('\n');
}
