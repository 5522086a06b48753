import { Document, isScalar, visit } from 'yaml';
import { AsyncApiError } from '../asyncapi-error.ts';
import type { Model } from '../model/model.ts';
import { LIMITS } from '../source/limits.ts';
import {
  writeChannel,
  writeInfo,
  writeMessage,
  writeOperation,
  writeSchemeInFull,
  writeServer,
} from './write-parts.ts';
import { indexComponents, writeComponent } from './write-schema.ts';
import { defined, writeById } from './written.ts';
import type { Written } from './written.ts';

/** The version that is written, whatever was read. */
export const WRITTEN_VERSION = '3.0.0';

/**
 * Writes a model as an AsyncAPI 3.0 document in YAML: one file, traits merged, the same text for the same model.
 * Loading it gives an equal model, places aside.
 * @throws AsyncApiError where that would take more values than `LIMITS.writtenValues`
 */
export function writeDocument(model: Model): string {
  const plain = toPlain(model);
  requireSize(plain);
  const document = new Document(plain, { aliasDuplicateObjects: false, version: '1.2' });
  // Written plainly this key would merge what it holds.
  visit(document, {
    Pair: (_, { key }) => {
      if (isScalar(key) && key.value === '<<') key.type = 'QUOTE_DOUBLE';
    },
  });
  return document.toString({ lineWidth: 0 });
}

function toPlain(model: Model): Written {
  const { components } = model;
  const schemas = indexComponents(components.schemas);
  const inComponents = defined({
    schemas: writeById(components.schemas, (schema) => writeComponent(schema, schemas)),
    messages: writeById(components.messages, (message) => writeMessage(message, schemas)),
    securitySchemes: writeById(
      components.securitySchemes.map((scheme) => ({ id: scheme.component ?? '', scheme })),
      ({ scheme }) => writeSchemeInFull(scheme),
    ),
  });
  return defined({
    asyncapi: WRITTEN_VERSION,
    id: model.id,
    info: writeInfo(model.info),
    defaultContentType: model.defaultContentType,
    servers: writeById(model.servers, writeServer),
    channels: writeById(model.channels, (channel) => writeChannel(channel, schemas)),
    operations: writeById(model.operations, (operation) => writeOperation(operation, schemas)),
    components: inComponents.size === 0 ? undefined : inComponents,
    ...model.extensions,
  });
}

/** What a model shares is written out each time, and a hostile one shares much. */
function requireSize(plain: Written): void {
  const stack: Written[] = [plain];
  let values = 0;
  for (let value = stack.pop(); value !== undefined; value = stack.pop()) {
    if (++values > LIMITS.writtenValues)
      throw new AsyncApiError(`the document has more than ${LIMITS.writtenValues} values`);
    if (typeof value !== 'object' || value === null) continue;
    const items: Iterable<Written> =
      value instanceof Map || Array.isArray(value) ? value.values() : Object.values(value);
    for (const item of items) stack.push(item);
  }
}
