import type { LogicalConversion, LogicalType } from '../logical-type.ts';

/**
 * Months, days and milliseconds, each a little-endian uint32 of 12 bytes of fixed, shown as `P1M2DT3.004S`
 * (Avro 1.12, Duration). Encoders take every ISO 8601 duration that these three hold exactly.
 */
export const duration: LogicalType = {
  bind: (schema) => (schema.type === 'fixed' && schema.size === 12 ? DURATION : undefined),
};

const DURATION: LogicalConversion = {
  expected: 'duration (ISO 8601 text)',
  fromBase(base) {
    if (!isDurationBytes(base)) return undefined;
    const view = new DataView(base.buffer, base.byteOffset, 12);
    return formatDuration(view.getUint32(0, true), view.getUint32(4, true), view.getUint32(8, true));
  },
  toBase(value) {
    if (isDurationBytes(value)) return value;
    const parts = typeof value === 'string' ? parseDuration(value) : undefined;
    if (parts === undefined) return undefined;
    const bytes = new Uint8Array(12);
    const view = new DataView(bytes.buffer);
    for (const [index, part] of parts.entries()) {
      if (part > 0xffff_ffff) return undefined;
      view.setUint32(4 * index, part, true);
    }
    return bytes;
  },
  isShown: (value) => typeof value === 'string',
};

function isDurationBytes(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array && value.length === 12;
}

function formatDuration(months: number, days: number, millis: number): string {
  const day = (months > 0 ? `${months}M` : '') + (days > 0 ? `${days}D` : '');
  if (millis === 0 && day !== '') return `P${day}`;
  const fraction = millis % 1000;
  const tail = fraction === 0 ? '' : `.${String(fraction).padStart(3, '0').replace(/0+$/, '')}`;
  return `P${day}T${Math.floor(millis / 1000)}${tail}S`;
}

const DURATION_TEXT =
  /^P(?=[\dT])(?:(\d{1,10})Y)?(?:(\d{1,10})M)?(?:(\d{1,10})W)?(?:(\d{1,10})D)?(?:T(?=\d)(?:(\d{1,10})H)?(?:(\d{1,10})M)?(?:(\d{1,10})(?:\.(\d{1,3})0*)?S)?)?$/;

function parseDuration(text: string): readonly [months: number, days: number, millis: number] | undefined {
  const match = DURATION_TEXT.exec(text);
  if (match === null) return undefined;
  const [years, months, weeks, days, hours, minutes, seconds] = match.slice(1, 8).map((part) => Number(part ?? 0));
  const millis = Number((match[8] ?? '').padEnd(3, '0'));
  const whole = 3600 * (hours ?? 0) + 60 * (minutes ?? 0) + (seconds ?? 0);
  return [12 * (years ?? 0) + (months ?? 0), 7 * (weeks ?? 0) + (days ?? 0), 1000 * whole + millis];
}
