import type {
  EnumElement,
  FieldElement,
  GroupElement,
  Location,
  MessageElement,
  NumberRange,
  ReservedElement,
} from '../syntax/elements.ts';
import { MAX_FIELD_NUMBER } from '../syntax/elements.ts';
import { show, syntaxError } from '../syntax/text-reader.ts';
import type { SourceFile } from './type-table.ts';

/** Numbers that protobuf keeps for itself. */
const FIRST_OWN_NUMBER = 19_000;
const LAST_OWN_NUMBER = 19_999;

/** Refuses what no compiler takes in a message: names and numbers used twice, out of range, or reserved. */
export function checkMessage(element: MessageElement, { origin, element: { syntax } }: SourceFile): void {
  const { name: message } = element;
  const names = new Map<string, Location>();
  const numbers = new Map<number, string>();
  const reserved = indexReserved(element.reserved);
  const extensions = joinRanges(element.extensions.flatMap(({ values }) => values.map(toRange)));

  function checkName(name: string, location: Location, what: string): void {
    const before = names.get(name);
    if (before !== undefined) {
      throw syntaxError(
        `${origin}${what} ${name} of message ${message} is declared at ${before.line}:${before.column} already`,
        location,
      );
    }
    names.set(name, location);
  }

  function checkField({ name, number, location }: FieldElement | GroupElement, ownNames: (name: string) => void): void {
    ownNames(name);
    const what = `${origin}field ${name} of message ${message}`;
    if (number < 1 || number > MAX_FIELD_NUMBER) {
      throw syntaxError(`${what} has number ${number}: they go from 1 to ${MAX_FIELD_NUMBER}`, location);
    }
    if (number >= FIRST_OWN_NUMBER && number <= LAST_OWN_NUMBER) {
      throw syntaxError(`${what} has number ${number}: protobuf keeps 19000 to 19999 for itself`, location);
    }
    const other = numbers.get(number);
    if (other !== undefined) throw syntaxError(`${what} has number ${number}, as field ${other} has`, location);
    numbers.set(number, name);
    if (reserved.names.has(name)) throw syntaxError(`${what} has a reserved name`, location);
    if (isIn(reserved.ranges, number)) throw syntaxError(`${what} has number ${number}, which is reserved`, location);
    if (isIn(extensions, number)) {
      throw syntaxError(`${what} has number ${number}, which is kept for extensions`, location);
    }
  }

  for (const field of element.fields) {
    checkField(field, (name) => {
      checkName(name, field.location, 'field');
    });
    if (syntax === 'proto3' && field.defaultValue !== undefined) {
      throw syntaxError(`${origin}field ${field.name} has a default: proto3 has none`, field.location);
    }
  }
  for (const group of element.groups) checkGroup(group);
  for (const oneof of element.oneofs) {
    checkName(oneof.name, oneof.location, 'oneof');
    if (oneof.fields.length + oneof.groups.length === 0) {
      throw syntaxError(`${origin}oneof ${oneof.name} of message ${message} has no field`, oneof.location);
    }
    for (const field of oneof.fields) {
      checkField(field, (name) => {
        checkName(name, field.location, 'field');
      });
      if (field.type.startsWith('map<')) throw syntaxError(`${origin}a oneof holds no maps`, field.location);
    }
    for (const group of oneof.groups) checkGroup(group);
  }
  for (const type of element.types) {
    const before = names.get(type.name);
    if (before !== undefined) checkName(type.name, type.location, type.kind);
  }

  function checkGroup(group: GroupElement): void {
    checkField(group, () => {
      checkName(group.name.toLowerCase(), group.location, 'group');
      checkName(group.name, group.location, 'group');
    });
    const inner: MessageElement = {
      ...group,
      kind: 'message',
      types: [],
      options: [],
      reserved: [],
      oneofs: [],
      extensions: [],
      groups: [],
      extends: [],
    };
    checkMessage(inner, { name: '', origin, element: { ...EMPTY, syntax } });
  }
}

/** Refuses what no compiler takes in an enum: no value, a first one that is not zero in proto3, names and numbers used twice. */
export function checkEnum(element: EnumElement, { origin, element: { syntax } }: SourceFile): void {
  const what = `${origin}enum ${element.name}`;
  const [first] = element.constants;
  if (first === undefined) throw syntaxError(`${what} has no value`, element.location);
  if (syntax === 'proto3' && first.number !== 0) {
    throw syntaxError(`${what} must begin with a value of number 0 in proto3`, first.location);
  }
  const mayAlias = element.options.some((option) => option.name === 'allow_alias' && !option.isCustom);
  const names = new Set<string>();
  const numbers = new Map<number, string>();
  const reserved = indexReserved(element.reserved);
  for (const { name, number, location } of element.constants) {
    if (names.has(name)) throw syntaxError(`${what} has two values of name ${name}`, location);
    names.add(name);
    const other = numbers.get(number);
    if (other !== undefined && !mayAlias) {
      const fix = 'option allow_alias = true; permits it';
      throw syntaxError(`${what} has number ${number} for both ${other} and ${name}: ${fix}`, location);
    }
    numbers.set(number, name);
    if (reserved.names.has(name)) throw syntaxError(`${what} has the reserved name ${show(name)}`, location);
    if (isIn(reserved.ranges, number)) throw syntaxError(`${what} has the reserved number ${number}`, location);
  }
}

const EMPTY: SourceFile['element'] = {
  syntax: undefined,
  packageName: undefined,
  imports: [],
  publicImports: [],
  weakImports: [],
  types: [],
  services: [],
  extends: [],
  options: [],
};

interface Reserved {
  readonly names: ReadonlySet<string>;
  /** Sorted, and joined where they meet. */
  readonly ranges: readonly NumberRange[];
}

function indexReserved(elements: readonly ReservedElement[]): Reserved {
  const names = new Set<string>();
  const ranges: NumberRange[] = [];
  for (const { values } of elements) {
    for (const value of values) {
      if (typeof value === 'string') names.add(value);
      else ranges.push(toRange(value));
    }
  }
  return { names, ranges: joinRanges(ranges) };
}

function joinRanges(ranges: readonly NumberRange[]): readonly NumberRange[] {
  const joined: { from: number; to: number }[] = [];
  for (const { from, to } of ranges.toSorted((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else joined.push({ from, to });
  }
  return joined;
}

function isIn(ranges: readonly NumberRange[], number: number): boolean {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const range = ranges[middle];
    if (range === undefined || number < range.from) high = middle;
    else if (number > range.to) low = middle + 1;
    else return true;
  }
  return false;
}

function toRange(value: number | NumberRange): NumberRange {
  return typeof value === 'number' ? { from: value, to: value } : value;
}
