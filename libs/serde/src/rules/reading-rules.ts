import type { RegisteredSchema, SchemaSource, SubjectVersion } from '../schema-source.ts';
import { SerdeError } from '../serde-error.ts';
import { subjectName } from '../subject-name.ts';
import type { RecordPart, SubjectNameStrategy } from '../subject-name.ts';
import { findLatest, wantsLatest } from './find-latest.ts';
import type { LatestOptions } from './find-latest.ts';
import { compileRules, selectRules } from './rule-runner.ts';
import type { RuleMode, RuleProgram, RuleRequest, RuleRunner } from './rule-runner.ts';
import { readBytes, resolveContract } from './writing-rules.ts';

/** What deserializers of every language take about rules and versions. */
export interface ReadingOptions extends LatestOptions {
  /** Instead of `useLatest`, not with it. */
  readonly readerSchema?: unknown;
  /** Runs the rules of contracts. Without it a schema with rules for READ is refused. */
  readonly rules?: RuleRunner;
  /** With `part` and `strategy` says the subject, for `useLatest`; rules and errors name it. */
  readonly topic?: string;
  /** `value` when absent. */
  readonly part?: RecordPart;
  /** TopicNameStrategy when absent. */
  readonly strategy?: SubjectNameStrategy;
}

/** Finds out, for each writer's schema, what runs on its values. */
export interface ReadingRules {
  /** `recordName` is that of the writer's schema, for strategies that need it. */
  plan(written: RegisteredSchema, recordName: string | undefined): Promise<ReadingPlan>;
}

export interface ReadingPlan {
  /** The version that values are wanted in; undefined without `useLatest`. */
  readonly latest: (RegisteredSchema & SubjectVersion) | undefined;
  /** Values are to be decoded as they were written: rules bring them to `latest`. */
  readonly isMigrated: boolean;
  /**
   * What goes round the decoder; undefined where no rule applies.
   * @param settle gives a migrated value the form of those that were decoded, or throws
   * @param message of Protobuf: the full name of the message that the decoder decodes
   */
  compile(settle: (value: unknown) => unknown, message?: string): RuleReader | undefined;
}

/** Decodes between the rules; a promise only where a rule must be waited for. */
export type RuleReader = (
  bytes: Uint8Array,
  payloadStart: number,
  decode: (bytes: Uint8Array, payloadStart: number) => unknown,
) => unknown;

/** Subjects whose latest version is kept: only record names make more than one. */
const MAX_SUBJECTS = 1000;

