import type { LogicalConversion } from '@sluice/avro';

/** Shown values of a logical type, first of those that suit it and then of its base values that do. */
export function sampleLogical(
  { name, conversion }: { readonly name: string; readonly conversion: LogicalConversion },
  base: () => readonly unknown[],
): readonly unknown[] {
  const candidates = Object.hasOwn(TEXTS, name) ? (TEXTS[name] ?? []) : [];
  const seen = new Set<string>();
  return [...candidates, ...base()].flatMap((value) => {
    const shown = show(conversion, value);
    const key = shown instanceof Date ? shown.toISOString() : String(shown);
    if (shown === undefined || seen.has(key) || seen.size >= MAX_SAMPLES) return [];
    seen.add(key);
    return [shown];
  });
}

const MAX_SAMPLES = 4;

/** As a decoder would show it; undefined where it is no value of the type. */
function show(conversion: LogicalConversion, value: unknown): unknown {
  try {
    const base = conversion.toBase(value);
    return base === undefined ? undefined : conversion.fromBase(base);
  } catch {
    return undefined;
  }
}

const TEXTS: Readonly<Record<string, readonly string[]>> = {
  decimal: ['1', '-1', '0.5', '-99.99', '0'],
  'big-decimal': ['12.50', '-1.5E+3', '0'],
  uuid: ['0192fa7c-1b2e-7c3d-8e4f-5a6b7c8d9e0f', 'ffffffff-ffff-ffff-ffff-ffffffffffff'],
  date: ['2026-11-21', '1969-12-31', '0001-01-01', '9999-12-31'],
  'time-millis': ['13:45:30.123', '00:00:00', '23:59:59.999'],
  'time-micros': ['13:45:30.123456', '00:00:00', '23:59:59.999999'],
  'timestamp-millis': ['2026-11-21T13:45:30.123Z', '1969-12-31T23:59:59.999Z', '0001-01-01T00:00:00Z'],
  'timestamp-micros': ['2026-11-21T13:45:30.123456Z', '1969-12-31T23:59:59.999999Z', '0001-01-01T00:00:00Z'],
  'timestamp-nanos': ['2026-11-21T13:45:30.123456789Z', '1969-12-31T23:59:59.999999999Z'],
  'local-timestamp-millis': ['2026-11-21T13:45:30.123', '1969-12-31T23:59:59.999', '0001-01-01T00:00:00'],
  'local-timestamp-micros': ['2026-11-21T13:45:30.123456', '1969-12-31T23:59:59.999999', '0001-01-01T00:00:00'],
  'local-timestamp-nanos': ['2026-11-21T13:45:30.123456789', '1969-12-31T23:59:59.999999999'],
  duration: ['P1M2DT3.004S', 'PT0S'],
};
