import { parseCLI, startVitest } from 'vitest/node';
import { createClosingReporter } from './closing-reporter.ts';

/**
 * The whole test suite: `npm test`, or `npm test -- FILTER… [vitest's options]`. Its last line is
 * `N passed, N failed, N skipped`; it ends with 1 when anything failed or when no test ran.
 */
const { filter, options } = parseCLI(['vitest', 'run', ...process.argv.slice(2)]);
const closing = createClosingReporter();
const vitest = await startVitest('test', filter, {
  ...options,
  watch: false,
  reporters: ['default', closing.reporter],
});
await vitest.close();
const summary = closing.finish();
process.stdout.write(`${summary.lines.join('\n')}\n`);
process.exitCode = summary.ok && !process.exitCode ? 0 : 1;
