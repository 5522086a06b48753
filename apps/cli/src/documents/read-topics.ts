import type { LiveTopic } from '@sluice/asyncapi/export';
import type { Admin } from '@platformatic/kafka';
import { BrokerError } from './broker-error.ts';
import type { KafkaConnection } from './kafka-connection.ts';
import { InputError } from './input-error.ts';

/** What a cluster says of one topic. */
export type Topic = Pick<LiveTopic, 'name' | 'partitions' | 'replicas' | 'configs'>;

const TOPIC = 2;
/** Set for the topic itself, rather than a default of the cluster. */
const SET_FOR_TOPIC = 1;
export const DENIED = /AUTHORIZATION_FAILED|SASL_AUTHENTICATION_FAILED|PLT_KFK_AUTHENTICATION/u;

/**
 * Topics of a cluster, by name: those asked for, or all but internal ones.
 * @throws InputError where one is not there, BrokerError where no broker answers or it refuses
 */
export async function readTopics(
  { bootstrap, tls, sasl }: KafkaConnection,
  wanted: readonly string[],
): Promise<readonly Topic[]> {
  // Loaded where it is used: it is the largest thing that any command loads.
  const { Admin } = await import('@platformatic/kafka');
  const admin = new Admin({
    bootstrapBrokers: [bootstrap],
    clientId: 'sluice-export',
    ...(tls === undefined ? {} : { tls }),
    ...(sasl === undefined ? {} : { sasl }),
    retries: 0,
    connectTimeout: 5000,
    timeout: 10_000,
  });
  try {
    return await describeTopics(admin, wanted, bootstrap);
  } catch (error) {
    if (error instanceof InputError || !(error instanceof Error)) throw error;
    const reasons = listReasons(error);
    const isDenied = reasons.some((reason) => DENIED.test(reason));
    const what = isDenied ? 'refuses' : 'does not answer';
    throw new BrokerError(`the broker at ${bootstrap} ${what}: ${reasons.at(-1) ?? ''}`, isDenied, { cause: error });
  } finally {
    await admin.close();
  }
}

async function describeTopics(admin: Admin, wanted: readonly string[], bootstrap: string): Promise<readonly Topic[]> {
  const known = await admin.listTopics({ includeInternals: true });
  const missing = wanted.filter((name) => !known.includes(name));
  if (missing.length > 0) throw new InputError(missing.map((name) => `there is no topic ${name} at ${bootstrap}`));
  const visible = known.filter((name) => !name.startsWith('__'));
  const names = [...new Set(wanted.length > 0 ? wanted : visible)].toSorted();
  if (names.length === 0) return [];
  const { topics } = await admin.metadata({ topics: names });
  const resources = names.map((resourceName) => ({ resourceType: TOPIC, resourceName }) as const);
  const described = await admin.describeConfigs({ resources });
  return names.flatMap((name): Topic[] => {
    const found = topics.get(name);
    if (found === undefined) return [];
    const configs = described.find(({ resourceName }) => resourceName === name)?.configs ?? [];
    return [
      {
        name,
        partitions: found.partitionsCount,
        replicas: Math.max(1, ...found.partitions.map(({ replicas }) => replicas.length)),
        configs: Object.fromEntries(
          configs.flatMap(({ name: key, value, configSource, isSensitive }): [string, string][] =>
            configSource === SET_FOR_TOPIC && !isSensitive && typeof value === 'string' ? [[key, value]] : [],
          ),
        ),
      },
    ];
  });
}

/** What an error says, and those within it. */
export function listReasons(error: Error): readonly string[] {
  const code = 'code' in error && typeof error.code === 'string' ? `${error.code}: ` : '';
  const within = error instanceof AggregateError ? error.errors : [error.cause];
  return [`${code}${error.message}`, ...within.flatMap((inner) => (inner instanceof Error ? listReasons(inner) : []))];
}
