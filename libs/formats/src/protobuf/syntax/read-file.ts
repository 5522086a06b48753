import type {
  EnumConstantElement,
  EnumElement,
  ExtendElement,
  ExtensionsElement,
  FieldElement,
  FieldLabel,
  FileElement,
  GroupElement,
  ImportElement,
  Location,
  MessageElement,
  OneofElement,
  OptionElement,
  ProtoSyntax,
  ReservedElement,
  RpcElement,
  ServiceElement,
  TypeElement,
} from './elements.ts';
import { readOptionStatement, readOptions } from './read-options.ts';
import { readExtensions, readReserved } from './read-ranges.ts';
import { show, TextReader } from './text-reader.ts';

/** How deep messages may nest in a text. */
const MAX_NESTING = 100;

/**
 * Reads a .proto text of proto2 or proto3; editions are refused, as Confluent's registry refuses them.
 * `origin` begins every message. Throws SchemaFormatError with line and column.
 */
export function readFile(text: string, origin = ''): FileElement {
  return new FileReader(new TextReader(text, origin)).read();
}

class FileReader {
  readonly #reader: TextReader;
  #syntax: ProtoSyntax | undefined;

  constructor(reader: TextReader) {
    this.#reader = reader;
  }

  read(): FileElement {
    const reader = this.#reader;
    let packageName: string | undefined;
    const imports = { plain: [] as ImportElement[], public: [] as ImportElement[], weak: [] as ImportElement[] };
    const types: TypeElement[] = [];
    const services: ServiceElement[] = [];
    const extensions: ExtendElement[] = [];
    const options: OptionElement[] = [];
    for (let isFirst = true; ; isFirst = false) {
      const doc = reader.readDoc();
      if (reader.isAtEnd) break;
      if (reader.take(';')) continue;
      const location = reader.location();
      const word = reader.readWord();
      switch (word) {
        case 'syntax':
          if (!isFirst) reader.fail('syntax must be the first declaration of a file', location);
          this.#readSyntax();
          break;
        case 'edition':
          return reader.fail(
            'editions are not supported here, as in no registry of this API: write syntax = "proto3"; (or proto2)',
            location,
          );
        case 'package':
          if (packageName !== undefined) reader.fail('a file has one package', location);
          packageName = reader.readIdentifier('a package', true);
          reader.require(';');
          break;
        case 'import':
          this.#readImport(imports);
          break;
        case 'option':
          options.push(readOptionStatement(reader));
          break;
        case 'message':
          types.push(this.#readMessage(doc, location, 0));
          break;
        case 'enum':
          types.push(this.#readEnum(doc, location));
          break;
        case 'service':
          services.push(this.#readService(doc, location));
          break;
        case 'extend':
          extensions.push(this.#readExtend(location));
          break;
        default:
          return reader.fail(
            `expected message, enum, import, package, option, extend or service, found ${show(word)}`,
            location,
          );
      }
    }
    return {
      syntax: this.#syntax,
      packageName,
      imports: imports.plain,
      publicImports: imports.public,
      weakImports: imports.weak,
      types,
      services,
      extends: extensions,
      options,
    };
  }

  #readSyntax(): void {
    const reader: TextReader = this.#reader;
    reader.require('=');
    reader.peek();
    const location = reader.location();
    const syntax = reader.readString();
    if (syntax !== 'proto2' && syntax !== 'proto3') {
      reader.fail(`unknown syntax ${show(syntax)}: there are proto2 and proto3`, location);
    }
    this.#syntax = syntax;
    reader.require(';');
  }

  #readImport(imports: Record<'plain' | 'public' | 'weak', ImportElement[]>): void {
    const reader: TextReader = this.#reader;
    const next = reader.peek();
    let list = imports.plain;
    if (next !== '"' && next !== "'") {
      const word = reader.readWord();
      if (word !== 'public' && word !== 'weak') reader.fail(`expected a file's name in quotes, found ${show(word)}`);
      list = imports[word];
    }
    reader.peek();
    const location = reader.location();
    list.push({ name: reader.readString(), location });
    reader.require(';');
  }

  #readMessage(doc: string, location: Location, depth: number): MessageElement {
    const reader = this.#reader;
    if (depth === MAX_NESTING) reader.fail(`messages nest deeper than ${MAX_NESTING}`, location);
    const name = reader.readIdentifier('a message');
    const types: TypeElement[] = [];
    const options: OptionElement[] = [];
    const reserved: ReservedElement[] = [];
    const fields: FieldElement[] = [];
    const oneofs: OneofElement[] = [];
    const extensions: ExtensionsElement[] = [];
    const groups: GroupElement[] = [];
    const extendElements: ExtendElement[] = [];
    reader.require('{');
    for (;;) {
      const memberDoc = reader.readDoc();
      if (reader.take('}')) break;
      if (reader.take(';')) continue;
      const at = reader.location();
      const word = reader.readWord();
      if (word === 'option') options.push(readOptionStatement(reader));
      else if (word === 'reserved') reserved.push(readReserved(reader, at));
      else if (word === 'message') types.push(this.#readMessage(memberDoc, at, depth + 1));
      else if (word === 'enum') types.push(this.#readEnum(memberDoc, at));
      else if (word === 'extend') extendElements.push(this.#readExtend(at));
      else if (word === 'oneof') oneofs.push(this.#readOneof(memberDoc, at));
      else if (word === 'extensions') extensions.push(readExtensions(reader, at));
      else this.#readMember(memberDoc, at, word, fields, groups);
    }
    return {
      kind: 'message',
      name,
      doc,
      location,
      types,
      options,
      reserved,
      fields,
      oneofs,
      extensions,
      groups,
      extends: extendElements,
    };
  }

  #readExtend(location: Location): ExtendElement {
    const reader = this.#reader;
    const name = reader.readType();
    const fields: FieldElement[] = [];
    const groups: GroupElement[] = [];
    reader.require('{');
    for (;;) {
      const doc = reader.readDoc();
      if (reader.take('}')) break;
      if (reader.take(';')) continue;
      const at = reader.location();
      this.#readMember(doc, at, reader.readWord(), fields, groups);
    }
    const [group] = groups;
    if (group !== undefined) reader.fail(`a group in extend is not supported: use a message`, group.location);
    return { name, fields, location };
  }

  /** A field or a group, whose label or type is `word`. */
  #readMember(doc: string, at: Location, word: string, fields: FieldElement[], groups: GroupElement[]): void {
    const reader = this.#reader;
    let label: FieldLabel | undefined;
    let type: string;
    if (word === 'required' || word === 'optional' || word === 'repeated') {
      if (word === 'required' && this.#syntax === 'proto3') reader.fail('proto3 has no required fields', at);
      label = word;
      type = reader.readType();
    } else {
      const isMap = word === 'map' && reader.peek() === '<';
      if (this.#syntax !== 'proto3' && !isMap) {
        const message = `expected required, optional or repeated before ${show(word)}: without syntax = "proto3" a field needs one`;
        reader.fail(message, at);
      }
      type = reader.readType(word);
    }
    if (type.startsWith('map<') && label !== undefined) reader.fail('a map has no label', at);
    if (type === 'group') groups.push(this.#readGroup(doc, at, label));
    else fields.push(this.#readField(doc, at, label, type));
  }

  #readField(doc: string, location: Location, label: FieldLabel | undefined, type: string): FieldElement {
    const reader = this.#reader;
    const name = reader.readIdentifier('a field');
    reader.require('=');
    const number = reader.readInt();
    const options: OptionElement[] = [];
    let defaultValue: string | undefined;
    let jsonName: string | undefined;
    for (const option of readOptions(reader)) {
      if (option.name !== 'default' && option.name !== 'json_name') options.push(option);
      else if (!('text' in option.value)) reader.fail(`${option.name} of ${name} is no single value`, location);
      else if (option.name === 'default') defaultValue = option.value.text;
      else jsonName = option.value.text;
    }
    reader.require(';');
    return { label, type, name, number, defaultValue, jsonName, options, doc: reader.readTrailingDoc(doc), location };
  }

  #readOneof(doc: string, location: Location): OneofElement {
    const reader = this.#reader;
    const name = reader.readIdentifier('a oneof');
    const fields: FieldElement[] = [];
    const groups: GroupElement[] = [];
    const options: OptionElement[] = [];
    reader.require('{');
    for (;;) {
      const memberDoc = reader.readDoc();
      if (reader.take('}')) break;
      if (reader.take(';')) continue;
      const at = reader.location();
      const type = reader.readType();
      if (type === 'option') options.push(readOptionStatement(reader));
      else if (type === 'group') groups.push(this.#readGroup(memberDoc, at, undefined));
      else if (type === 'required' || type === 'optional' || type === 'repeated') {
        reader.fail(`a field of a oneof has no label, found ${type}`, at);
      } else fields.push(this.#readField(memberDoc, at, undefined, type));
    }
    return { name, fields, groups, options, doc, location };
  }

  #readGroup(doc: string, location: Location, label: FieldLabel | undefined): GroupElement {
    const reader = this.#reader;
    if (this.#syntax === 'proto3') reader.fail('proto3 has no groups: use a message', location);
    const name = reader.readIdentifier('a group');
    reader.require('=');
    const number = reader.readInt();
    const fields: FieldElement[] = [];
    const groups: GroupElement[] = [];
    reader.require('{');
    for (;;) {
      const memberDoc = reader.readDoc();
      if (reader.take('}')) break;
      if (reader.take(';')) continue;
      const at = reader.location();
      this.#readMember(memberDoc, at, reader.readWord(), fields, groups);
      const [group] = groups;
      if (group !== undefined) reader.fail('a group inside a group is not supported: use a message', group.location);
    }
    return { label, name, number, fields, doc, location };
  }

  #readEnum(doc: string, location: Location): EnumElement {
    const reader = this.#reader;
    const name = reader.readIdentifier('an enum');
    const constants: EnumConstantElement[] = [];
    const options: OptionElement[] = [];
    const reserved: ReservedElement[] = [];
    reader.require('{');
    for (;;) {
      const memberDoc = reader.readDoc();
      if (reader.take('}')) break;
      if (reader.take(';')) continue;
      const at = reader.location();
      const constant = reader.readIdentifier('a value of an enum');
      if (constant === 'option' && reader.peek() !== '=') options.push(readOptionStatement(reader));
      else if (constant === 'reserved' && reader.peek() !== '=') reserved.push(readReserved(reader, at));
      else {
        reader.require('=');
        const number = reader.readInt();
        const constantOptions = readOptions(reader);
        reader.require(';');
        const constantDoc = reader.readTrailingDoc(memberDoc);
        constants.push({ name: constant, number, options: constantOptions, doc: constantDoc, location: at });
      }
    }
    return { kind: 'enum', name, doc, location, options, constants, reserved };
  }

  #readService(doc: string, location: Location): ServiceElement {
    const reader = this.#reader;
    const name = reader.readIdentifier('a service');
    const rpcs: RpcElement[] = [];
    const options: OptionElement[] = [];
    reader.require('{');
    for (;;) {
      const memberDoc = reader.readDoc();
      if (reader.take('}')) break;
      if (reader.take(';')) continue;
      const at = reader.location();
      const word = reader.readWord();
      if (word === 'option') options.push(readOptionStatement(reader));
      else if (word === 'rpc') rpcs.push(this.#readRpc(memberDoc, at));
      else reader.fail(`expected rpc or option, found ${show(word)}`, at);
    }
    return { name, rpcs, options, doc, location };
  }

  #readRpc(doc: string, location: Location): RpcElement {
    const reader = this.#reader;
    const name = reader.readIdentifier('an rpc');
    const request = this.#readRpcType();
    const word = reader.readWord();
    if (word !== 'returns') reader.fail(`expected returns, found ${show(word)}`);
    const response = this.#readRpcType();
    const options: OptionElement[] = [];
    if (reader.take('{')) {
      while (!reader.take('}')) {
        if (reader.take(';')) continue;
        const statement = reader.readWord();
        if (statement !== 'option') reader.fail(`expected option, found ${show(statement)}`);
        options.push(readOptionStatement(reader));
      }
    } else reader.require(';');
    return {
      name,
      requestType: request.type,
      requestStreaming: request.isStream,
      responseType: response.type,
      responseStreaming: response.isStream,
      options,
      doc,
      location,
    };
  }

  #readRpcType(): { readonly type: string; readonly isStream: boolean } {
    const reader = this.#reader;
    reader.require('(');
    const word = reader.readWord();
    const isStream = word === 'stream' && reader.peek() !== ')';
    const type = isStream ? reader.readType() : reader.readType(word);
    reader.require(')');
    return { type, isStream };
  }
}
