import { registryError } from '../../registry-error.ts';
import { PAGE, pickPage } from '../answers.ts';
import { readContextName } from '../context-path.ts';
import { defineEndpoint } from '../endpoint.ts';

/** `/contexts`: spaces of subjects and ids of their own. Paths below one are read before any endpoint is chosen. */
export const contextsEndpoints = [
  defineEndpoint({
    method: 'GET',
    path: '/contexts',
    summary: 'List contexts',
    query: { contextPrefix: 'string', ...PAGE },
    answer: 'strings',
    async handle(registry, { query: { contextPrefix = '', offset, limit } }) {
      const contexts = (await registry.listContexts()).filter((context) => context.startsWith(contextPrefix));
      return pickPage(contexts, offset, limit);
    },
  }),
  defineEndpoint({
    method: 'DELETE',
    path: '/contexts/:context',
    summary: 'Delete a context in which nothing is',
    answer: 'none',
    errors: ['METHOD_NOT_ALLOWED', 'CONTEXT_NOT_EMPTY'],
    async handle(registry, { path }) {
      const context = readContextName(path.context);
      if (context === '.') throw registryError('METHOD_NOT_ALLOWED');
      await registry.deleteContext(context);
    },
  }),
];
