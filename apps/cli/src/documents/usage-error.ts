/** What was asked for makes no sense: the command ends with code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
