import { alterConfigs, errorCode } from '@sluice/kafka';
import type { AlterConfigsRequest, AlterConfigsResponse } from '@sluice/kafka';
import type { ConfigChange } from '../topics/topic-configs.ts';
import type { Refusal } from '../topics/topics.ts';
import { refuseRepeatedConfig } from './config-changes.ts';
import type { Handler, RequestContext } from './handler.ts';
import { RESOURCE_TYPES } from './resource-types.ts';

type ResourceRequest = AlterConfigsRequest['resources'][number];

/** AlterConfigs: a topic has the given configs afterwards and no others. Kafka advises the incremental form. */
export const alterConfigsHandler: Handler<AlterConfigsRequest, AlterConfigsResponse> = {
  api: alterConfigs,
  versions: [0, 2],
  async handle({ resources, validateOnly }, context) {
    const responses = await Promise.all(
      resources.map(async (resource) => {
        const { resourceType, resourceName } = resource;
        const refusal = await replace(resource, validateOnly, context);
        const errorMessage = refusal?.message ?? null;
        return { errorCode: errorCode(refusal?.error ?? 'NONE'), errorMessage, resourceType, resourceName };
      }),
    );
    return { throttleTimeMs: 0, responses };
  },
};

async function replace(
  { resourceType, resourceName, configs }: ResourceRequest,
  validateOnly: boolean,
  { broker }: RequestContext,
): Promise<Refusal | undefined> {
  if (resourceType !== RESOURCE_TYPES.topic) {
    return { error: 'INVALID_REQUEST', message: 'Only the configs of topics can be changed at run time.' };
  }
  const repeated = refuseRepeatedConfig(configs);
  if (repeated !== undefined) return repeated;
  const changes: ConfigChange[] = [];
  for (const { name, value } of configs) {
    if (value === null) return { error: 'INVALID_REQUEST', message: `Config ${name} has no value.` };
    changes.push({ kind: 'set', name, value });
  }
  return broker.topics.alter(resourceName, { changes, isReplacement: true, validateOnly });
}
