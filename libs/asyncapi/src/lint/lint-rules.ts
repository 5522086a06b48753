import type { FindingRule } from '../asyncapi-error.ts';
import type { LintRule } from './rule.ts';
import { CHANNEL_RULES } from './rules/channel-rules.ts';
import { DOCUMENT_RULES } from './rules/document-rules.ts';
import { KAFKA_RULES } from './rules/kafka-rules.ts';
import { LOCATION_RULES } from './rules/location-rules.ts';
import { PROTOBUF_RULES } from './rules/protobuf-rules.ts';
import { SCHEMA_RULES } from './rules/schema-rules.ts';
import { SECURITY_RULES } from './rules/security-rules.ts';
import { TOPIC_RULES } from './rules/topic-rules.ts';

/** Every rule, in the order in which they are applied. */
export const LINT_RULES: readonly LintRule[] = [
  ...DOCUMENT_RULES,
  ...CHANNEL_RULES,
  ...SECURITY_RULES,
  ...SCHEMA_RULES,
  ...PROTOBUF_RULES,
  ...LOCATION_RULES,
  ...KAFKA_RULES,
  ...TOPIC_RULES,
];

/** What loading a document finds by itself; the severity is that of each finding. */
export const LOADING_RULES: Readonly<Record<FindingRule, string>> = {
  syntax: 'The files are YAML or JSON.',
  'duplicate-key': 'No key is given twice.',
  limit: 'The document is not too big and not too deep.',
  version: 'The document says a version of AsyncAPI that is read here.',
  kind: 'Every value is of the kind that its place takes.',
  required: 'What has to be there is there.',
  value: 'Values are among those allowed.',
  identity: 'Names are given once, and names that are used exist.',
  ref: 'References lead to something.',
  'ref-cycle': 'References do not lead back to themselves.',
  'ref-file': 'Files that are referred to can be read.',
  'ref-network': 'References do not lead over the network.',
  'ref-outside': "References stay in the document's folder.",
  trait: 'Traits say nothing that only the thing itself may say.',
  lossy: 'Nothing is written that 3.x has no word for.',
  'schema-format': 'Schema formats are known.',
};
