import packageJson from '../../package.json' with { type: 'json' };
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-codes.ts';

export const version = defineCommand({
  help: { usage: 'sluice version [--json]', summary: 'Prints the version.' },
  options: {},
  async run({ json, terminal }) {
    const facts = { version: packageJson.version, node: process.versions.node };
    terminal.writeOut(json ? `${JSON.stringify(facts)}\n` : `${facts.version}\n`);
    return EXIT.ok;
  },
});
