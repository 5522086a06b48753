import type { FieldDescriptor, MessageDescriptor, ValueType } from '@sluice/formats/protobuf';
import type { GenerateOptions } from '../../generate-options.ts';
import type { GeneratedFile } from '../../generated-file.ts';
import { quote } from '../../names.ts';
import { EMITTED_RUNTIME } from '../codec/emit-codec-module.ts';
import { docComment } from '../text/doc-comment.ts';
import { startModule } from '../text/module.ts';
import type { Module } from '../text/module.ts';
import { emptyOf, isAlways, isPackable, memberOf, SCALAR_FORMS, tagOfLength, tagOfValue } from './field-values.ts';
import type { ProtobufLayout } from './protobuf-layout.ts';
import { membersOf } from './protobuf-layout.ts';

/** What the parts of a codec's module are printed with. */
interface Codec {
  readonly module: Module;
  readonly layout: ProtobufLayout;
  readonly message: MessageDescriptor;
  /** Constants of the enums, by full name. */
  readonly enums: Map<string, { readonly put: string; readonly get: string; readonly text: string }>;
  /** The name that something of the run-time has here. */
  use(name: string): string;
}

/** Names within functions, which imports must not have. */
const LOCALS = ['w', 'r', 'value', 'known', 'tag', 'error', 'item', 'name', 'key', 'FIELDS'];

/** The codec of one message: a function that writes its fields, and one that reads them. */
export function emitProtobufCodec(
  message: MessageDescriptor,
  layout: ProtobufLayout,
  options: GenerateOptions,
): GeneratedFile {
  const place = layout.of(message);
  const { codec } = place;
  const module = startModule(codec.path, options, [codec.name, codec.write, codec.read, ...LOCALS]);
  const use = (name: string): string => module.importValue(name, EMITTED_RUNTIME);
  const to: Codec = { module, layout, message, enums: new Map(), use };
  const type = module.importType(place.type, `/${place.path}`);
  const input = place.input === place.type ? type : module.importType(place.input, `/${place.path}`);
  const write = printWrite(to, input);
  const read = printRead(to, type);
  const types = input === type ? type : `${type}, ${input}`;
  const interfaceName = module.importType('ProtobufCodec', EMITTED_RUNTIME);
  const create = `${use('createProtobufCodec')}(${quote(message.fullName)}, ${codec.write}, ${codec.read})`;
  const doc = docComment([{ tagged: `Of Protobuf message \`${message.fullName}\`.` }]);
  const file = module.finish([
    ...Array.from(to.enums.values(), ({ text }) => text),
    write,
    read,
    `${doc}export const ${codec.name}: ${interfaceName}<${types}> = ${create};\n`,
  ]);
  const [first = '', ...rest] = file.text.split('\n');
  return { path: file.path, text: [first, '/* eslint-disable -- compiled */', ...rest].join('\n') };
}

/** Prints the function that writes all fields, in the order of their numbers. */
function printWrite(to: Codec, input: string): string {
  const { message, layout, module } = to;
  const writer = module.importType('ProtobufWriter', EMITTED_RUNTIME);
  const lines = message.fields.map((field) => writeField(to, field));
  const checks = message.oneofs
    .filter(({ fields }) => fields.length > 0)
    .map((oneof) => {
      const key = layout.keyOf(oneof);
      const found = memberOf('value', key);
      const cases = oneof.fields.map((field) => `${found}?.case !== ${quote(layout.keyOf(field))}`);
      const names = quote(oneof.fields.map((field) => layout.keyOf(field)).join(', '));
      // To TypeScript nothing is left here.
      const shown = `(${found} as { case?: unknown } | null)?.case`;
      return `  if (${found} !== undefined && ${cases.join(' && ')}) ${to.use('refuseCase')}(${quote(key)}, ${shown}, ${names});\n`;
    });
  const names = message.fields.length === 0 ? ['_w', '_value'] : ['w', 'value'];
  const [w = '', value = ''] = names;
  return `export function ${layout.of(message).codec.write}(${w}: ${writer}, ${value}: ${input}): void {\n${[...checks, ...lines].join('')}}\n`;
}

function writeField(to: Codec, field: FieldDescriptor): string {
  const { type, number, label, oneof } = field;
  const { layout, use } = to;
  if (oneof !== undefined) {
    const found = memberOf('value', layout.keyOf(oneof));
    const key = layout.keyOf(field);
    return `  if (${found}?.case === ${quote(key)}) ${writeOne(to, field, type as ValueType, `${found}.value`)}\n`;
  }
  const value = memberOf('value', layout.keyOf(field));
  const name = quote(layout.keyOf(field));
  if (type.kind === 'map') {
    const valueTag = tagOfValue(2, type.value);
    const put = putOf(to, type.value);
    const call =
      type.key === 'string'
        ? `${use('putRecord')}(w, ${tagOfLength(number)}, ${value}, ${valueTag}, ${put}, ${name})`
        : `${use('putMap')}(w, ${tagOfLength(number)}, ${value}, ${tagOfValue(1, scalar(type.key))}, ${putOf(to, scalar(type.key))}, ${valueTag}, ${put}, ${name})`;
    return `  if (${value} !== undefined) ${call};\n`;
  }
  if (label === 'repeated') {
    const tag = field.isPacked ? tagOfLength(number) : tagOfValue(number, type);
    const isGroup = type.kind === 'message' && type.isGroup;
    const list = isGroup ? 'putGroups' : field.isPacked ? 'putPacked' : 'putList';
    const put = isGroup ? writeOf(to, type.message) : putOf(to, type);
    return `  if (${value} !== undefined) ${use(list)}(w, ${tag}, ${value}, ${put}, ${name});\n`;
  }
  const one = writeOne(to, field, type, value);
  if (label === 'required') return `  ${one}\n`;
  const isThere = label === 'implicit' ? notEmpty(to, type, value) : '';
  return `  if (${value} !== undefined${isThere}) ${one}\n`;
}

