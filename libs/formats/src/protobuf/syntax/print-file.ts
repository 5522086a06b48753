import type {
  EnumElement,
  ExtendElement,
  ExtensionsElement,
  FieldElement,
  FileElement,
  GroupElement,
  MessageElement,
  NumberRange,
  OneofElement,
  OptionElement,
  ReservedElement,
  RpcElement,
  ServiceElement,
  TypeElement,
} from './elements.ts';
import { MAX_FIELD_NUMBER } from './elements.ts';
import { createOptionPrinter, indent } from './print-options.ts';
import type { OptionPrinter } from './print-options.ts';

/** What a print may leave out or say in another way; by default a file is printed as it was read. */
export interface PrintOptions {
  /** How numbers in options are written; as in the text when absent. */
  readonly printNumber?: (text: string) => string;
  /** Normal form: a list of one value in an option's message is the value, and a range of one number is the number. */
  readonly isNormal?: boolean;
}

/**
 * The text that Confluent's registry stores and hashes for a file: no comments, one layout, and in each message the
 * reserved numbers, options, fields, oneofs, groups, extensions, messages and enums in this order, each as in the text.
 */
export function printFile(file: FileElement, options: PrintOptions = {}): string {
  return new Printer(options).file(file);
}

class Printer {
  readonly #options: OptionPrinter;
  readonly #isNormal: boolean;

  constructor({ printNumber = (text) => text, isNormal = false }: PrintOptions) {
    this.#options = createOptionPrinter(printNumber, isNormal);
    this.#isNormal = isNormal;
  }

  file(file: FileElement): string {
    const imports = [
      ...file.imports.map(({ name }) => `import "${name}";\n`),
      ...file.publicImports.map(({ name }) => `import public "${name}";\n`),
    ];
    return [
      file.syntax === undefined ? '' : `syntax = "${file.syntax}";\n`,
      file.packageName === undefined ? '' : `package ${file.packageName};\n`,
      section(imports),
      section(this.#statements(file.options)),
      section(this.#types(file.types)),
      section(file.extends.map((extend) => this.#extend(extend))),
      section(file.services.map((service) => this.#service(service))),
    ].join('');
  }

  /** Messages first, then enums. */
  #types(types: readonly TypeElement[]): string[] {
    const texts: string[] = [];
    for (const type of types) if (type.kind === 'message') texts.push(this.#message(type));
    for (const type of types) if (type.kind === 'enum') texts.push(this.#enum(type));
    return texts;
  }

  #message(message: MessageElement): string {
    const parts = [
      message.reserved.map((reserved) => this.#reserved(reserved)),
      this.#statements(message.options),
      message.fields.map((field) => this.#field(field)),
      message.oneofs.map((oneof) => this.#oneof(oneof)),
      message.groups.map((group) => this.#group(group)),
      message.extensions.map((extensions) => this.#extensions(extensions)),
      message.extends.map((extend) => this.#extend(extend)),
      this.#types(message.types),
    ];
    return `message ${message.name} {${parts.map((part) => section(part.map(indent))).join('')}}\n`;
  }

  #enum({ name, reserved, options, constants }: EnumElement): string {
    const members = [
      ...this.#statements(options),
      ...constants.map((constant) => `${constant.name} = ${constant.number}${this.#list(constant.options)};\n`),
    ];
    const parts = [...reserved.map((element) => this.#reserved(element)), ...members].map(indent);
    return `enum ${name} {${section(parts)}}\n`;
  }

  #oneof({ name, options, fields, groups }: OneofElement): string {
    const parts = [
      this.#statements(options),
      fields.map((field) => this.#field(field)),
      groups.map((group) => this.#group(group)),
    ];
    return `oneof ${name} {${parts.map((part) => section(part.map(indent))).join('')}}\n`;
  }

  #group({ label, name, number, fields }: GroupElement): string {
    const start = label === undefined ? '' : `${label} `;
    return `${start}group ${name} = ${number} {${section(fields.map((field) => indent(this.#field(field))))}}\n`;
  }

  #extend({ name, fields }: ExtendElement): string {
    return `extend ${name} {${section(fields.map((field) => indent(this.#field(field))))}}\n`;
  }

  #service({ name, options, rpcs }: ServiceElement): string {
    const parts = [this.#statements(options), rpcs.map((rpc) => this.#rpc(rpc))];
    return `service ${name} {${parts.map((part) => section(part.map(indent))).join('')}}\n`;
  }

  #rpc(rpc: RpcElement): string {
    const request = `${rpc.requestStreaming ? 'stream ' : ''}${rpc.requestType}`;
    const response = `${rpc.responseStreaming ? 'stream ' : ''}${rpc.responseType}`;
    const options = this.#statements(rpc.options).map(indent).join('');
    return `rpc ${rpc.name} (${request}) returns (${response})${options === '' ? '' : ` {\n${options}}`};\n`;
  }

  #field(field: FieldElement): string {
    const { label, type, name, number, defaultValue, jsonName } = field;
    const options = [...field.options];
    options.push(...specialOptions(type, defaultValue, jsonName));
    return `${label === undefined ? '' : `${label} `}${type} ${name} = ${number}${this.#list(options)};\n`;
  }

  #reserved({ values }: ReservedElement): string {
    const parts = values.map((value) => (typeof value === 'string' ? `"${value}"` : this.#range(value)));
    return `reserved ${parts.join(', ')};\n`;
  }

  #extensions({ values, options }: ExtensionsElement): string {
    return `extensions ${values.map((value) => this.#range(value)).join(', ')}${this.#list(options)};\n`;
  }

  #range(value: number | NumberRange): string {
    if (typeof value === 'number') return String(value);
    if (this.#isNormal && value.from === value.to) return String(value.from);
    return `${value.from} to ${value.to < MAX_FIELD_NUMBER ? value.to : 'max'}`;
  }

  #list(options: readonly OptionElement[]): string {
    return options.length === 0 ? '' : ` ${this.#options.list(options)}`;
  }

  #statements(options: readonly OptionElement[]): string[] {
    return options.map((option) => this.#options.statement(option));
  }
}

/** An empty line before what there is. */
function section(parts: readonly string[]): string {
  return parts.length === 0 ? '' : `\n${parts.join('')}`;
}

/** The options that are none of a field's own: its default and its name in JSON. */
export function specialOptions(
  type: string,
  defaultValue: string | undefined,
  jsonName: string | undefined,
): readonly OptionElement[] {
  const options: OptionElement[] = [];
  if (defaultValue !== undefined) {
    // The registry prints the default of bytes without quotes.
    const kind = kindOfDefault(type.slice(type.lastIndexOf('.') + 1));
    options.push({ name: 'default', isCustom: false, value: { kind, text: defaultValue } });
  }
  if (jsonName !== undefined) {
    options.push({ name: 'json_name', isCustom: false, value: { kind: 'string', text: jsonName } });
  }
  return options;
}

const NUMBERS = new Set(
  'bytes double float fixed32 fixed64 int32 int64 sfixed32 sfixed64 sint32 sint64 uint32 uint64'.split(' '),
);

function kindOfDefault(type: string): 'boolean' | 'string' | 'number' | 'enum' {
  if (type === 'bool') return 'boolean';
  if (type === 'string') return 'string';
  return NUMBERS.has(type) ? 'number' : 'enum';
}
