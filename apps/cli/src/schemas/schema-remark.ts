import { SchemaFormatError } from '@sluice/formats';
import { SchemaSourceError, SerdeError } from '@sluice/serde';
import type { Objection } from './compare-by-api.ts';
import type { SchemaPlaces } from './locate-in-schema.ts';

/** What is to be said about a schema, and where. */
export interface SchemaRemark extends Omit<Objection, 'version'> {
  readonly severity: 'error' | 'warning';
  readonly line: number;
  readonly column: number;
  /** The version compared with. */
  readonly version?: number;
}

/** With the place of what it is about, as near as the text has it. */
export function toRemark(severity: SchemaRemark['severity'], objection: Objection, places: SchemaPlaces): SchemaRemark {
  const { path } = objection;
  const place = /^#?\//u.test(path) ? places.ofPointer(path.replace(/^#/u, '')) : places.ofValue(path);
  return { severity, ...place, ...objection };
}

/** Why a schema is none, or the registry does not take it; `undefined` for errors of another kind. */
export function describeInvalid(error: unknown, places: SchemaPlaces): readonly SchemaRemark[] | undefined {
  if (error instanceof SchemaFormatError) {
    return error.findings.map(({ pointer: path, message }) => ({
      severity: 'error',
      ...places.ofPointer(path),
      type: 'INVALID_SCHEMA',
      path,
      message,
    }));
  }
  const type = isRefusal(error) ? 'REFUSED_BY_REGISTRY' : isBadReference(error) ? 'INVALID_REFERENCE' : undefined;
  if (type === undefined || !(error instanceof Error)) return undefined;
  return [{ severity: 'error', ...places.ofPointer(''), type, path: '', message: error.message }];
}

/** Whether the registry answered that it does not take a schema, rather than failed. */
function isRefusal(error: unknown): boolean {
  return error instanceof SchemaSourceError && (error.status === 422 || error.status === 409);
}

function isBadReference(error: unknown): boolean {
  return error instanceof SerdeError && (error.kind === 'unknown-schema' || error.kind === 'invalid-schema');
}