function writeOne(to: Codec, field: FieldDescriptor, type: ValueType, value: string): string {
  const { number } = field;
  const name = quote(to.layout.keyOf(field));
  const tag = tagOfValue(number, type);
  if (type.kind === 'message') {
    const write = writeOf(to, type.message);
    if (type.isGroup) return `${to.use('putGroup')}(w, ${tag}, ${value}, ${write}, ${name});`;
    return `{ ${to.use('putTag')}(w, ${tag}); ${to.use(putterOf(to, type.message))}(w, ${value}, ${write}, ${name}); }`;
  }
  return `{ ${to.use('putTag')}(w, ${tag}); ${putOf(to, type)}(w, ${value}, ${name}); }`;
}

/** What a field without presence is besides `undefined`, when it is written. */
function notEmpty(to: Codec, type: ValueType, value: string): string {
  if (type.kind === 'message') return '';
  if (type.kind === 'enum') {
    const zeros = type.enum.values.filter(({ number }) => number === 0).map(({ name }) => quote(name));
    const all = type.enum.isClosed ? zeros : [...zeros, '0'];
    return all.map((zero) => ` && ${value} !== ${zero}`).join('');
  }
  if (type.scalar === 'bytes') return ` && !${to.use('isEmpty')}(${value})`;
  // A negative zero is not the default.
  if (type.scalar === 'double' || type.scalar === 'float') return ` && !Object.is(${value}, 0)`;
  return ` && ${value} !== ${SCALAR_FORMS[type.scalar].empty}`;
}

function scalar(name: Extract<ValueType, { kind: 'scalar' }>['scalar']): ValueType {
  return { kind: 'scalar', scalar: name };
}

/** The function that writes values of a type without their tag. */
function putOf(to: Codec, type: ValueType): string {
  if (type.kind === 'scalar') return to.use(`put${capital(type.scalar)}`);
  if (type.kind === 'enum') return enumOf(to, type).put;
  return `(w, item, name, key) => ${to.use(putterOf(to, type.message))}(w, item, ${writeOf(to, type.message)}, name, key)`;
}

function putterOf({ layout }: Codec, message: MessageDescriptor): string {
  return layout.shownOf(message) === undefined ? 'putMessage' : 'putShown';
}

function writeOf(to: Codec, message: MessageDescriptor): string {
  const shown = to.layout.shownOf(message);
  if (shown !== undefined) return to.use(shown.write);
  const { codec } = to.layout.of(message);
  return message.fullName === to.message.fullName ? codec.write : to.module.importValue(codec.write, `/${codec.path}`);
}

function readOf(to: Codec, message: MessageDescriptor): string {
  const shown = to.layout.shownOf(message);
  if (shown !== undefined) return to.use(shown.read);
  const { codec } = to.layout.of(message);
  return message.fullName === to.message.fullName ? codec.read : to.module.importValue(codec.read, `/${codec.path}`);
}

/** The constants that write and read an enum. */
function enumOf(to: Codec, type: Extract<ValueType, { kind: 'enum' }>): { readonly put: string; readonly get: string } {
  const known = to.enums.get(type.enum.fullName);
  if (known !== undefined) return known;
  const { type: own, numbers: table, path } = to.layout.of(type.enum);
  const numbers = to.module.importValue(table, `/${path}`);
  const put = to.module.names.take(`put${own}`);
  const get = to.module.names.take(`get${own}`);
  const { isClosed, fullName } = type.enum;
  const writer = `const ${put} = ${to.use('putEnum')}(${numbers}, ${quote(fullName)}, ${String(!isClosed)});\n`;
  const reader = `const ${get} = ${to.use(isClosed ? 'closedEnum' : 'openEnum')}(${numbers});\n`;
  const made = { put, get, text: writer + reader };
  to.enums.set(type.enum.fullName, made);
  return made;
}

