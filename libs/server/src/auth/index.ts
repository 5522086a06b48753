export { AccessError } from './access-error.ts';
export { parseAccessFile } from './access-file.ts';
export { listUsers, putUser, removeUser } from './edit-users.ts';
export type { NewUser } from './edit-users.ts';
export { openFileTokenStore } from './file-token-store.ts';
export { GRANT_FORMS, parseGrant } from './principal.ts';
export type { Grant, Role } from './principal.ts';
export { createToken } from './token-store.ts';
export type { NewToken, TokenRecord, TokenStore } from './token-store.ts';
