import { refuse } from './fault.ts';
import { getInt32 } from './get.ts';
import type { Get } from './get.ts';
import { putInt32 } from './put.ts';
import type { Put } from './put.ts';

/** Writes an enum by name; `isOpen` takes numbers too. `what` is the enum's name. */
export function putEnum<Name extends string>(
  numbers: Readonly<Record<Name, number>>,
  what: string,
  isOpen: boolean,
): Put<Name | number> {
  const known = new Map<unknown, number>(Object.entries<number>(numbers));
  return (w, value, name, index) => {
    const number = typeof value === 'number' && isOpen ? value : known.get(value);
    if (number === undefined) refuse(name, index, `a name of enum ${what}${isOpen ? ', or a number' : ''}`, value);
    putInt32(w, number, name, index);
  };
}

/** Reads an enum: a name, or the number itself where no name has it. */
export function openEnum<Name extends string>(numbers: Readonly<Record<Name, number>>): Get<Name | number> {
  const names = namesOf(numbers);
  return (r) => {
    const number = getInt32(r);
    return names.get(number) ?? number;
  };
}

/** Reads an enum of proto2: undefined for a number that no name has. */
export function closedEnum<Name extends string>(numbers: Readonly<Record<Name, number>>): Get<Name | undefined> {
  const names = namesOf(numbers);
  return (r) => names.get(getInt32(r));
}

/** Of names for the same number the first counts. */
function namesOf<Name extends string>(numbers: Readonly<Record<Name, number>>): ReadonlyMap<number, Name> {
  const names = new Map<number, Name>();
  for (const name of Object.keys(numbers) as Name[]) {
    if (!names.has(numbers[name])) names.set(numbers[name], name);
  }
  return names;
}
