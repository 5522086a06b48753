import type { OptionElement } from '../syntax/elements.ts';
import { MAX_FIELD_NUMBER } from '../syntax/elements.ts';
import type { FieldDescriptor, ReservedRange } from './descriptor.ts';

/** protobuf's JSON name: underscores go, and the letter after each is a capital. */
export function toJsonName(name: string): string {
  return name.replaceAll(/_+([^_]?)/g, (_, next: string) => next.toUpperCase());
}

export function byNumber(a: FieldDescriptor, b: FieldDescriptor): number {
  return a.number - b.number;
}

export function isTrue(options: readonly OptionElement[], name: string): boolean {
  return options.some((option) => {
    return option.name === name && !option.isCustom && 'text' in option.value && option.value.text === 'true';
  });
}

export function toReserved(value: string | number | ReservedRange): string | ReservedRange {
  return typeof value === 'string' ? value : toRange(value);
}

export function toRange(value: number | ReservedRange): ReservedRange {
  return typeof value === 'number'
    ? { from: value, to: value }
    : { from: value.from, to: Math.min(value.to, MAX_FIELD_NUMBER) };
}
