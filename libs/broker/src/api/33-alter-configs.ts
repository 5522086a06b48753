import { alterConfigs } from '@sluice/kafka';
import type { AlterConfigsRequest, AlterConfigsResponse } from '@sluice/kafka';
import { alterResources, readSetting } from './config-changes.ts';
import type { Handler } from './handler.ts';

/** AlterConfigs: a resource has the given configs afterwards and no others. Kafka advises the incremental form. */
export const alterConfigsHandler: Handler<AlterConfigsRequest, AlterConfigsResponse> = {
  api: alterConfigs,
  versions: [0, 2],
  async handle({ resources, validateOnly }, { broker }) {
    const alteration = { isReplacement: true, validateOnly };
    const responses = await alterResources(
      resources,
      ({ name, value }) => readSetting('set', name, value),
      alteration,
      broker,
    );
    return { throttleTimeMs: 0, responses };
  },
};
