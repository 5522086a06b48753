/** What was read or is to be written is not as it should be: the command ends with code 1. */
export class InputError extends Error {
  override readonly name = 'InputError';
  readonly messages: readonly string[];

  constructor(messages: readonly string[], options?: ErrorOptions) {
    super(messages.join('\n'), options);
    this.messages = messages;
  }
}
