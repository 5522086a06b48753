import type { ApiDefinition, Infer, InferWritable, MessageTable } from '../table.ts';

const alterReplicaLogDirsRequest = {
  name: 'AlterReplicaLogDirsRequest',
  fields: [
    {
      name: 'dirs',
      type: '[]AlterReplicaLogDir',
      versions: '0+',
      fields: [
        { name: 'path', type: 'string', versions: '0+' },
        {
          name: 'topics',
          type: '[]AlterReplicaLogDirTopic',
          versions: '0+',
          fields: [
            { name: 'name', type: 'string', versions: '0+' },
            { name: 'partitions', type: '[]int32', versions: '0+' },
          ],
        },
      ],
    },
  ],
} as const satisfies MessageTable;

const alterReplicaLogDirsResponse = {
  name: 'AlterReplicaLogDirsResponse',
  fields: [
    { name: 'throttleTimeMs', type: 'int32', versions: '0+' },
    {
      name: 'results',
      type: '[]AlterReplicaLogDirTopicResult',
      versions: '0+',
      fields: [
        { name: 'topicName', type: 'string', versions: '0+' },
        {
          name: 'partitions',
          type: '[]AlterReplicaLogDirPartitionResult',
          versions: '0+',
          fields: [
            { name: 'partitionIndex', type: 'int32', versions: '0+' },
            { name: 'errorCode', type: 'int16', versions: '0+' },
          ],
        },
      ],
    },
  ],
} as const satisfies MessageTable;

export interface AlterReplicaLogDirsRequest extends Infer<typeof alterReplicaLogDirsRequest> {}
export interface AlterReplicaLogDirsResponse extends InferWritable<typeof alterReplicaLogDirsResponse> {}

/** AlterReplicaLogDirs: key 34, versions 1 to 2, flexible from 2. */
export const alterReplicaLogDirs: ApiDefinition<AlterReplicaLogDirsRequest, AlterReplicaLogDirsResponse> = {
  key: 34,
  name: 'AlterReplicaLogDirs',
  versions: [1, 2],
  flexibleFrom: 2,
  request: alterReplicaLogDirsRequest,
  response: alterReplicaLogDirsResponse,
};
