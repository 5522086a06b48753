import type { ApiDefinition, Infer, InferWritable, MessageTable } from '../table.ts';

const deleteTopicsRequest = {
  name: 'DeleteTopicsRequest',
  fields: [
    {
      name: 'topics',
      type: '[]DeleteTopicState',
      versions: '6+',
      fields: [
        { name: 'name', type: 'string', versions: '6+', nullableVersions: '6+', default: null },
        { name: 'topicId', type: 'uuid', versions: '6+' },
      ],
    },
    { name: 'topicNames', type: '[]string', versions: '0-5' },
    { name: 'timeoutMs', type: 'int32', versions: '0+' },
  ],
} as const satisfies MessageTable;

const deleteTopicsResponse = {
  name: 'DeleteTopicsResponse',
  fields: [
    { name: 'throttleTimeMs', type: 'int32', versions: '1+' },
    {
      name: 'responses',
      type: '[]DeletableTopicResult',
      versions: '0+',
      fields: [
        { name: 'name', type: 'string', versions: '0+', nullableVersions: '6+' },
        { name: 'topicId', type: 'uuid', versions: '6+' },
        { name: 'errorCode', type: 'int16', versions: '0+' },
        { name: 'errorMessage', type: 'string', versions: '5+', nullableVersions: '5+', default: null },
      ],
    },
  ],
} as const satisfies MessageTable;

export interface DeleteTopicsRequest extends Infer<typeof deleteTopicsRequest> {}
export interface DeleteTopicsResponse extends InferWritable<typeof deleteTopicsResponse> {}

/** DeleteTopics: key 20, versions 1 to 6, flexible from 4. */
export const deleteTopics: ApiDefinition<DeleteTopicsRequest, DeleteTopicsResponse> = {
  key: 20,
  name: 'DeleteTopics',
  versions: [1, 6],
  flexibleFrom: 4,
  request: deleteTopicsRequest,
  response: deleteTopicsResponse,
};
