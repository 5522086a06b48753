import { resolve } from 'node:path';
import { defineCommand, writeErrors } from '../command.ts';
import type { Terminal } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { readSecret } from '../read-secret.ts';

const ACTIONS = ['add', 'list', 'remove'] as const;

export const user = defineCommand({
  help: {
    usage: 'sluice user add|list|remove [NAME] --access FILE [--role ROLE]',
    summary:
      "Keeps the users of an access file, which 'sluice up --access FILE' reads. Adding one who is there sets another " +
      'password and other roles. A server that runs sees a change within a second.',
    examples: [
      { command: 'sluice user add alice --role admin --access access.json', help: 'asks for the password' },
      {
        command: 'printf %s "$PASSWORD" | sluice user add orders --role \'write:orders-*\' --access access.json',
        help: 'reads it from standard input',
      },
    ],
    notes: [
      "A role is read, write or admin, alone for everything or with the subjects it is over: 'write:orders-*', " +
        "'read::.context:*' for a context, 'read::*:orders-*' for every context.",
      'Exit codes: 0 done, 1 the file is wrong or there is no such user, 2 wrong usage.',
    ],
  },
  options: {
    access: { type: 'path', env: 'SLUICE_ACCESS', placeholder: 'FILE', required: true, help: 'The access file.' },
    role: { type: 'list', placeholder: 'ROLE', help: 'What the user may do; may be repeated.' },
  },
  maxPositionals: 2,
  async run({ values, positionals, json, terminal }) {
    const [word, name] = positionals;
    const action = ACTIONS.find((known) => known === word);
    if (action === undefined || (action === 'list') !== (name === undefined)) {
      return refuse(terminal, json, 'expected: sluice user add NAME, sluice user remove NAME, or sluice user list');
    }
    const { AccessError, parseGrant, GRANT_FORMS, listUsers, putUser, removeUser } =
      await import('@sluice/server/access');
    const path = resolve(terminal.cwd, values.access);
    try {
      if (name === undefined) {
        const users = await listUsers(path);
        const lines = users.map((entry) => `${entry.name}  ${entry.roles.join(', ')}\n`);
        terminal.writeOut(json ? `${JSON.stringify({ users })}\n` : lines.join(''));
        return EXIT.ok;
      }
      if (action === 'remove') {
        if (await removeUser(path, name)) return EXIT.ok;
        writeErrors(terminal, json, [`${values.access} has no user ${name}`]);
        return EXIT.failed;
      }
      if (values.role.length === 0) return refuse(terminal, json, '--role is needed: what may the user do?');
      const wrong = values.role.find((role) => parseGrant(role) === undefined);
      if (wrong !== undefined) return refuse(terminal, json, `--role '${wrong}': ${GRANT_FORMS}`);
      const password = await readSecret(terminal, `Password of ${name}: `);
      await putUser(path, { name, password, roles: values.role });
      return EXIT.ok;
    } catch (error) {
      if (!(error instanceof AccessError)) throw error;
      writeErrors(terminal, json, [error.message]);
      return EXIT.failed;
    }
  },
});

function refuse(terminal: Terminal, json: boolean, message: string) {
  writeErrors(terminal, json, [message]);
  return EXIT.usage;
}
