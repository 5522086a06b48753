import type { Model, SchemaUse } from '@sluice/asyncapi';
import type { DocsOptions } from '@sluice/asyncapi/docs';

type CheckExample = NonNullable<DocsOptions['checkExample']>;

const CHECKED: readonly SchemaUse['format'][] = ['asyncapi', 'json-schema'];

/** The check of examples against JSON Schemas; `undefined` where the document has none, so that nothing is loaded for it. */
export async function checkExamplesOf(model: Model): Promise<CheckExample | undefined> {
  const messages = [...model.channels.flatMap((channel) => channel.messages), ...model.components.messages];
  const uses = messages.flatMap(({ payload, headers }) => [payload, headers]);
  if (!uses.some((use) => use !== undefined && CHECKED.includes(use.format))) return undefined;
  const { createExampleChecker } = await import('@sluice/asyncapi/lint');
  const check = createExampleChecker(model);
  return (payload, value) => {
    if (!CHECKED.includes(payload.format)) return undefined;
    const message = { id: '', examples: [], tags: [], place: payload.place, payload };
    return check(message, { payload: value }).map((problem) => ({
      path: showPath(problem.pointer),
      message: problem.message,
    }));
  };
}

/** A JSON Pointer as people write it: `/readings/0/value` is `readings[0].value`. */
function showPath(pointer: string): string {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((step, index) => (/^\d+$/u.test(step) ? `[${step}]` : `${index === 0 ? '' : '.'}${step}`))
    .join('');
}
