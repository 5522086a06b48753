export { nodeCodecs } from './codecs.ts';
export { crc32c } from './crc32c.ts';
