import type { Reporter, TestModule } from 'vitest/node';

/** What the run came to: lines to print, the last of them `N passed, N failed, N skipped`. */
export interface Closing {
  readonly ok: boolean;
  readonly lines: readonly string[];
}

/**
 * Counts a run. A file that does not load and an error outside every test count as failures; a run without tests is not
 * ok. `finish` tells why each skipped test was skipped.
 */
export function createClosingReporter(): { reporter: Reporter; finish(): Closing } {
  const skips = new Map<string, number>();
  let passed = 0;
  let failed = 0;
  let skipped = 0;
  return {
    reporter: {
      onTestRunEnd(modules, unhandledErrors, reason) {
        passed = failed = skipped = 0;
        skips.clear();
        for (const module of modules) {
          for (const test of module.children.allTests()) {
            const result = test.result();
            if (result.state === 'passed') passed += 1;
            else if (result.state === 'skipped') {
              skipped += 1;
              const why = `${module.relativeModuleId}: ${result.note ?? describeMode(test.options.mode)}`;
              skips.set(why, (skips.get(why) ?? 0) + 1);
            } else failed += 1; // failed, or never finished
          }
          failed += countOutsideTests(module);
        }
        failed += unhandledErrors.length;
        if (reason !== 'passed' && failed === 0 && modules.length > 0) failed = 1;
      },
    },
    finish() {
      const reasons = [...skips].map(([why, count]) => `skipped ${count}: ${why}`);
      if (passed + failed === 0) reasons.push('no test ran');
      return {
        ok: failed === 0 && passed > 0,
        lines: [...reasons, `${passed} passed, ${failed} failed, ${skipped} skipped`],
      };
    },
  };
}

/** Failures that belong to no test: a file that does not load, a hook of a whole suite. */
function countOutsideTests(module: TestModule): number {
  const suites = [...module.children.allSuites()].filter((suite) => suite.errors().length > 0).length;
  return suites + module.errors().length;
}

function describeMode(mode: string): string {
  if (mode === 'run') return 'never reached, its suite failed';
  return mode === 'todo' ? 'not written yet (todo)' : `no reason given (${mode})`;
}