/** The latest version of each subject is asked for once, so that all values of a deserializer come in one form. */
export function createReadingRules(source: SchemaSource, options: ReadingOptions): ReadingRules {
  const { rules: runner, topic = '', part = 'value', strategy = 'TopicNameStrategy' } = options;
  if (options.readerSchema !== undefined && wantsLatest(options)) {
    throw new SerdeError('invalid-schema', 'a deserializer takes `readerSchema` or `useLatest`, not both');
  }
  const latests = new Map<string, Promise<RegisteredSchema & SubjectVersion>>();

  function latestOf(subject: string): Promise<RegisteredSchema & SubjectVersion> {
    let latest = latests.get(subject);
    if (latest === undefined) {
      latest = loadLatest(subject).catch((error: unknown) => {
        latests.delete(subject);
        throw error;
      });
      if (latests.size < MAX_SUBJECTS) latests.set(subject, latest);
    }
    return latest;
  }

  async function loadLatest(subject: string): Promise<RegisteredSchema & SubjectVersion> {
    const latest = await findLatest(source, subject, options);
    if (latest === undefined)
      throw new SerdeError('unknown-schema', `subject ${subject} has no such version to read with`);
    return latest;
  }

  function nameSubject(written: RegisteredSchema, recordName: string | undefined): string {
    if (options.topic !== undefined) return subjectName(strategy, options.topic, part, recordName);
    if (!wantsLatest(options)) return `schema ${written.id}`;
    throw new SerdeError('unknown-schema', 'a deserializer with `useLatest` needs the `topic` to know the subject');
  }

  return {
    async plan(written, recordName) {
      const subject = nameSubject(written, recordName);
      const latest = wantsLatest(options) ? await latestOf(subject) : undefined;
      if (latest !== undefined && latest.schemaType !== written.schemaType) {
        throw new SerdeError('wrong-type', `subject ${subject} is ${latest.schemaType}`);
      }
      const target = latest ?? written;
      const place = { subject, topic, part };
      const steps = latest === undefined ? [] : await findMigrations(source, subject, written, latest);
      const migrations: Request[] = [];
      for (const { mode, version, seen } of steps) {
        const rules = selectRules(version.ruleSet, 'migration', mode);
        if (rules.length === 0) continue;
        migrations.push({
          ...place,
          phase: 'migration',
          mode,
          rules,
          schema: await resolveContract(source, seen, subject),
        });
      }
      const encodingRules = selectRules(written.ruleSet, 'encoding', 'READ');
      const domainRules = selectRules(target.ruleSet, 'domain', 'READ');
      const isNeeded = migrations.length + encodingRules.length + domainRules.length > 0;
      const schema = isNeeded ? await resolveContract(source, target, subject) : undefined;

      return {
        latest,
        isMigrated: migrations.length > 0,
        compile(settle, message) {
          if (schema === undefined) return undefined;
          const compile = (request: Request): RuleProgram | undefined => compileRules(runner, { ...request, message });
          const here = { ...place, mode: 'READ', schema } as const;
          const encoding = compile({ ...here, phase: 'encoding', rules: encodingRules });
          const domain = compile({ ...here, phase: 'domain', rules: domainRules });
          const migrate = migrations.map(compile).filter((program) => program !== undefined);
          const steps = migrate.map(({ run }) => run);
          if (steps.length > 0) steps.push(settle);
          if (domain !== undefined) steps.push(domain.run);
          return (bytes, payloadStart, decode) => {
            if (encoding === undefined) return runSteps(steps, decode(bytes, payloadStart));
            return then(encoding.run(bytes.subarray(payloadStart)), (payload) =>
              runSteps(steps, decode(readBytes(payload, subject), 0)),
            );
          };
        },
      };
    },
  };
}

type Request = Omit<RuleRequest, 'message'>;

function then(value: unknown, next: (value: unknown) => unknown): unknown {
  return value instanceof Promise ? value.then(next) : next(value);
}

function runSteps(steps: readonly ((value: unknown) => unknown)[], value: unknown): unknown {
  return steps.reduce<unknown>((before, step) => then(before, step), value);
}

interface MigrationStep {
  readonly mode: RuleMode;
  /** Whose rules run. */
  readonly version: RegisteredSchema;
  /** What the values are like when they run. */
  readonly seen: RegisteredSchema;
}

/** From the writer's version to the reader's, one version at a time. Each version holds the rules that lead to it and from it. */
async function findMigrations(
  source: SchemaSource,
  subject: string,
  written: RegisteredSchema,
  latest: RegisteredSchema & SubjectVersion,
): Promise<readonly MigrationStep[]> {
  if (written.id === latest.id) return [];
  const all = await source.bySubject(subject);
  const from = all.findLast(({ id }) => id === written.id)?.version;
  if (from === undefined) {
    const message = `schema ${written.id} is no version of ${subject}: values cannot be brought to version ${latest.version}`;
    throw new SerdeError('unknown-schema', message);
  }
  const [low, high] = [Math.min(from, latest.version), Math.max(from, latest.version)];
  const between: RegisteredSchema[] = [];
  for (const { version } of all) {
    if (version < low || version > high) continue;
    const found =
      version === latest.version ? latest : version === from ? written : await source.byVersion(subject, version);
    if (found !== undefined) between.push(found);
  }
  const pairs = between.slice(1).map((version, index) => ({ version, before: between[index] ?? version }));
  if (from < latest.version) return pairs.map(({ version, before }) => ({ mode: 'UPGRADE', version, seen: before }));
  return pairs.toReversed().map(({ version }) => ({ mode: 'DOWNGRADE', version, seen: version }));
}
