import type { Ajv, Format } from 'ajv';
import { fullFormats } from 'ajv-formats/dist/formats.js';
import type { Draft } from '../drafts.ts';

/** Longer texts are of no format: the expressions of some take more than linear time. */
export const LONGEST_FORMATTED = 2_000;

const UP_TO_4 = ['date-time', 'uri', 'email', 'ipv4', 'ipv6', 'hostname'] as const;
const UP_TO_6 = [...UP_TO_4, 'json-pointer', 'uri-reference', 'uri-template'] as const;
const UP_TO_7 = [...UP_TO_6, 'date', 'time', 'regex', 'relative-json-pointer'] as const;

/** The formats that values are held to, as Confluent's serializers do; from 2019-09 on a format is a note only. */
const ASSERTED: Readonly<Record<Draft, readonly (typeof UP_TO_7)[number][]>> = {
  '4': UP_TO_4,
  '6': UP_TO_6,
  '7': UP_TO_7,
  '2019-09': [],
  '2020-12': [],
};

export function isAsserted(draft: Draft, format: unknown): boolean {
  return ASSERTED[draft].some((name) => name === format);
}

/** Adds the formats that any draft asserts. */
export function addFormats(ajv: Ajv): void {
  for (const name of UP_TO_7) {
    const test = testOf(fullFormats[name]);
    ajv.addFormat(name, { type: 'string', validate: (text: string) => text.length <= LONGEST_FORMATTED && test(text) });
  }
}

function testOf(format: Format | undefined): (text: string) => boolean {
  if (format instanceof RegExp) return (text) => format.test(text);
  if (typeof format === 'function') return format;
  if (typeof format === 'object' && 'validate' in format) return testOf(format.validate as Format);
  return () => true;
}
