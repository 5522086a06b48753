import type { FieldType, Shape } from '@sluice/registry/http';
import type { DocumentedOperation, RefusalText } from '@sluice/registry/openapi';

/** A GET of this process, as its handler's file declares it. */
export interface ReadDeclaration {
  readonly path: string;
  readonly summary: string;
  readonly query?: Shape;
  /** `text` is of the type given. */
  readonly answer: FieldType | 'text';
  /** Of the answer; JSON when absent. */
  readonly type?: string;
  readonly others?: NonNullable<DocumentedOperation['others']>;
  readonly refusals?: readonly RefusalText[];
  readonly isOpen?: boolean;
}

export function declareRead(declaration: ReadDeclaration): DocumentedOperation {
  const { query = {}, type = 'application/json' } = declaration;
  const plain = { body: undefined, isBodyRequired: false, status: 200, isRead: false, errors: [] } as const;
  return { ...plain, ...declaration, method: 'GET', query, type };
}
