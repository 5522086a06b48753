import { describeClientQuotas } from '@sluice/kafka';
import type { DescribeClientQuotasRequest, DescribeClientQuotasResponse } from '@sluice/kafka';
import type { Handler } from './handler.ts';

/** DescribeClientQuotas: there are none. */
export const describeClientQuotasHandler: Handler<DescribeClientQuotasRequest, DescribeClientQuotasResponse> = {
  api: describeClientQuotas,
  versions: [0, 1],
  handle: () => ({ throttleTimeMs: 0, errorCode: 0, errorMessage: null, entries: [] }),
};
