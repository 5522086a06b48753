import type { ConfigAlteration } from '../configs/change-configs.ts';
import type { Refusal } from '../topics/topics.ts';
import type { BrokerServices } from './handler.ts';
import { RESOURCE_TYPES } from './resource-types.ts';

interface Resource {
  readonly resourceType: number;
  readonly resourceName: string;
}

/** Alters the configs of a topic, of this broker, or, without a name, of all brokers. */
export async function alterResource(
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
export function refuseRepeatedConfig(configs: readonly { readonly name: string }[]): Refusal | undefined {
  const names = new Set<string>();
  for (const { name } of configs) {
    if (names.has(name)) return { error: 'INVALID_REQUEST', message: `Config ${name} is named twice.` };
    names.add(name);
  }
  return undefined;
}
