import { isScalar } from '../descriptor/scalars.ts';
import { isEnum, isMessage } from '../descriptor/type-table.ts';
import type { Declared, SourceFile } from '../descriptor/type-table.ts';
import { mapEntryOf } from '../normal/normalize.ts';
import type { ProtobufSchema } from '../protobuf-schema.ts';
import type { EnumElement, FieldElement, MessageElement, TypeElement } from '../syntax/elements.ts';
import { compareFields } from './compare-fields.ts';
import { isCompatible } from './difference.ts';
import type { Difference, DifferenceType } from './difference.ts';
import { javaSetOrder } from './java-order.ts';
import { enterNumber } from './place.ts';
import type { Place } from './place.ts';

const MAP_TYPE = /^map<([^,]+), (.+)>$/;

/** More differences than anybody reads: from here on a referenced type is compared once, however often it is used. */
const MAX_DIFFERENCES = 1000;

/** Every difference between `original` and `update`, compatible ones too, in the order of Confluent's registry. */
export function compareSchemas(original: ProtobufSchema, update: ProtobufSchema): readonly Difference[] {
  return new Comparison(original, update).run();
}

/** What a field's type is compared as. */
type Kind = 'scalar' | 'map' | 'message' | 'group';

interface Compared {
  readonly differences: readonly Difference[];
  readonly isCompatible: boolean;
}

class Comparison {
  readonly #original: ProtobufSchema;
  readonly #update: ProtobufSchema;
  #differences: Difference[] = [];
  /** Pairs of types in other files: what came of them, or that they are under way. */
  readonly #pairs = new Map<string, Compared | 'under way'>();

  constructor(original: ProtobufSchema, update: ProtobufSchema) {
    this.#original = original;
    this.#update = update;
  }

  run(): readonly Difference[] {
    const from = this.#original.element;
    const to = this.#update.element;
    const place: Place = {
      path: [],
      names: [],
      originalScope: from.packageName ?? '',
      updateScope: to.packageName ?? '',
    };
    if (from.packageName !== to.packageName) {
      this.add('PACKAGE_CHANGED', place, from.packageName ?? '(none)', to.packageName ?? '(none)');
    }
    this.#compareTypes(from.types, to.types, place);
    return this.#differences;
  }

