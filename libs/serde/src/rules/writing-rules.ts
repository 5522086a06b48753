import type { SchemaReference, SchemaType } from '@sluice/formats';
import type { SchemaAnswer } from '../registry-client.ts';
import { resolveReferences } from '../schema-source.ts';
import type { SchemaMetadata, SchemaRuleSet, SchemaSource } from '../schema-source.ts';
import { SerdeError } from '../serde-error.ts';
import type { RecordPart } from '../subject-name.ts';
import { splitSubject } from '../qualified-subject.ts';
import { compileRules, selectRules } from './rule-runner.ts';
import type { ContractSchema, RuleRunner } from './rule-runner.ts';

/** A schema text with its contract, as a registry answered with it. */
export interface Contract {
  readonly schemaType: SchemaType;
  readonly schema: string;
  readonly references: readonly SchemaReference[];
  readonly metadata?: SchemaMetadata;
  readonly ruleSet?: SchemaRuleSet;
}

export interface WritingPlace {
  readonly runner: RuleRunner | undefined;
  readonly subject: string;
  readonly topic: string;
  readonly part: RecordPart;
  readonly message?: string;
}

/** What a serializer does around its encoder where the schema's contract has rules. */
export interface WritingRules {
  /** Throws {@link SerdeError} of kind `rule` where some rule must be waited for. `encode` answers with envelope and payload. */
  write(value: unknown, encode: (value: unknown) => Uint8Array, payloadStart: number): Uint8Array;
  writeAsync(value: unknown, encode: (value: unknown) => Uint8Array, payloadStart: number): Promise<Uint8Array>;
}

/** The rules that run on WRITE; undefined where there are none. */
export async function prepareWritingRules(
  source: SchemaSource,
  contract: Contract,
  { runner, subject, topic, part, message }: WritingPlace,
): Promise<WritingRules | undefined> {
  const [domainRules, encodingRules] = [
    selectRules(contract.ruleSet, 'domain', 'WRITE'),
    selectRules(contract.ruleSet, 'encoding', 'WRITE'),
  ];
  if (domainRules.length + encodingRules.length === 0) return undefined;
  const place = {
    mode: 'WRITE',
    subject,
    topic,
    part,
    message,
    schema: await resolveContract(source, contract, subject),
  } as const;
  const domain = compileRules(runner, { ...place, phase: 'domain', rules: domainRules });
  const encoding = compileRules(runner, { ...place, phase: 'encoding', rules: encodingRules });
  const isAsync = domain?.isAsync === true || encoding?.isAsync === true;

  return {
    write(value, encode, payloadStart) {
      if (isAsync) {
        const names = [...domainRules, ...encodingRules].map(({ name }) => name).join(', ');
        const text = `the rules of ${subject} (${names}) must be waited for: use serializeAsync()`;
        throw new SerdeError('rule', text);
      }
      const bytes = encode(domain === undefined ? value : domain.run(value));
      return encoding === undefined
        ? bytes
        : replacePayload(bytes, payloadStart, encoding.run(bytes.subarray(payloadStart)), subject);
    },
    async writeAsync(value, encode, payloadStart) {
      const bytes = encode(domain === undefined ? value : await domain.run(value));
      return encoding === undefined
        ? bytes
        : replacePayload(bytes, payloadStart, await encoding.run(bytes.subarray(payloadStart)), subject);
    },
  };
}

/**
 * What was registered or found, with its contract. A registry older than data contracts answers with the id alone; it is
 * asked for the rest where rules are to be run.
 */
export async function readContract(
  source: SchemaSource,
  { subject, runner }: Pick<WritingPlace, 'subject' | 'runner'>,
  given: Omit<Contract, 'references'> & { readonly references?: readonly SchemaReference[] | undefined },
  answer: SchemaAnswer & { readonly id: number },
): Promise<Contract> {
  const isWhole = answer.schema !== undefined || runner === undefined;
  const { metadata, ruleSet } = (isWhole ? answer : await source.byId(answer.id, subject)) ?? {};
  const { schema, schemaType, references = [] } = given;
  return { schema, schemaType, references, ...(metadata && { metadata }), ...(ruleSet && { ruleSet }) };
}

export async function resolveContract(
  source: SchemaSource,
  { schema, schemaType, references, metadata }: Contract,
  subject: string,
): Promise<ContractSchema> {
  const resolved = await resolveReferences(source, references, splitSubject(subject).context);
  return { schema, schemaType, references: resolved, ...(metadata !== undefined && { metadata }) };
}

/** What encoding rules made of bytes. */
export function readBytes(result: unknown, subject: string): Uint8Array {
  if (result instanceof Uint8Array) return result;
  throw new SerdeError('rule', `the encoding rules of ${subject} made no bytes`);
}

function replacePayload(bytes: Uint8Array, start: number, result: unknown, subject: string): Uint8Array {
  const payload = readBytes(result, subject);
  const replaced = new Uint8Array(start + payload.length);
  replaced.set(bytes.subarray(0, start));
  replaced.set(payload, start);
  return replaced;
}
