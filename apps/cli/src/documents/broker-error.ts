/** A broker did not answer, or said no. */
export class BrokerError extends Error {
  override readonly name = 'BrokerError';
  readonly isDenied: boolean;

  constructor(message: string, isDenied: boolean, options?: ErrorOptions) {
    super(message, options);
    this.isDenied = isDenied;
  }
}
