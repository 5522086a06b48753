import { splitSubject } from '@sluice/serde';
import type { RegistryContext } from '../registry-context.ts';
import { checkSubjectName } from '../subject.ts';
import type { VersionId } from '../version-id.ts';
import type { FoundVersion } from './lookup.ts';
import type { ReadingRules } from './reading.ts';
import type { RegistrationRules } from './registration.ts';
import { tagSchema } from './tagging.ts';
import type { TagRequest } from './tagging.ts';

export interface TagRules {
  /** Registers what `version` becomes by the request. Throws as reading and registering do. */
  tagVersion(subject: string, version: VersionId, request: TagRequest): Promise<FoundVersion>;
}

export function createTagRules(context: RegistryContext, rules: ReadingRules & RegistrationRules): TagRules {
  return {
    async tagVersion(subject, version, request) {
      checkSubjectName(subject);
      const found = await rules.readVersion(subject, version);
      const own = splitSubject(found.subject).context;
      const rows = await context.store.listVersions(subject);
      const wanted = request.newVersion === undefined ? undefined : request.newVersion - 1;
      const row = rows.findLast((each) => !each.deleted && (wanted === undefined || each.version === wanted));
      const previous = row === undefined ? undefined : await context.schemas.require(row);
      const draft = await tagSchema(context, subject, { ...found, context: own }, previous, request);
      const { newVersion = 0 } = request;
      return rules.registerSchema(subject, { ...draft, ...(newVersion !== 0 && { version: newVersion }) });
    },
  };
}
