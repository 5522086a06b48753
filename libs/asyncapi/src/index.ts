export { AsyncApiError, describeFinding } from './asyncapi-error.ts';
export type { Finding, FindingRule } from './asyncapi-error.ts';
export { buildModel } from './build/build-model.ts';
export type { BuiltModel } from './build/build-model.ts';
export { checkDocument, loadModel, parseAvro } from './load-model.ts';
export type {
  ChannelBinding,
  MessageBinding,
  OperationBinding,
  ServerBinding,
  TopicConfiguration,
} from './model/kafka-bindings.ts';
export type {
  Channel,
  Components,
  CorrelationId,
  Extensions,
  ExternalDocs,
  Info,
  Message,
  MessageExample,
  Model,
  OpenRef,
  Operation,
  Parameter,
  Reply,
  ReplyAddress,
  SchemaComponent,
  Server,
  Tag,
  Variable,
} from './model/model.ts';
export { findLanguage } from './model/schema-format.ts';
export { REGISTRY_TYPES } from './model/schema-use.ts';
export type { SchemaLanguage, SchemaUse } from './model/schema-use.ts';
export type {
  ApiKeyScheme,
  BareScheme,
  HttpApiKeyScheme,
  HttpScheme,
  OAuth2Scheme,
  OAuthFlow,
  OAuthFlowKind,
  OpenIdConnectScheme,
  SecurityScheme,
} from './model/security-scheme.ts';
export { LIMITS } from './source/limits.ts';
export { loadDocument } from './source/load-document.ts';
export type { DocumentSource, FileFailure, SourceDocument } from './source/load-document.ts';
export { locate } from './source/locate.ts';
export type { Node, Place, SourceFile } from './source/node.ts';
export { writeDocument, WRITTEN_VERSION } from './write/write-document.ts';
