import type { Finding } from '../asyncapi-error.ts';
import { buildModel } from '../build/build-model.ts';
import { loadDocument } from '../source/load-document.ts';
import type { DocumentSource, SourceDocument } from '../source/load-document.ts';
import { placeOf, stringOf } from '../source/node.ts';
import type { Place } from '../source/node.ts';
import type { LintFinding, LintSeverity, Problem } from './lint-finding.ts';
import { LINT_RULES } from './lint-rules.ts';
import type { RegistrySchema } from '../model/registry-schema.ts';
import type { ResolveRegistry } from './lock-file.ts';
import type { LintContext } from './rule.ts';
import { resolveUses } from './rules/registry-use.ts';

export interface LintOptions {
  /** Looks up `registry:` references, or a lock file's. Without it they are not looked into. */
  readonly resolveRegistry?: ResolveRegistry;
  /** Another severity for a rule, by its id, or `off`. */
  readonly severities?: Readonly<Record<string, LintSeverity | 'off'>>;
}

/** Findings of one document; the rest is left out. */
const MOST_FINDINGS = 500;

/**
 * Checks an AsyncAPI document, 2.x or 3.x, by AsyncAPI's own schema and by `LINT_RULES`. Findings are in the order of
 * their places; each is said once. Never throws for what is written in the document.
 */
export async function lintDocument(
  source: DocumentSource | SourceDocument,
  options: LintOptions = {},
): Promise<readonly LintFinding[]> {
  const document = 'main' in source ? source : await loadDocument(source);
  const { partial, findings: loading } = buildModel(document);
  const findings: LintFinding[] = loading.map((finding) => ({ ...finding }));
  const { root } = document.main;
  const version = root?.kind === 'object' ? stringOf(root.entries.get('asyncapi')) : undefined;
  if (root?.kind === 'object' && version !== undefined && partial !== undefined) {
    const registry = await resolveAll(
      partial.registryRefs.map(({ ref, place }) => ({ ref, place })),
      options,
      findings,
    );
    const context: LintContext = {
      document,
      root,
      version,
      major: version.startsWith('2.') ? 2 : 3,
      model: resolveUses(partial, registry),
      registry,
      hasRegistry: options.resolveRegistry !== undefined,
    };
    await applyRules(context, findings, loading);
  }
  return settle(findings, options);
}

async function resolveAll(
  refs: readonly { readonly ref: string; readonly place: Place }[],
  { resolveRegistry }: LintOptions,
  findings: LintFinding[],
): Promise<ReadonlyMap<string, RegistrySchema>> {
  const found = new Map<string, RegistrySchema>();
  if (resolveRegistry === undefined) return found;
  for (const { ref, place } of refs) {
    if (found.has(ref)) continue;
    try {
      const schema = await resolveRegistry(ref);
      if (schema !== undefined) found.set(ref, schema);
    } catch (error) {
      const message = `${ref} cannot be looked up: ${error instanceof Error ? error.message : String(error)}`;
      findings.push({ rule: 'registry-reference', severity: 'error', ...place, message });
    }
  }
  return found;
}

/** Rules that find what loading finds too, where it has to. */
const RESTATING: ReadonlySet<string> = new Set([
  'structure',
  'reference-found',
  'operation-channel',
  'operation-messages',
  'channel-servers',
]);

async function applyRules(context: LintContext, findings: LintFinding[], loading: readonly Finding[]): Promise<void> {
  const said = new Set(loading.filter(({ severity }) => severity === 'error').map(whereOf));
  const graver = new Set<string>();
  for (const rule of LINT_RULES) {
    if (rule.versions !== 'all' && !rule.versions.startsWith(String(context.major))) continue;
    for (const problem of await rule.check(context)) {
      const place = placeOfProblem(problem);
      if (RESTATING.has(rule.id)) {
        // Loading has said it already, in its own words; where it only warned, the rule's words stand.
        if (said.has(whereOf(place))) continue;
        graver.add(whereOf(place));
      }
      const severity = problem.severity ?? rule.severity;
      findings.push({ rule: rule.id, severity, message: problem.message, ...place });
    }
  }
  const kept = findings.filter(
    (finding) => finding.rule !== 'identity' || finding.severity === 'error' || !graver.has(whereOf(finding)),
  );
  findings.splice(0, findings.length, ...kept);
}

function placeOfProblem({ at }: Problem): Place {
  if ('kind' in at) return placeOf(at);
  const { file, line, column, pointer } = at;
  return { file, line, column, pointer };
}

function whereOf({ file, line, column }: Place): string {
  return `${file}:${line}:${column}`;
}

function settle(findings: readonly LintFinding[], { severities = {} }: LintOptions): readonly LintFinding[] {
  const seen = new Set<string>();
  const kept = findings.flatMap((finding): LintFinding[] => {
    const severity = Object.hasOwn(severities, finding.rule) ? severities[finding.rule] : undefined;
    const key = `${finding.rule} ${whereOf(finding)} ${finding.message}`;
    if (severity === 'off' || seen.has(key)) return [];
    seen.add(key);
    return [severity === undefined ? finding : { ...finding, severity }];
  });
  return kept
    .toSorted((a, b) => compareText(a.file, b.file) || a.line - b.line || a.column - b.column)
    .slice(0, MOST_FINDINGS);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
