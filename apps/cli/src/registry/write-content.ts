import { hostname, userInfo } from 'node:os';
import { describeImport } from '@sluice/registry';
import type { StoreChange } from '@sluice/registry';
import { importContent, pushContent } from '@sluice/registry/transfer';
import type { Difference, RegistryContent } from '@sluice/registry/transfer';
import type { Terminal } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { FORMATS } from './formats.ts';
import type { Target } from './place.ts';
import { createProgress } from './progress.ts';
import { writeDifferences } from './write-differences.ts';

export interface WriteOptions {
  readonly terminal: Terminal;
  readonly json: boolean;
  readonly dryRun: boolean;
  readonly signal: AbortSignal;
}

/** Puts everything into a registry, tells what was new there, and what of a registry that is reached by URL differs then. */
export async function writeContent(
  content: RegistryContent,
  target: Target,
  { terminal, json, dryRun, signal }: WriteOptions,
): Promise<ExitCode> {
  const progress = createProgress(terminal, json, dryRun ? 'looked at' : 'written');
  const options = { formats: FORMATS, dryRun, signal, onProgress: progress.update };
  let differences: readonly Difference[] = [];
  let associationsLeft = 0;
  let counts: Readonly<Record<string, number>>;
  try {
    if ('store' in target) {
      const { store } = target;
      counts = { ...(await importContent(content, { ...options, store, describeBatch: tellOfImport })) };
    } else {
      const pushed = await pushContent(content, target.remote, options);
      ({ differences, associationsLeft } = pushed);
      const { schemas, versions, settings } = pushed;
      counts = { schemas, versions, settings };
    }
  } finally {
    progress.end();
  }
  if (json) {
    terminal.writeOut(
      `${JSON.stringify({ target: target.name, dryRun, added: counts, associationsLeft, differences })}\n`,
    );
  } else {
    const added = Object.entries(counts).map(([name, count]) => `${count} ${name}`);
    terminal.writeOut(`${dryRun ? 'would add' : 'added'} ${added.join(', ')} to ${target.name}\n`);
    if (associationsLeft > 0) {
      terminal.writeError(
        `sluice: ${associationsLeft} associations were not brought over: the REST API keeps no ids of theirs\n`,
      );
    }
    if (differences.length > 0) {
      terminal.writeError('sluice: the target differs from the source after all:\n');
      writeDifferences(terminal, { a: 'source', b: 'target' }, differences);
    }
  }
  return differences.length + associationsLeft > 0 ? EXIT.failed : EXIT.ok;
}

/** What the audit log says of a commit that is made past the registry's rules: who is whoever runs the command. */
function tellOfImport(changes: readonly StoreChange[]): readonly StoreChange[] {
  const principal = userInfo().username;
  const { subjects, before, after } = describeImport(changes);
  const told = { atMs: Date.now(), principal, method: 'command-line', address: hostname(), operation: 'import' };
  return [{ type: 'add-audit', record: { ...told, subjects, before, after } }];
}
