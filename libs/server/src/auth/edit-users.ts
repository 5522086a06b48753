import { AccessError } from './access-error.ts';
import { checkUserName, parseAccessFile } from './access-file.ts';
import { createFileView, parseSecretJson } from './file-view.ts';
import { changeFile } from './locked-file.ts';
import { hashPassword, MAX_PASSWORD_BYTES } from './password.ts';
import { readGrants, readObject, readTexts } from './read-config.ts';

export interface NewUser {
  readonly name: string;
  readonly password: string;
  readonly roles: readonly string[];
}

const MIN_PASSWORD_LENGTH = 8;

/** Adds a user to an access file, which is made when it is not there, or gives one another password and other roles. */
export async function putUser(path: string, { name, password, roles }: NewUser): Promise<void> {
  checkUserName(name);
  readGrants(roles, '--role');
  if (password.length < MIN_PASSWORD_LENGTH || Buffer.byteLength(password) > MAX_PASSWORD_BYTES) {
    const bounds = `${MIN_PASSWORD_LENGTH} characters at least and ${MAX_PASSWORD_BYTES} bytes at most`;
    throw new AccessError(`the password is too short or too long: ${bounds}`);
  }
  const hash = await hashPassword(password);
  await changeUsers(path, (users) => ({ ...users, [name]: { password: hash, roles } }));
}

/** Names and roles of the users of an access file. */
export async function listUsers(path: string): Promise<readonly { name: string; roles: readonly string[] }[]> {
  const view = createFileView({ path, parse: readUsers });
  return view.read();
}

/** Takes a user out of an access file. Answers whether there was one. */
export async function removeUser(path: string, name: string): Promise<boolean> {
  let found = false;
  await changeUsers(path, (users) => {
    found = Object.hasOwn(users, name);
    return Object.fromEntries(Object.entries(users).filter(([other]) => other !== name));
  });
  return found;
}

function readUsers(text: string): readonly { name: string; roles: readonly string[] }[] {
  parseAccessFile(text);
  const { users = {} } = readObject(parseSecretJson(text), 'the file');
  return Object.entries(readObject(users, 'users')).map(([name, value]) => {
    const { roles } = readObject(value, `users.${name}`);
    return { name, roles: readTexts(roles, `users.${name}.roles`) };
  });
}

async function changeUsers(
  path: string,
  change: (users: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>,
): Promise<void> {
  await changeFile(path, (text) => {
    try {
      if (text !== undefined) parseAccessFile(text);
      const file = readObject(text === undefined ? {} : parseSecretJson(text), 'the file');
      const changed = { ...file, users: change(readObject(file['users'] ?? {}, 'users')) };
      return `${JSON.stringify(changed, null, 2)}\n`;
    } catch (error) {
      throw error instanceof AccessError ? new AccessError(`${path}: ${error.message}`) : error;
    }
  });
}