  add(type: DifferenceType, { path, names }: Place, original?: string, update?: string): void {
    this.#differences.push({
      type,
      path: `#/${path.join('/')}`,
      names,
      ...(original === undefined ? {} : { original }),
      ...(update === undefined ? {} : { update }),
    });
  }

  #compareTypes(from: readonly TypeElement[], to: readonly TypeElement[], place: Place): void {
    const fromMessages = indexByName(from.filter((type) => type.kind === 'message'));
    const toMessages = indexByName(to.filter((type) => type.kind === 'message'));
    for (const name of javaSetOrder([...fromMessages.keys()], [...toMessages.keys()])) {
      const inner = enterName(place, name);
      const before = fromMessages.get(name);
      const after = toMessages.get(name);
      if (before === undefined) {
        if (!this.#isMapEntry(this.#update, inner.updateScope)) this.add('MESSAGE_ADDED', inner);
      } else if (after === undefined) {
        if (!this.#isMapEntry(this.#original, inner.originalScope)) this.add('MESSAGE_REMOVED', inner, name);
      } else {
        this.#compareMessages(before.element, after.element, inner);
        if (before.index !== after.index) this.add('MESSAGE_MOVED', inner);
      }
    }
    const fromEnums = indexByName(from.filter((type) => type.kind === 'enum'));
    const toEnums = indexByName(to.filter((type) => type.kind === 'enum'));
    for (const name of javaSetOrder([...fromEnums.keys()], [...toEnums.keys()])) {
      const inner = enterName(place, name);
      const before = fromEnums.get(name);
      const after = toEnums.get(name);
      if (before === undefined) this.add('ENUM_ADDED', inner);
      else if (after === undefined) this.add('ENUM_REMOVED', inner);
      else this.#compareEnums(before.element, after.element, inner);
    }
  }

  #compareMessages(from: MessageElement, to: MessageElement, place: Place): void {
    compareFields(this, from, to, place);
    this.#compareTypes(from.types, to.types, place);
  }

  #compareEnums(from: EnumElement, to: EnumElement, place: Place): void {
    const before = new Map(from.constants.map(({ number, name }) => [number, name]));
    const after = new Map(to.constants.map(({ number, name }) => [number, name]));
    for (const number of [...new Set([...before.keys(), ...after.keys()])].toSorted((a, b) => a - b)) {
      const oldName = before.get(number);
      const newName = after.get(number);
      const inner = enterNumber(place, number, newName ?? oldName ?? '');
      if (newName === undefined) this.add('ENUM_CONST_REMOVED', inner, oldName);
      else if (oldName === undefined) this.add('ENUM_CONST_ADDED', inner, undefined, newName);
      else if (oldName !== newName) this.add('ENUM_CONST_CHANGED', inner, oldName, newName);
    }
  }

  compareField(from: FieldElement, to: FieldElement, place: Place): void {
    if (from.name !== to.name) this.add('FIELD_NAME_CHANGED', place, from.name, to.name);
    this.#compareLabelsAndTypes(from.label, to.label, from.type, to.type, place);
  }

  #compareLabelsAndTypes(
    fromLabel: FieldElement['label'],
    toLabel: FieldElement['label'],
    fromWritten: string,
    toWritten: string,
    place: Place,
  ): void {
    const from = this.#withoutEntry(this.#original, fromWritten, place.originalScope);
    const to = this.#withoutEntry(this.#update, toWritten, place.updateScope);
    const kind = this.#kindOf(this.#original, from, place.originalScope);
    if (kind !== this.#kindOf(this.#update, to, place.updateScope)) {
      this.add('FIELD_KIND_CHANGED', place, from, to);
    } else if (kind === 'scalar') {
      const scalarKind = this.#scalarKindOf(this.#original, from, place.originalScope);
      if (scalarKind !== this.#scalarKindOf(this.#update, to, place.updateScope)) {
        this.add('FIELD_SCALAR_KIND_CHANGED', place, from, to);
      } else if (fromLabel !== undefined && toLabel !== undefined && fromLabel !== toLabel) {
        const isText = scalarKind === 'string or bytes';
        const type = isText ? 'FIELD_STRING_OR_BYTES_LABEL_CHANGED' : 'FIELD_NUMERIC_LABEL_CHANGED';
        this.add(type, place, `${fromLabel} ${from}`, `${toLabel} ${to}`);
      }
    } else if (kind === 'map') {
      const [, fromKey = '', fromValue = ''] = MAP_TYPE.exec(from) ?? [];
      const [, toKey = '', toValue = ''] = MAP_TYPE.exec(to) ?? [];
      this.#compareLabelsAndTypes(undefined, undefined, fromKey, toKey, place);
      this.#compareLabelsAndTypes(undefined, undefined, fromValue, toValue, place);
    } else if (kind === 'message') this.#compareNamedTypes(from, to, place);
  }

  #compareNamedTypes(from: string, to: string, place: Place): void {
    const before = this.#original.table.resolve(from, place.originalScope);
    const after = this.#update.table.resolve(to, place.updateScope);
    if (before === undefined || after === undefined || !isMessage(before) || !isMessage(after)) {
      if (from !== to) this.add('FIELD_NAMED_TYPE_CHANGED', place, from, to);
      return;
    }
    const localName = localNameOf(before);
    if (localName !== localNameOf(after)) {
      this.add('FIELD_NAMED_TYPE_CHANGED', place, before.fullName, after.fullName);
    } else if (!this.#isSameFile(before.source, after.source)) {
      this.#compareOtherFiles(before, after, localName, place);
    }
  }

  /** Types of one name in files that are not the same subject's version. */
  #compareOtherFiles(
    before: Declared<MessageElement>,
    after: Declared<MessageElement>,
    localName: string,
    place: Place,
  ): void {
    const key = [before.source.name, before.fullName, after.source.name, after.fullName].join('\n');
    let compared = this.#pairs.get(key);
    if (compared === 'under way') return;
    if (compared === undefined) {
      this.#pairs.set(key, 'under way');
      const outer = this.#differences;
      this.#differences = [];
      const parts = localName.split('.');
      const inner = { path: parts, names: parts, originalScope: before.fullName, updateScope: after.fullName };
      this.#compareMessages(before.element, after.element, inner);
      compared = { differences: this.#differences, isCompatible: this.#differences.every(isCompatible) };
      this.#differences = outer;
      this.#pairs.set(key, compared);
      this.#append(compared.differences);
    } else if (this.#differences.length < MAX_DIFFERENCES) this.#append(compared.differences);
    if (!compared.isCompatible) this.add('FIELD_NAMED_TYPE_CHANGED', place, before.fullName, after.fullName);
  }

  #append(differences: readonly Difference[]): void {
    for (const difference of differences) this.#differences.push(difference);
  }

  #isSameFile(from: SourceFile, to: SourceFile): boolean {
    if (from.name === '' && to.name === '') return true;
    if (from.element === to.element) return true;
    const before = this.#original.references.find(({ name }) => name === from.name);
    const after = this.#update.references.find(({ name }) => name === to.name);
    return before !== undefined && before.subject === after?.subject && before.version === after.version;
  }

  #isMapEntry(schema: ProtobufSchema, fullName: string): boolean {
    const declared = schema.table.get(fullName);
    return declared !== undefined && mapEntryOf(declared) !== undefined;
  }

  #withoutEntry(schema: ProtobufSchema, type: string, scope: string): string {
    if (isScalar(type) || type.startsWith('map<')) return type;
    const declared = schema.table.resolve(type, scope);
    const entry = declared === undefined ? undefined : mapEntryOf(declared);
    return entry === undefined ? type : `map<${entry.key}, ${entry.value}>`;
  }

  #kindOf(schema: ProtobufSchema, type: string, scope: string): Kind {
    if (isScalar(type)) return 'scalar';
    if (type.startsWith('map<')) return 'map';
    if (type === 'group') return 'group';
    const declared = schema.table.resolve(type, scope);
    return declared !== undefined && isEnum(declared) ? 'scalar' : 'message';
  }

  #scalarKindOf(schema: ProtobufSchema, type: string, scope: string): string {
    if (isScalar(type)) return SCALAR_KINDS[type];
    const declared = schema.table.resolve(type, scope);
    return declared !== undefined && isEnum(declared) ? 'number' : type;
  }
}

