import type { ByteFinding, ValueFinding } from '../avro-error.ts';

/** A finding as the message of an error. */
export function describeFinding(finding: ValueFinding | ByteFinding): string {
  const { path, expected, found } = finding;
  const where = path === '' ? '' : ` in ${path}`;
  const place = 'offset' in finding ? ` at byte ${finding.offset}` : '';
  return `expected ${expected}${where}${place}, found ${found}`;
}
