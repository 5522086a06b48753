import { alterConfigs, errorCode } from '@sluice/kafka';
import type { AlterConfigsRequest, AlterConfigsResponse } from '@sluice/kafka';
import type { ConfigChange } from '../configs/change-configs.ts';
import type { Refusal } from '../topics/topics.ts';
import { alterResource, refuseRepeatedConfig } from './config-changes.ts';
import type { Handler, RequestContext } from './handler.ts';

type ResourceRequest = AlterConfigsRequest['resources'][number];

/** AlterConfigs: a resource has the given configs afterwards and no others. Kafka advises the incremental form. */
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
  resource: ResourceRequest,
  validateOnly: boolean,
  { broker }: RequestContext,
): Promise<Refusal | undefined> {
  const repeated = refuseRepeatedConfig(resource.configs);
  if (repeated !== undefined) return repeated;
  const changes: ConfigChange[] = [];
  for (const { name, value } of resource.configs) {
    if (value === null) return { error: 'INVALID_REQUEST', message: `Config ${name} has no value.` };
    changes.push({ kind: 'set', name, value });
  }
  return alterResource(resource, { changes, isReplacement: true, validateOnly }, broker);
}
