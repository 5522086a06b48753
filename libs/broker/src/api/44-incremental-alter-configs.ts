import { incrementalAlterConfigs } from '@sluice/kafka';
import type { IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse } from '@sluice/kafka';
import type { ConfigChange } from '../configs/change-configs.ts';
import type { Refusal } from '../topics/topics.ts';
import { alterResources, readSetting } from './config-changes.ts';
import type { Handler } from './handler.ts';

type ConfigRequest = IncrementalAlterConfigsRequest['resources'][number]['configs'][number];

/** Operations at the place of their number (KIP-339). */
const OPERATIONS = ['set', 'delete', 'append', 'subtract'] as const;

/** IncrementalAlterConfigs: of topics and of the broker. */
export const incrementalAlterConfigsHandler: Handler<IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse> =
  {
    api: incrementalAlterConfigs,
    versions: [0, 1],
    async handle({ resources, validateOnly }, { broker }) {
      const responses = await alterResources(resources, readChange, { isReplacement: false, validateOnly }, broker);
      return { throttleTimeMs: 0, responses };
    },
  };

function readChange({ name, configOperation, value }: ConfigRequest): ConfigChange | Refusal {
  const kind = OPERATIONS[configOperation];
  if (kind === undefined) return { error: 'INVALID_REQUEST', message: `There is no operation ${configOperation}.` };
  return kind === 'delete' ? { kind, name } : readSetting(kind, name, value);
}