/** Types of one kind are read alike from the same bytes. */
const SCALAR_KINDS = {
  int32: 'number',
  int64: 'number',
  uint32: 'number',
  uint64: 'number',
  bool: 'number',
  sint32: 'signed number',
  sint64: 'signed number',
  string: 'string or bytes',
  bytes: 'string or bytes',
  fixed32: 'fixed32',
  sfixed32: 'fixed32',
  fixed64: 'fixed64',
  sfixed64: 'fixed64',
  float: 'float',
  double: 'double',
} as const;

function enterName(place: Place, name: string): Place {
  const join = (scope: string): string => (scope === '' ? name : `${scope}.${name}`);
  return {
    path: [...place.path, name],
    names: [...place.names, name],
    originalScope: join(place.originalScope),
    updateScope: join(place.updateScope),
  };
}

function indexByName<Element extends TypeElement>(
  elements: readonly Element[],
): Map<string, { readonly element: Element; readonly index: number }> {
  return new Map(elements.map((element, index) => [element.name, { element, index }]));
}

function localNameOf({ fullName, source }: Declared): string {
  const { packageName } = source.element;
  const prefix = `${packageName ?? ''}.`;
  return packageName !== undefined && fullName.startsWith(prefix) ? fullName.slice(prefix.length) : fullName;
}
