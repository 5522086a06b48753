export { nodeBlockCodecs } from './block-codecs.ts';
