import type { ApiDefinition, Infer, InferWritable, MessageTable } from '../table.ts';

const describeLogDirsRequest = {
  name: 'DescribeLogDirsRequest',
  fields: [
    {
      name: 'topics',
      type: '[]DescribableLogDirTopic',
      versions: '0+',
      nullableVersions: '0+',
      fields: [
        { name: 'topic', type: 'string', versions: '0+' },
        { name: 'partitions', type: '[]int32', versions: '0+' },
      ],
    },
  ],
} as const satisfies MessageTable;

const describeLogDirsResponse = {
  name: 'DescribeLogDirsResponse',
  fields: [
    { name: 'throttleTimeMs', type: 'int32', versions: '0+' },
    { name: 'errorCode', type: 'int16', versions: '3+' },
    {
      name: 'results',
      type: '[]DescribeLogDirsResult',
      versions: '0+',
      fields: [
        { name: 'errorCode', type: 'int16', versions: '0+' },
        { name: 'logDir', type: 'string', versions: '0+' },
        {
          name: 'topics',
          type: '[]DescribeLogDirsTopic',
          versions: '0+',
          fields: [
            { name: 'name', type: 'string', versions: '0+' },
            {
              name: 'partitions',
              type: '[]DescribeLogDirsPartition',
              versions: '0+',
              fields: [
                { name: 'partitionIndex', type: 'int32', versions: '0+' },
                { name: 'partitionSize', type: 'int64', versions: '0+' },
                { name: 'offsetLag', type: 'int64', versions: '0+' },
                { name: 'isFutureKey', type: 'bool', versions: '0+' },
              ],
            },
          ],
        },
        { name: 'totalBytes', type: 'int64', versions: '4+', default: -1n },
        { name: 'usableBytes', type: 'int64', versions: '4+', default: -1n },
        { name: 'isCordoned', type: 'bool', versions: '5+', default: false },
      ],
    },
  ],
} as const satisfies MessageTable;

export interface DescribeLogDirsRequest extends Infer<typeof describeLogDirsRequest> {}
export interface DescribeLogDirsResponse extends InferWritable<typeof describeLogDirsResponse> {}

/** DescribeLogDirs: key 35, versions 1 to 5, flexible from 2. */
export const describeLogDirs: ApiDefinition<DescribeLogDirsRequest, DescribeLogDirsResponse> = {
  key: 35,
  name: 'DescribeLogDirs',
  versions: [1, 5],
  flexibleFrom: 2,
  request: describeLogDirsRequest,
  response: describeLogDirsResponse,
};
