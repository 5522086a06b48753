import { enableCompileCache } from 'node:module';

enableCompileCache();
// Imported after the cache is on, so that the cache serves it.
const { endWithLauncher } = await import('@sluice/runtime');
const { runCli } = await import('./run-cli.ts');
endWithLauncher();
// Whoever reads our output may have had enough of it, as 'head' has.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});
process.exitCode = await runCli(process.argv.slice(2), {
  env: process.env,
  cwd: process.cwd(),
  isInteractive: process.stderr.isTTY,
  hasColor: process.stdout.isTTY && process.stdout.hasColors(),
  writeOut: (text) => process.stdout.write(text),
  writeError: (text) => process.stderr.write(text),
});
await new Promise((resolve) => process.stdout.write('', resolve));
// A forgotten handle must not keep a command alive that has ended; fires only when there is one.
setTimeout(() => process.exit(), 2000).unref();
