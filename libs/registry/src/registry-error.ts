/**
 * Every error of the registry: HTTP status, Confluent's `error_code`, and its sentence.
 * Conditions stand where they are thrown.
 */
export const REGISTRY_ERRORS = {
  BAD_REQUEST: { status: 400, code: 400, message: (message: string) => message },
  NOT_FOUND: { status: 404, code: 404, message: () => 'HTTP 404 Not Found' },
  METHOD_NOT_ALLOWED: { status: 405, code: 405, message: () => 'HTTP 405 Method Not Allowed' },
  NOT_ACCEPTABLE: { status: 406, code: 406, message: () => 'HTTP 406 Not Acceptable' },
  CONTENT_TOO_LARGE: {
    status: 413,
    code: 413,
    message: (maxBytes: number) => `HTTP 413 Request Entity Too Large: a body may have ${maxBytes} bytes`,
  },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, code: 415, message: () => 'HTTP 415 Unsupported Media Type' },

  SUBJECT_NOT_FOUND: { status: 404, code: 40401, message: (subject: string) => `Subject '${subject}' not found.` },
  VERSION_NOT_FOUND: { status: 404, code: 40402, message: (version: number) => `Version ${version} not found.` },
  SCHEMA_NOT_FOUND: {
    status: 404,
    code: 40403,
    message: (what?: number | string) => (what === undefined ? 'Schema not found' : `Schema ${what} not found`),
  },
  SUBJECT_SOFT_DELETED: {
    status: 404,
    code: 40404,
    message: (subject: string) => `Subject '${subject}' was soft deleted.Set permanent=true to delete permanently`,
  },
  SUBJECT_NOT_SOFT_DELETED: {
    status: 404,
    code: 40405,
    message: (subject: string) => `Subject '${subject}' was not deleted first before being permanently deleted`,
  },
  VERSION_SOFT_DELETED: {
    status: 404,
    code: 40406,
    message: (subject: string, version: number) =>
      `Subject '${subject}' Version ${version} was soft deleted.Set permanent=true to delete permanently`,
  },
  VERSION_NOT_SOFT_DELETED: {
    status: 404,
    code: 40407,
    message: (subject: string, version: number) =>
      `Subject '${subject}' Version ${version} was not deleted first before being permanently deleted`,
  },
  CONFIG_NOT_SET: {
    status: 404,
    code: 40408,
    message: (subject: string) => `Subject '${subject}' does not have subject-level compatibility configured`,
  },
  MODE_NOT_SET: {
    status: 404,
    code: 40409,
    message: (subject: string) => `Subject '${subject}' does not have subject-level mode configured`,
  },
  ASSOCIATION_NOT_FOUND: {
    status: 404,
    code: 40410,
    message: (resource: string) => `Association for '${resource}' not found.`,
  },
  INCOMPATIBLE_SCHEMA: {
    status: 409,
    code: 40901,
    message: (subject: string, details: readonly string[]) =>
      `Schema being registered is incompatible with an earlier schema for subject "${subject}", ` +
      `details: [${details.join(', ')}]`,
  },
  TOO_MANY_ASSOCIATIONS: {
    status: 409,
    code: 40902,
    message: (max: number) => `A maximum of ${max} associations already exist`,
  },
  ASSOCIATION_FOR_RESOURCE_EXISTS: {
    status: 409,
    code: 40903,
    message: (type: string, resource: string) =>
      `An association of type '${type}' already exists for resource '${resource}'`,
  },
  ASSOCIATION_FOR_SUBJECT_EXISTS: {
    status: 409,
    code: 40904,
    message: (subject: string) => `An association already exists for subject '${subject}'`,
  },
  STRONG_ASSOCIATION_EXISTS: {
    status: 409,
    code: 40905,
    message: (subject: string) => `A strong association already exists for subject '${subject}'`,
  },
  NO_ACTIVE_VERSION: {
    status: 409,
    code: 40907,
    message: (subject: string) => `No active (non-deleted) version exists for subject '${subject}'`,
  },
  ASSOCIATION_FROZEN: {
    status: 409,
    code: 40908,
    message: (type: string, subject: string) => `The association of type  '${type}' is frozen for subject '${subject}'`,
  },
  INVALID_SCHEMA: { status: 422, code: 42201, message: (message: string) => message },
  INVALID_VERSION: {
    status: 422,
    code: 42202,
    message: (version: string) =>
      `The specified version '${version}' is not a valid version id. ` +
      'Allowed values are between [1, 2^31-1] and the string "latest"',
  },
  INVALID_COMPATIBILITY_LEVEL: {
    status: 422,
    code: 42203,
    message: (
      message = 'Invalid compatibility level. Valid values are none, backward, forward, full, ' +
        'backward_transitive, forward_transitive, and full_transitive',
    ) => message,
  },
  INVALID_MODE: {
    status: 422,
    code: 42204,
    message: (message = 'Invalid mode. Valid values are READWRITE, READONLY, IMPORT and FORWARD.') => message,
  },
  OPERATION_NOT_PERMITTED: { status: 422, code: 42205, message: (message: string) => message },
  REFERENCE_EXISTS: {
    status: 422,
    code: 42206,
    message: (subject: string, version: number) =>
      `One or more references exist to the schema {magic=1,keytype=SCHEMA,subject=${subject},version=${version}}.`,
  },
  ID_DOES_NOT_MATCH: { status: 422, code: 42207, message: (message: string) => message },
  INVALID_SUBJECT: {
    status: 422,
    code: 42208,
    message: (subject: string) => `The specified subject '${subject}' is not a valid.`,
  },
  SCHEMA_TOO_LARGE: {
    status: 422,
    code: 42209,
    message: () => 'Register operation failed because schema is too large',
  },
  INVALID_RULE_SET: { status: 422, code: 42210, message: (message: string) => message },
  CONTEXT_NOT_EMPTY: {
    status: 422,
    code: 42211,
    message: (context: string) => `The specified context '${context}' is not empty.`,
  },
  INVALID_ASSOCIATION: {
    status: 422,
    code: 42212,
    message: (property: string, reason: string) =>
      `The association specified an invalid value for property: '${property}', detail: ${reason}`,
  },
  STORE_ERROR: { status: 500, code: 50001, message: (message: string) => message },
  OPERATION_TIMEOUT: { status: 500, code: 50002, message: (message: string) => message },
} as const satisfies Record<string, RegistryErrorDefinition>;

interface RegistryErrorDefinition {
  readonly status: number;
  readonly code: number;
  readonly message: (...values: never[]) => string;
}

export type RegistryErrorName = keyof typeof REGISTRY_ERRORS;

/** A refusal of the registry. `status` and `code` are what the REST API answers with. */
export class RegistryError extends Error {
  readonly kind: RegistryErrorName;
  readonly status: number;
  readonly code: number;

  constructor(kind: RegistryErrorName, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'RegistryError';
    this.kind = kind;
    this.status = REGISTRY_ERRORS[kind].status;
    this.code = REGISTRY_ERRORS[kind].code;
  }
}

/** The error of that name with its sentence filled in. */
export function registryError<Name extends RegistryErrorName>(
  name: Name,
  ...values: Parameters<(typeof REGISTRY_ERRORS)[Name]['message']>
): RegistryError {
  const write: (...values: never[]) => string = REGISTRY_ERRORS[name].message;
  return new RegistryError(name, write(...(values as never[])));
}
