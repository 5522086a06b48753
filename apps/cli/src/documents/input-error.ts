/** Something wrong at a place in a file; `line` and `column` count from 1. */
export interface PlacedMessage {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** What was read or is to be written is not as it should be: the command ends with code 1. */
export class InputError extends Error {
  override readonly name = 'InputError';
  readonly messages: readonly (string | PlacedMessage)[];

  constructor(messages: readonly (string | PlacedMessage)[], options?: ErrorOptions) {
    super(messages.map((message) => (typeof message === 'string' ? message : message.message)).join('\n'), options);
    this.messages = messages;
  }
}
