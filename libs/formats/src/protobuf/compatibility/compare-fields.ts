import type { FieldElement, GroupElement, MessageElement } from '../syntax/elements.ts';
import type { DifferenceType } from './difference.ts';
import { enterNumber, enterOneof } from './place.ts';
import type { Place } from './place.ts';

/** What takes the differences, and compares two fields of one number. */
interface Comparison {
  add(type: DifferenceType, place: Place, original?: string, update?: string): void;
  compareField(from: FieldElement, to: FieldElement, place: Place): void;
}

/** The fields of a message by number, those of oneofs among them. */
interface Fields {
  readonly byNumber: ReadonlyMap<number, FieldElement>;
  readonly oneofOf: ReadonlyMap<number, string>;
  /** The numbers in each oneof. */
  readonly oneofs: ReadonlyMap<string, readonly number[]>;
}

/** Compares two messages field by field, by number, whichever oneof a field is in: bytes know no oneofs. */
export function compareFields(comparison: Comparison, from: MessageElement, to: MessageElement, place: Place): void {
  const before = collectFields(from);
  const after = collectFields(to);
  compareExclusion(comparison, before, after, place);
  for (const name of [...new Set([...before.oneofs.keys(), ...after.oneofs.keys()])].toSorted(byUnits)) {
    if (!after.oneofs.has(name)) comparison.add('ONEOF_REMOVED', enterOneof(place, name));
    else if (!before.oneofs.has(name)) comparison.add('ONEOF_ADDED', enterOneof(place, name));
  }
  const numbers = new Set([...before.byNumber.keys(), ...after.byNumber.keys()]);
  for (const number of [...numbers].toSorted((a, b) => a - b)) {
    const oldField = before.byNumber.get(number);
    const newField = after.byNumber.get(number);
    const at = (oneof: string | undefined): Place => {
      return enterNumber(
        oneof === undefined ? place : enterOneof(place, oneof),
        number,
        newField?.name ?? oldField?.name ?? '',
      );
    };
    const oldOneof = before.oneofOf.get(number);
    const newOneof = after.oneofOf.get(number);
    if (newField === undefined) {
      if (oldField !== undefined) compareRemoved(comparison, before, after, oldField, at(oldOneof));
    } else if (oldField === undefined) {
      const added = newField.label === 'required' ? 'REQUIRED_FIELD_ADDED' : 'FIELD_ADDED';
      comparison.add(newOneof === undefined ? added : 'ONEOF_FIELD_ADDED', at(newOneof), undefined, newField.type);
    } else {
      if (oldOneof !== undefined && newOneof === undefined) {
        comparison.add('ONEOF_FIELD_MOVED_TO_TOP_LEVEL', at(undefined));
      }
      comparison.compareField(oldField, newField, at(newOneof));
    }
  }
}

function compareRemoved(comparison: Comparison, before: Fields, after: Fields, field: FieldElement, at: Place): void {
  const oneof = before.oneofOf.get(field.number);
  if (oneof === undefined) {
    const type = field.label === 'required' ? 'REQUIRED_FIELD_REMOVED' : 'FIELD_REMOVED';
    comparison.add(type, at, field.type);
    return;
  }
  // A oneof that is gone with all its fields loses nothing that anybody still asks for.
  const isGone = !after.oneofs.has(oneof) && !before.oneofs.get(oneof)?.some((number) => after.byNumber.has(number));
  if (!isGone) comparison.add('ONEOF_FIELD_REMOVED', at, field.type);
}

/** Fields that could be set together in old data, and exclude each other now. */
function compareExclusion(comparison: Comparison, before: Fields, after: Fields, place: Place): void {
  for (const [name, numbers] of after.oneofs) {
    const origins = new Set<string>();
    let moved = 0;
    for (const number of numbers) {
      const oneof = before.oneofOf.get(number);
      if (oneof !== undefined) origins.add(`oneof ${oneof}`);
      else if (before.byNumber.has(number)) {
        origins.add(`field ${number}`);
        moved += 1;
      }
    }
    if (origins.size <= 1) continue;
    const type = moved > 1 ? 'MULTIPLE_FIELDS_MOVED_TO_ONEOF' : 'FIELD_MOVED_TO_EXISTING_ONEOF';
    const at = enterOneof(place, name);
    comparison.add(type, { ...at, names: [...place.names, name] });
  }
}

function collectFields(message: MessageElement): Fields {
  const byNumber = new Map<number, FieldElement>();
  const oneofOf = new Map<number, string>();
  const oneofs = new Map<string, number[]>();
  for (const field of [...message.fields, ...message.groups.map(toField)]) byNumber.set(field.number, field);
  for (const { name, fields, groups } of message.oneofs) {
    const members = [...fields, ...groups.map(toField)];
    oneofs.set(
      name,
      members.map(({ number }) => number),
    );
    for (const field of members) {
      byNumber.set(field.number, field);
      oneofOf.set(field.number, name);
    }
  }
  return { byNumber, oneofOf, oneofs };
}

/** Groups are of a kind of their own: on the wire they are like no field of another kind. */
function toField({ label, name, number, doc, location }: GroupElement): FieldElement {
  const rest = { defaultValue: undefined, jsonName: undefined, options: [], doc, location };
  return { label, type: 'group', name: name.toLowerCase(), number, ...rest };
}

function byUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
