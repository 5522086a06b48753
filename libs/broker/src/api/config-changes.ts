import { errorCode } from '@sluice/kafka';
import type { ConfigAlteration, ConfigChange } from '../configs/change-configs.ts';
import type { Refusal } from '../topics/topics.ts';
import type { BrokerServices } from './handler.ts';
import { RESOURCE_TYPES } from './resource-types.ts';

interface Resource {
  readonly resourceType: number;
  readonly resourceName: string;
}

interface ResourceRequest<Config> extends Resource {
  readonly configs: readonly Config[];
}

interface ResourceAnswer extends Resource {
  readonly errorCode: number;
  readonly errorMessage: string | null;
}

/** Alters each resource as a whole or not at all. `readChange` says what a config asks for, or why it cannot be. */
export function alterResources<Config extends { readonly name: string }>(
  resources: readonly ResourceRequest<Config>[],
  readChange: (config: Config) => ConfigChange | Refusal,
  alteration: Omit<ConfigAlteration, 'changes'>,
  broker: BrokerServices,
): Promise<ResourceAnswer[]> {
  return Promise.all(
    resources.map(async (resource) => {
      const { resourceType, resourceName, configs } = resource;
      const changes = readChanges(configs, readChange);
      const refusal = Array.isArray(changes)
        ? await alterResource(resource, { ...alteration, changes }, broker)
        : changes;
      const errorMessage = refusal?.message ?? null;
      return { errorCode: errorCode(refusal?.error ?? 'NONE'), errorMessage, resourceType, resourceName };
    }),
  );
}

/** A config set to a value, which must be there. */
export function readSetting(
  kind: Exclude<ConfigChange['kind'], 'delete'>,
  name: string,
  value: string | null,
): ConfigChange | Refusal {
  if (value === null) return { error: 'INVALID_REQUEST', message: `Config ${name} has no value.` };
  return { kind, name, value };
}

function readChanges<Config extends { readonly name: string }>(
  configs: readonly Config[],
  readChange: (config: Config) => ConfigChange | Refusal,
): ConfigChange[] | Refusal {
  const repeated = refuseRepeatedConfig(configs);
  if (repeated !== undefined) return repeated;
  const changes: ConfigChange[] = [];
  for (const config of configs) {
    const change = readChange(config);
    if ('error' in change) return change;
    changes.push(change);
  }
  return changes;
}

/** Alters the configs of a topic, of this broker, or, without a name, of all brokers. */
async function alterResource(
  { resourceType, resourceName }: Resource,
  alteration: ConfigAlteration,
  { topics, configs, nodeId }: BrokerServices,
): Promise<Refusal | undefined> {
  if (resourceType === RESOURCE_TYPES.topic) return topics.alter(resourceName, alteration);
  if (resourceType !== RESOURCE_TYPES.broker) {
    return { error: 'INVALID_REQUEST', message: 'The configs of topics and of brokers can be altered, no others.' };
  }
  if (resourceName !== '' && resourceName !== String(nodeId)) {
    return { error: 'INVALID_REQUEST', message: `This is broker ${nodeId}, not ${resourceName}.` };
  }
  const finding = await configs.alter(resourceName === '' ? 'cluster' : 'broker', alteration);
  return finding === undefined ? undefined : { error: 'INVALID_CONFIG', message: finding };
}

/** The first config that a request names twice, as a refusal. */
function refuseRepeatedConfig(configs: readonly { readonly name: string }[]): Refusal | undefined {
  const names = new Set<string>();
  for (const { name } of configs) {
    if (names.has(name)) return { error: 'INVALID_REQUEST', message: `Config ${name} is named twice.` };
    names.add(name);
  }
  return undefined;
}
