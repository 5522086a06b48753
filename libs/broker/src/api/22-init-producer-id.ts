import { errorCode, initProducerId } from '@sluice/kafka';
import type { InitProducerIdRequest, InitProducerIdResponse } from '@sluice/kafka';
import type { Handler } from './handler.ts';

/** InitProducerId: an id for an idempotent producer. Transactional ones are told that transactions are not served. */
export const initProducerIdHandler: Handler<InitProducerIdRequest, InitProducerIdResponse> = {
  api: initProducerId,
  versions: [0, 5],
  async handle({ transactionalId }, { broker }) {
    if (transactionalId !== null) {
      return { throttleTimeMs: 0, errorCode: errorCode('UNSUPPORTED_VERSION'), producerId: -1n, producerEpoch: -1 };
    }
    return { throttleTimeMs: 0, errorCode: 0, producerId: await broker.producerIds.next(), producerEpoch: 0 };
  },
};
