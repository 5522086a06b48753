/** Why nothing is generated, and where. */
export interface CodegenFinding {
  /** Of the schema, channel or option: a full name, or a JSON pointer into the document. */
  readonly path: string;
  readonly message: string;
}

export class CodegenError extends Error {
  override readonly name = 'CodegenError';
  /** At least one. */
  readonly findings: readonly CodegenFinding[];

  constructor(findings: readonly [CodegenFinding, ...CodegenFinding[]]) {
    super(findings.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('\n'));
    this.findings = findings;
  }
}
