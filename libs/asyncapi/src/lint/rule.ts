import type { Model } from '../model/model.ts';
import type { SourceDocument } from '../source/load-document.ts';
import type { ObjectNode } from '../source/node.ts';
import type { LintSeverity, Problem } from './lint-finding.ts';
import type { RegistrySchema } from '../model/registry-schema.ts';

/** What rules look at. */
export interface LintContext {
  readonly document: SourceDocument;
  readonly root: ObjectNode;
  /** As the document says it, such as `3.0.0`. */
  readonly version: string;
  readonly major: 2 | 3;
  /** Of a document with errors it is what could be understood. */
  readonly model: Model | undefined;
  /** What references to registries lead to; those that nobody resolved are absent. */
  readonly registry: ReadonlyMap<string, RegistrySchema>;
  /** Whether there is somebody to resolve them. */
  readonly hasRegistry: boolean;
}

export interface LintRule {
  readonly id: string;
  readonly severity: LintSeverity;
  /** Of the documents that it is for. */
  readonly versions: 'all' | '2.x' | '3.x';
  /** What holds where the rule is kept, in a sentence. */
  readonly doc: string;
  check(context: LintContext): Iterable<Problem> | Promise<Iterable<Problem>>;
}
