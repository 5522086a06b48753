import { errorCode, incrementalAlterConfigs } from '@sluice/kafka';
import type { IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse } from '@sluice/kafka';
import type { ConfigChange } from '../configs/change-configs.ts';
import type { Refusal } from '../topics/topics.ts';
import { alterResource, refuseRepeatedConfig } from './config-changes.ts';
import type { Handler, RequestContext } from './handler.ts';

type ResourceRequest = IncrementalAlterConfigsRequest['resources'][number];

/** Operations at the place of their number (KIP-339). */
const OPERATIONS = ['set', 'delete', 'append', 'subtract'] as const;

/** IncrementalAlterConfigs: of topics and of the broker. */
export const incrementalAlterConfigsHandler: Handler<IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse> =
  {
    api: incrementalAlterConfigs,
    versions: [0, 1],
    async handle({ resources, validateOnly }, context) {
      const responses = await Promise.all(
        resources.map(async (resource) => {
          const { resourceType, resourceName } = resource;
          const refusal = await alter(resource, validateOnly, context);
          const errorMessage = refusal?.message ?? null;
          return { errorCode: errorCode(refusal?.error ?? 'NONE'), errorMessage, resourceType, resourceName };
        }),
      );
      return { throttleTimeMs: 0, responses };
    },
  };

async function alter(
  resource: ResourceRequest,
  validateOnly: boolean,
  { broker }: RequestContext,
): Promise<Refusal | undefined> {
  const repeated = refuseRepeatedConfig(resource.configs);
  if (repeated !== undefined) return repeated;
  const changes: ConfigChange[] = [];
  for (const { name, configOperation, value } of resource.configs) {
    const kind = OPERATIONS[configOperation];
    if (kind === undefined) return { error: 'INVALID_REQUEST', message: `There is no operation ${configOperation}.` };
    if (kind === 'delete') changes.push({ kind, name });
    else if (value === null) return { error: 'INVALID_REQUEST', message: `Config ${name} has no value.` };
    else changes.push({ kind, name, value });
  }
  return alterResource(resource, { changes, isReplacement: false, validateOnly }, broker);
}
