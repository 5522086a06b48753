/** A look-up the gate could not finish. It never leaves the package: it becomes a rejection. */
export class GateError extends Error {
  override readonly name = 'GateError';
}
