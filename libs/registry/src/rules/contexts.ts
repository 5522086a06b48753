import { DEFAULT_CONTEXT, joinSubject, splitSubject } from '@sluice/serde';
import type { RegistryContext } from '../registry-context.ts';
import { registryError } from '../registry-error.ts';
import type { Store, SubjectRange } from '../store/store.ts';
import { EVERY_CONTEXT } from '../subject.ts';

export interface ContextRules {
  /** Their names, the default one first, then in order. */
  listContexts(): Promise<readonly string[]>;
  /** Forgets a context in which nothing is. Throws CONTEXT_NOT_EMPTY. */
  deleteContext(context: string): Promise<void>;
}

export function createContextRules(context: RegistryContext): ContextRules {
  const { store } = context;
  return {
    listContexts: async () => [DEFAULT_CONTEXT, ...(await listOthers(store))],
    deleteContext: (name) =>
      context.write('delete-context', async () => {
        const subjects = await store.listSubjects({ context: name, prefix: '' });
        if (subjects.length > 0) throw registryError('CONTEXT_NOT_EMPTY', joinSubject(name, ''));
        const found = await store.readContext(name);
        return {
          result: undefined,
          changes: found?.listed === true ? [{ type: 'delete-context', context: name }] : [],
        };
      }),
  };
}

async function listOthers(store: Store): Promise<readonly string[]> {
  const names = (await store.listContexts()).filter(({ listed }) => listed).map(({ context }) => context);
  return names.filter((name) => name !== DEFAULT_CONTEXT).toSorted();
}

/** The contexts besides the default one that a subject is looked for in: none when it names its own. */
export async function listNamedContexts(store: Store, subject: string): Promise<readonly string[]> {
  const { context, name } = splitSubject(subject);
  return context === DEFAULT_CONTEXT && name !== '' ? listOthers(store) : [];
}

/** The subject of the same name in another context. */
export function inContext(context: string, subject: string): string {
  return joinSubject(context, splitSubject(subject).name);
}

/** What a list is of, and what in it is meant. */
export interface ReadPrefix {
  readonly range: SubjectRange;
  /** Narrows the range where it ends within the name of a context. */
  readonly isMeant: (subject: string) => boolean;
}

/** Reads the `subjectPrefix` of a list: `:*:` begins one of every context, and no context means the default one. */
export function readPrefix(text: string): ReadPrefix {
  const isMeant = () => true;
  if (text.startsWith(EVERY_CONTEXT)) return { range: { prefix: text.slice(EVERY_CONTEXT.length) }, isMeant };
  const { context, name } = splitSubject(text);
  if (!text.startsWith(':.') || text.indexOf(':', 2) !== -1) return { range: { context, prefix: name }, isMeant };
  return { range: { prefix: '' }, isMeant: (subject) => splitSubject(subject).context.startsWith(context) };
}
