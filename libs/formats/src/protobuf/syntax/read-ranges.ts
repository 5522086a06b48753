import type { ExtensionsElement, Location, NumberRange, ReservedElement } from './elements.ts';
import { MAX_FIELD_NUMBER } from './elements.ts';
import { readOptions } from './read-options.ts';
import { show } from './text-reader.ts';
import type { TextReader } from './text-reader.ts';

/** What follows the word `reserved`: numbers, ranges and names. */
export function readReserved(reader: TextReader, location: Location): ReservedElement {
  const values: (string | number | NumberRange)[] = [];
  do {
    const next = reader.peek();
    values.push(next === '"' || next === "'" ? reader.readString() : readRange(reader));
  } while (reader.take(','));
  reader.require(';');
  return { values, location };
}

/** What follows the word `extensions`. */
export function readExtensions(reader: TextReader, location: Location): ExtensionsElement {
  const values: (number | NumberRange)[] = [];
  do values.push(readRange(reader));
  while (reader.take(','));
  const options = readOptions(reader);
  reader.require(';');
  return { values, options, location };
}

function readRange(reader: TextReader): number | NumberRange {
  const from = reader.readInt();
  const next = reader.peek();
  if (next === ',' || next === ';' || next === '[') return from;
  const word = reader.readWord();
  if (word !== 'to') reader.fail(`expected ',', ';' or 'to', found ${show(word)}`);
  reader.peek();
  const at = reader.location();
  if (reader.peek() !== 'm') return { from, to: reader.readInt() };
  const end = reader.readWord();
  return end === 'max'
    ? { from, to: MAX_FIELD_NUMBER }
    : reader.fail(`expected a number or max, found ${show(end)}`, at);
}
