import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runCase } from './checks.ts';
import type { Json } from './datum.ts';
import { ENGINES, isEngineName } from '../../../libs/avro/test/engines.ts';
import type { CodecMaker, EngineName } from '../../../libs/avro/test/engines.ts';

const MAX_SHOWN = 20;
process.exitCode = run();

function run(): number {
  let folder: string | undefined;
  let engine: string;
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { engine: { type: 'string', default: 'jit' } },
    });
    [folder] = positionals;
    ({ engine } = values);
  } catch {
    return usage();
  }
  if (folder === undefined) return usage();
  if (engine === 'all') return runFolder(folder, Object.keys(ENGINES).filter(isEngineName));
  return isEngineName(engine) ? runFolder(folder, [engine]) : usage();
}

function usage(): number {
  const engines = [...Object.keys(ENGINES), 'all'].join('|');
  process.stderr.write(`usage: node test/conformance/avro-cases.mjs DIR [--engine ${engines}]\n`);
  return 2;
}

function runFolder(dir: string, engines: readonly EngineName[]): number {
  let names: string[];
  try {
    names = readdirSync(dir).filter((name) => name.endsWith('.json'));
  } catch (error) {
    process.stderr.write(`avro-cases: cannot read ${dir}: ${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  }
  const totals: Totals = { passed: 0, failed: 0 };
  for (const engine of engines) {
    if (engines.length > 1) process.stdout.write(`${engine}:\n`);
    const maker = ENGINES[engine]({ long: 'bigint' });
    try {
      for (const name of names.toSorted()) report(name, runFile(join(dir, name), maker), totals);
    } finally {
      maker.close();
    }
  }
  process.stdout.write(`${totals.passed} passed, ${totals.failed} failed\n`);
  return totals.failed === 0 && totals.passed > 0 ? 0 : 1;
}

interface Totals {
  passed: number;
  failed: number;
}

function report(name: string, result: FileResult | undefined, totals: Totals): void {
  if (result === undefined) {
    process.stdout.write(`${name}: not a list of Avro cases, not run\n`);
    return;
  }
  totals.passed += result.passed;
  totals.failed += result.failures.length;
  const byRule = Object.entries(result.byRule).map(([rule, count]) => `${count} by rule ${rule}`);
  const rules = byRule.length === 0 ? '' : ` (${byRule.join(', ')})`;
  process.stdout.write(`${name}: ${result.passed} passed, ${result.failures.length} failed${rules}\n`);
  for (const failure of result.failures.slice(0, MAX_SHOWN)) process.stderr.write(`  ${failure}\n`);
}

interface FileResult {
  passed: number;
  readonly failures: string[];
  /** How many of the passed differ from Java by a rule of deviations.ts. */
  readonly byRule: Record<string, number>;
}

function runFile(path: string, maker: CodecMaker): FileResult | undefined {
  const result: FileResult = { passed: 0, failures: [], byRule: {} };
  let cases: Json;
  try {
    cases = readExactJson(readFileSync(path, 'utf8'));
  } catch (error) {
    result.failures.push(`not JSON: ${error instanceof Error ? error.message : String(error)}`);
    return result;
  }
  if (!Array.isArray(cases) || cases.length === 0) return undefined;
  const outcomes = cases.map((item, index) => ({ id: item?.id ?? `#${index}`, outcome: runCase(item, maker) }));
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
