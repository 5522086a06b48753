import { endWithLauncher, parseOptions, renderHelp } from '@sluice/runtime';
import { formatTotals } from './ledger.ts';
import { demoHelp, demoOptions } from './options.ts';
import type { DemoOptions } from './options.ts';
import type { Scene } from './scene.ts';
import { renderPage } from './view/page.ts';
import { renderAddresses, renderProgress, renderReport } from './view/report.ts';
import { createPlainScreen, createTerminalScreen } from './view/screen.ts';
import type { Screen } from './view/screen.ts';

const REFRESH_MS = 250;
const EXIT_FAILED = 1;
const EXIT_USAGE = 2;
const EXIT_INTERRUPTED = 130;

/** The command: reads the options, runs the demo, and leaves the exit code in `process.exitCode`. */
export async function runMain(): Promise<void> {
  const parsed = parseOptions(demoOptions, { argv: process.argv.slice(2), env: process.env });
  if (!parsed.ok) {
    for (const { message } of parsed.findings) console.error(`demo: ${message}`);
    process.exitCode = EXIT_USAGE;
  } else if (parsed.values.help) process.stdout.write(renderHelp(demoOptions, demoHelp));
  else process.exitCode = await runToEnd(parsed.values);
}

async function runToEnd({ kafka, http, allowInsecure, seconds }: DemoOptions): Promise<number> {
  const interrupted = new AbortController();
  let screen: Screen | undefined;
  let timer: NodeJS.Timeout | undefined;
  const closeScreen = () => {
    clearInterval(timer);
    screen?.close();
    screen = undefined;
  };
  const onSignal = () => {
    // The second Ctrl-C does not wait for the groups to read the rest.
    if (interrupted.signal.aborted) {
      closeScreen();
      process.exit(EXIT_INTERRUPTED);
    }
    interrupted.abort();
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  endWithLauncher();
  // Whoever read the output has gone, e.g. `head`: nobody is left to run for.
  process.stdout.on('error', () => interrupted.abort());

  try {
    const { runDemo } = await import('./demo.ts'); // help and wrong usage need none of it
    const { scene, findings } = await runDemo({
      kafka,
      http,
      allowInsecure,
      runMs: seconds === undefined ? undefined : seconds * 1000,
      signal: interrupted.signal,
      onStarted(started) {
        const opened = openScreen(started);
        screen = opened;
        timer = setInterval(() => opened.refresh(), REFRESH_MS);
      },
    });
    closeScreen();
    process.stdout.write(`${renderReport(scene)}\n`);
    for (const finding of findings) console.error(`demo: ${finding}`);
    process.stdout.write(`${formatTotals(scene.ledger)}\n`);
    return findings.length === 0 ? 0 : EXIT_FAILED;
  } catch (error) {
    closeScreen();
    console.error(`demo: ${describeError(error)}`);
    return EXIT_FAILED;
  } finally {
    closeScreen();
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}

function openScreen(scene: Scene): Screen {
  const { stdout, env } = process;
  if (stdout.isTTY && env['TERM'] !== 'dumb') {
    const colour = (env['NO_COLOR'] ?? '') === '';
    return createTerminalScreen({
      terminal: stdout,
      colour,
      render: (columns, rows) => renderPage(scene, columns, rows),
    });
  }
  stdout.write(`${renderAddresses(scene)}\n`);
  return createPlainScreen(
    (text) => stdout.write(text),
    () => renderProgress(scene),
  );
}

/** The Kafka client nests what went wrong: without the inner messages the outer one says little. */
function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const inner: unknown[] = error instanceof AggregateError ? error.errors : [];
  return inner.length === 0 ? error.message : `${error.message} (${inner.map(describeError).join('; ')})`;
}
