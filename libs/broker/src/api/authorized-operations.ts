/**
 * What a client may do, as bits of Kafka's AclOperation codes (KIP-430). Without access control everybody may do all that
 * there is to do with a resource.
 */
export const AUTHORIZED_OPERATIONS = {
  /** Read, write, create, delete, alter, describe, and describe and alter configs. */
  topic: bitsOf(3, 4, 5, 6, 7, 8, 10, 11),
  /** Read, delete, describe, and describe and alter configs. */
  group: bitsOf(3, 6, 8, 10, 11),
  /** Create, alter, describe, cluster action, describe and alter configs, idempotent write. */
  cluster: bitsOf(5, 7, 8, 9, 10, 11, 12),
} as const;

/** What a field says when the client did not ask. */
export const OPERATIONS_NOT_ASKED = -2_147_483_648;

function bitsOf(...codes: readonly number[]): number {
  return codes.reduce((bits, code) => bits | (1 << code), 0);
}
