import type { SchemaInput } from '@sluice/serde';
import type { Registry } from '../documents/open-registry.ts';
import { InputError } from '../documents/input-error.ts';
import type { Judgement } from './judge-schemas.ts';
import { openPlaces } from './locate-in-schema.ts';
import { pinReferences } from './resolve-files.ts';
import type { ReadFiles } from './resolve-files.ts';
import { describeInvalid } from './schema-remark.ts';
import type { Outcome } from './write-outcomes.ts';

/**
 * Registers what is new or changed, one by one in the order given, and tells of each; ends with the first that the
 * registry refuses after all. @throws SchemaSourceError where the registry fails
 */
export async function registerSchemas(
  judgements: readonly Judgement[],
  registry: Registry,
  onOutcome: (outcome: Outcome) => void,
): Promise<readonly Outcome[]> {
  const before: ReadFiles = new Map();
  const outcomes: Outcome[] = [];
  for (const judgement of judgements) {
    const outcome = judgement.status === 'unchanged' ? judgement : await register(judgement, before, registry);
    before.set(outcome.file.subject, { file: outcome.file, version: outcome.version, resolved: [] });
    outcomes.push(outcome);
    onOutcome(outcome);
    if (outcome.status === 'refused') break;
  }
  return outcomes;
}

async function register(
  { file, level, remarks }: Judgement,
  before: ReadFiles,
  { client }: Registry,
): Promise<Outcome> {
  const { subject, path } = file;
  try {
    const input = await pinReferences(file, before, client);
    if (input === undefined) throw new InputError([`${path}: something that it refers to went away meanwhile`]);
    const { id } = await client.registerSchema(subject, input);
    const version = await findVersion(client, subject, input);
    const inForce = level === undefined ? {} : { level };
    return { file, status: 'registered', version, id, ...inForce, remarks };
  } catch (error) {
    const refusals = describeInvalid(error, await openPlaces(file));
    if (refusals === undefined) throw error;
    return { file, status: 'refused', remarks: refusals };
  }
}

/** Older registries answer a registration with the id alone. */
async function findVersion(
  client: Registry['client'],
  subject: string,
  input: SchemaInput,
): Promise<number | undefined> {
  return (await client.findSchema(subject, input))?.version;
}
