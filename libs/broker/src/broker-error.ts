/** What went wrong, for code that must tell failures apart. */
export type BrokerErrorKind =
  | 'address-in-use'
  | 'data-dir-locked'
  | 'data-dir-format'
  | 'storage'
  | 'invalid-option'
  | 'closed';

/** The one error of this package. `message` says where and what to do. */
export class BrokerError extends Error {
  readonly kind: BrokerErrorKind;

  constructor(kind: BrokerErrorKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'BrokerError';
    this.kind = kind;
  }
}
