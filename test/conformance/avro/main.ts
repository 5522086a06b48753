import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCase } from './checks.ts';
import type { Json } from './datum.ts';

const MAX_SHOWN = 20;
const [folder] = process.argv.slice(2);
process.exitCode = folder === undefined ? usage() : runFolder(folder);

function usage(): number {
  process.stderr.write('usage: node test/conformance/avro-cases.mjs DIR\n');
  return 2;
}

function runFolder(dir: string): number {
  let names: string[];
  try {
    names = readdirSync(dir).filter((name) => name.endsWith('.json'));
  } catch (error) {
    process.stderr.write(`avro-cases: cannot read ${dir}: ${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  }
  const totals = { passed: 0, failed: 0 };
  for (const name of names.toSorted()) {
    const result = runFile(join(dir, name));
    if (result === undefined) {
      process.stdout.write(`${name}: not a list of Avro cases, not run\n`);
      continue;
    }
    totals.passed += result.passed;
    totals.failed += result.failures.length;
    const byRule = Object.entries(result.byRule).map(([rule, count]) => `${count} by rule ${rule}`);
    const rules = byRule.length === 0 ? '' : ` (${byRule.join(', ')})`;
    process.stdout.write(`${name}: ${result.passed} passed, ${result.failures.length} failed${rules}\n`);
    for (const failure of result.failures.slice(0, MAX_SHOWN)) process.stderr.write(`  ${failure}\n`);
  }
  process.stdout.write(`${totals.passed} passed, ${totals.failed} failed\n`);
  return totals.failed === 0 && totals.passed > 0 ? 0 : 1;
}

interface FileResult {
  passed: number;
  readonly failures: string[];
  /** How many of the passed differ from Java by a rule of deviations.ts. */
  readonly byRule: Record<string, number>;
}

function runFile(path: string): FileResult | undefined {
  const result: FileResult = { passed: 0, failures: [], byRule: {} };
  let cases: Json;
  try {
    cases = readExactJson(readFileSync(path, 'utf8'));
  } catch (error) {
    result.failures.push(`not JSON: ${error instanceof Error ? error.message : String(error)}`);
    return result;
  }
  if (!Array.isArray(cases) || cases.length === 0) return undefined;
  const outcomes = cases.map((item, index) => ({ id: item?.id ?? `#${index}`, outcome: runCase(item) }));
  if (outcomes.every(({ outcome }) => outcome === 'unknown')) return undefined;
  for (const { id, outcome } of outcomes) {
    if (outcome === 'unknown') result.failures.push(`${id}: a case of unknown form`);
    else if (outcome.fault !== undefined && outcome.rule === undefined) result.failures.push(`${id}: ${outcome.fault}`);
    else {
      result.passed++;
      if (outcome.rule !== undefined) result.byRule[outcome.rule] = (result.byRule[outcome.rule] ?? 0) + 1;
    }
  }
  return result;
}

/** Whole numbers that a double cannot hold are read as bigint. */
function readExactJson(text: string): Json {
  return JSON.parse(text, (_key, value: Json, context?: { readonly source?: string }) => {
    const isInexact = typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value);
    const digits = context?.source ?? '';
    return isInexact && /^-?\d+$/.test(digits) ? BigInt(digits) : value;
  });
}
