import { AvroError } from '@sluice/avro';
import type { SerdeFinding } from './serde-error.ts';

/** The fields that an error of the Avro engine blames; empty when it is not about fields. */
export function readAvroFindings(error: unknown, offset = 0): readonly SerdeFinding[] {
  if (!(error instanceof AvroError)) return [];
  const findings: SerdeFinding[] = [];
  for (const finding of error.findings) {
    if (!('path' in finding)) continue;
    const { path, expected, found } = finding;
    findings.push('offset' in finding ? { path, expected, found, offset: finding.offset + offset } : finding);
  }
  return findings;
}

/** One clause for a message: what is wrong and in which field. */
export function describeFindings(findings: readonly SerdeFinding[], error: unknown): string {
  if (findings.length === 0) return error instanceof Error ? error.message : String(error);
  return findings
    .map(({ path, expected, found, offset }) => {
      const where = path === '' ? 'the value itself' : path;
      const byte = offset === undefined ? '' : ` (byte ${offset})`;
      return `${where}: expected ${expected}, found ${found}${byte}`;
    })
    .join('; ');
}
