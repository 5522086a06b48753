/** A file about access cannot be read or written; the message says where and what to do, and quotes no file's text. */
export class AccessError extends Error {
  override readonly name = 'AccessError';
}
