import { formatSchema } from '@sluice/avro';
import type { JsonValue, LongForm, LongRules } from '@sluice/avro';
import type { Model } from '@sluice/asyncapi';
import type { GenerateOptions } from '../../generate-options.ts';
import type { GeneratedFile } from '../../generated-file.ts';
import { quote } from '../../names.ts';
import type { AvroPlace } from '../emit-avro.ts';
import type { ProtobufPlace } from '../protobuf/protobuf-layout.ts';
import { listImports } from '../protobuf/protobuf-root.ts';
import { docComment } from '../text/doc-comment.ts';
import { startModule } from '../text/module.ts';
import type { Module } from '../text/module.ts';
import type { AvroForms } from '../types/avro-forms.ts';
import { writeJson } from './collect-payloads.ts';
import type { Payload, Payloads, ProtobufPayload } from './collect-payloads.ts';
import { printLiteral } from './literal.ts';
import type { Literal } from './literal.ts';
import type { PayloadTypes } from './payload-types.ts';
import { isObject } from './read-schema.ts';

/** The module of all formats, without an extension. */
export const FORMATS_PATH = 'clients/formats';
export const RUNTIME = '@sluice/serde/clients';

/** One constant for each payload and key that has a schema. Undefined where there is none. */
export function emitFormats(
  model: Model,
  { own }: Payloads,
  types: PayloadTypes,
  forms: AvroForms,
  options: GenerateOptions,
): GeneratedFile | undefined {
  if (own.length === 0) return undefined;
  const names = own.flatMap((payload) => ('format' in payload ? [payload.format] : []));
  const module = startModule(FORMATS_PATH, options, names);
  const parts = own.map((payload) => {
    switch (payload.kind) {
      case 'avro':
        return printAvro(module, payload, types.avroPlace(payload), forms, options);
      case 'protobuf':
        return printProtobuf(module, payload, types.protobufPlace(payload), options);
      case 'json':
        return printJson(module, payload, types, model);
      default:
        return '';
    }
  });
  return module.finish(parts);
}

function printAvro(
  module: Module,
  { format, root }: Payload & { kind: 'avro' },
  place: AvroPlace,
  forms: AvroForms,
  { standalone }: GenerateOptions,
): string {
  const value = module.importType(place.type, `/${place.path}`);
  const make = module.importValue('avroFormat', RUNTIME);
  const { long, logicalTypes } = forms.optionsFor(root.schema);
  const logical = logicalTypes === undefined ? undefined : forms.logicalImport;
  const from = logical?.from.startsWith('./') === true ? logical.from.slice(1) : logical?.from;
  const options: Literal = {
    long: long === undefined ? undefined : printLong(long),
    logicalTypes:
      logical === undefined || standalone !== undefined ? undefined : module.importValue(logical.name, from ?? ''),
  };
  const hasOptions = long !== undefined || logical !== undefined;
  const readers = (root.writers ?? []).map((writer, index) => ({
    schema: quote(formatSchema(writer.schema)),
    reader: module.importValue(place.codec.readers[index] ?? '', `/${place.codec.path}`),
  }));
  const literal = printLiteral({
    schema: quote(formatSchema(root.schema)),
    codec: module.importValue(place.codec.name, `/${place.codec.path}`),
    // With neither compiler nor other resolvers nobody asks for them.
    options: hasOptions && standalone === undefined ? options : undefined,
    readers: readers.length === 0 ? undefined : readers,
  });
  const doc = docComment(['name' in root.schema ? `Avro ${root.schema.name}.` : 'Avro.']);
  return `${doc}export const ${format} = ${make}<${value}>(${literal});\n`;
}

function printProtobuf(
  module: Module,
  { format, schema, message }: ProtobufPayload,
  place: ProtobufPlace,
  { protobufFiles = [] }: GenerateOptions,
): string {
  const value = module.importType(place.type, `/${place.path}`);
  const make = module.importValue('protobufFormat', RUNTIME);
  const listed = listImports(message.file);
  const own = new Set(listed.map(({ name }) => name));
  const imports = listed.map((file) => {
    const names = file.imports.filter(({ name }) => own.has(name)).map(({ name }) => quote(name));
    return {
      name: quote(file.name),
      schema: quote(protobufFiles.find(({ name }) => name === file.name)?.schema ?? ''),
      imports: names.length === 0 ? undefined : names,
    };
  });
  const literal = printLiteral({
    schema: quote(schema),
    message: quote(message.fullName),
    indexes: (message.indexes ?? []).map(String),
    codec: module.importValue(place.codec.name, `/${place.codec.path}`),
    imports: imports.length === 0 ? undefined : imports,
  });
  return `${docComment([`Protobuf ${message.fullName}.`])}export const ${format} = ${make}<${value}>(${literal});\n`;
}

function printLong(long: LongForm | LongRules): Literal {
  if (typeof long === 'string') return quote(long);
  const { default: other, fields = {} } = long;
  const entries = Object.entries(fields).map(([name, form]) => [name, quote(form)] as const);
  return { default: other === undefined ? undefined : quote(other), fields: Object.fromEntries(entries) };
}

function printJson(
  module: Module,
  { format, name, use }: Payload & { kind: 'json' },
  types: PayloadTypes,
  model: Model,
): string {
  const make = module.importValue('jsonFormat', RUNTIME);
  const type = types.jsonType(module, use, name);
  if (use === undefined) return `${docComment(['Any JSON.'])}export const ${format} = ${make}<${type}>();\n`;
  const title = isObject(use.schema) && typeof use.schema['title'] === 'string' ? use.schema['title'] : undefined;
  const schema = quote(writeJson(bundleSchema(model, use.schema)));
  const literal = printLiteral({ schema, title: title === undefined ? undefined : quote(title) });
  return `${docComment([`JSON Schema ${name}.`])}export const ${format} = ${make}<${type}>(${literal});\n`;
}

const COMPONENT = '#/components/schemas/';

/** A schema by itself, as a registry takes it: what it refers to among its definitions. */
function bundleSchema(model: Model, schema: JsonValue): JsonValue {
  const definitions = new Map<string, JsonValue>();
  const bundled = rewrite(schema);
  if (definitions.size === 0 || !isObject(bundled)) return bundled;
  const own = isObject(bundled['definitions']) ? bundled['definitions'] : {};
  return { ...bundled, definitions: { ...own, ...Object.fromEntries(definitions) } };

  function rewrite(value: JsonValue): JsonValue {
    if (isList(value)) return value.map(rewrite);
    if (!isObject(value)) return value;
    const { $ref: ref } = value;
    if (typeof ref === 'string' && ref.startsWith(COMPONENT)) {
      const pointer = ref.slice(COMPONENT.length);
      const id = decodeURIComponent(pointer).replaceAll('~1', '/').replaceAll('~0', '~');
      if (!definitions.has(id)) {
        definitions.set(id, true);
        const component = model.components.schemas.find((item) => item.id === id);
        definitions.set(id, component === undefined ? true : rewrite(component.schema));
      }
      return { ...value, $ref: `#/definitions/${pointer}` };
    }
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, rewrite(item)]));
  }
}

const isList: (value: JsonValue) => value is readonly JsonValue[] = Array.isArray;
