import type { SchemaFinding } from './schema-format.ts';

/** A schema's text was refused. `findings` says where and why; `message` is the same in one line. */
export class SchemaFormatError extends Error {
  readonly findings: readonly SchemaFinding[];

  constructor(findings: readonly SchemaFinding[], options?: ErrorOptions) {
    super(describeFindings(findings), options);
    this.name = 'SchemaFormatError';
    this.findings = findings;
  }
}

function describeFindings(findings: readonly SchemaFinding[]): string {
  if (findings.length === 0) return 'the schema is invalid';
  return findings.map(({ pointer, message }) => (pointer === '' ? message : `${message} (at ${pointer})`)).join('; ');
}