/** Prints the function that reads fields into a new value, or one that came before. */
function printRead(to: Codec, type: string): string {
  const { message, layout, module } = to;
  const reader = module.importType('ProtobufReader', EMITTED_RUNTIME);
  const cases = message.fields.flatMap((field) => readField(to, field));
  const starts = membersOf(message).flatMap((item) => {
    if ('fields' in item || !isAlways(item) || item.label === 'required') return [];
    return [`${propertyText(layout.keyOf(item))}: ${emptyField(item)}`];
  });
  const required = message.fields
    .filter((field) => field.label === 'required')
    .map((field) => quote(layout.keyOf(field)));
  const keys = required.join(' | ');
  const local = required.length === 0 ? type : `Omit<${type}, ${keys}> & Partial<Pick<${type}, ${keys}>>`;
  const names = message.fields.map((field) => `${field.number}: ${quote(layout.keyOf(field))}`);
  const result =
    required.length === 0 ? 'value' : `${to.use('requireFields')}<${type}>(r, value, [${required.join(', ')}])`;
  const { read } = layout.of(message).codec;
  return `const FIELDS = { ${names.join(', ')} };

export function ${read}(r: ${reader}, known?: ${type}): ${type} {
  const value: ${local} = known ?? { ${starts.join(', ')} };
  let tag = 0;
  try {
    while (r.at < r.end) {
      tag = 0;
      tag = ${to.use('getTag')}(r);
      switch (tag) {
${cases.map((text) => `        ${text}\n`).join('')}        default: ${to.use('skipField')}(r, tag);
      }
    }
  } catch (error) {
    throw ${to.use('locate')}(error, FIELDS, tag, value);
  }
  return ${result};
}
`;
}

function propertyText(key: string): string {
  return /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(key) ? key : quote(key);
}

function emptyField({ type, label }: FieldDescriptor): string {
  if (type.kind === 'map') return type.key === 'string' ? '{}' : 'new Map()';
  return label === 'repeated' ? '[]' : (emptyOf(type) ?? 'undefined');
}

/** The cases of one field: those of a list in a block and one by one. */
function readField(to: Codec, field: FieldDescriptor): readonly string[] {
  const { type, number, label, oneof } = field;
  const { layout, use } = to;
  const value = memberOf('value', layout.keyOf(oneof ?? field));
  const one = (tag: number, text: string): string => `case ${tag}: ${text} break;`;
  if (type.kind === 'map') {
    const key = scalar(type.key);
    const entry = [
      tagOfValue(1, key),
      getOf(to, key),
      emptyOf(key),
      tagOfValue(2, type.value),
      getOf(to, type.value),
      noValue(to, type.value),
    ];
    const set = use(type.key === 'string' ? 'setRecord' : 'setMap');
    return [one(tagOfLength(number), `${set}(${value}, ${use('getEntry')}(r, ${entry.join(', ')}));`)];
  }
  const tag = tagOfValue(number, type);
  if (label === 'repeated') {
    const isKnown = type.kind === 'enum' && type.enum.isClosed;
    const item = readValue(to, tag, type, undefined);
    const single = one(tag, isKnown ? `${use('pushKnown')}(${value}, ${item});` : `${value}.push(${item});`);
    if (!isPackable(type)) return [single];
    return [one(tagOfLength(number), `${use('getPacked')}(r, ${value}, ${getOf(to, type)});`), single];
  }
  if (oneof === undefined) {
    if (type.kind === 'enum' && type.enum.isClosed) {
      return [
        one(tag, `{ const item = ${readValue(to, tag, type, undefined)}; if (item !== undefined) ${value} = item; }`),
      ];
    }
    return [one(tag, `${value} = ${readValue(to, tag, type, value)};`)];
  }
  const name = quote(layout.keyOf(field));
  if (type.kind === 'enum' && type.enum.isClosed) {
    const item = readValue(to, tag, type, undefined);
    return [one(tag, `{ const item = ${item}; if (item !== undefined) ${value} = { case: ${name}, value: item }; }`)];
  }
  const before = `${value}?.case === ${name} ? ${value}.value : undefined`;
  return [one(tag, `${value} = { case: ${name}, value: ${readValue(to, tag, type, before)} };`)];
}

/** `before` is a message that came before, and that this one is put into. */
function readValue(to: Codec, tag: number, type: ValueType, before: string | undefined): string {
  if (type.kind !== 'message') return `${getOf(to, type)}(r)`;
  const rest = before === undefined ? '' : `, ${before}`;
  const read = readOf(to, type.message);
  if (type.isGroup) return `${to.use('getGroup')}(r, ${tag}, ${read}${rest})`;
  return `${to.use('getMessage')}(r, ${read}${rest})`;
}

function getOf(to: Codec, type: ValueType): string {
  if (type.kind === 'scalar') return to.use(`get${capital(type.scalar)}`);
  if (type.kind === 'enum') return enumOf(to, type).get;
  return `(r) => ${to.use('getMessage')}(r, ${readOf(to, type.message)})`;
}

function noValue(to: Codec, type: ValueType): string {
  if (type.kind === 'message') return `() => ${to.use('readNothing')}(${readOf(to, type.message)})`;
  return `() => ${emptyOf(type) ?? ''}`;
}

function capital(name: string): string {
  return name.slice(0, 1).toUpperCase() + name.slice(1);
}
