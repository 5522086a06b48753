export { isBase64, readSerializedFile };
import type { FileElement } from '../syntax/elements.ts';
function isBase64(_text: string): boolean {
  return false;
}
function readSerializedFile(_text: string, _origin: string): FileElement {
  throw new Error('todo');
}
