import { AsyncApiError } from '@sluice/asyncapi';
import type { Model, Operation, SchemaUse } from '@sluice/asyncapi';
import type { JsonValue } from '@sluice/avro';
import { CodegenError } from '../codegen-error.ts';
import { collectPayloads } from '../typescript/clients/collect-payloads.ts';
import type { Payloads } from '../typescript/clients/collect-payloads.ts';
import { planClients } from '../typescript/clients/plan-clients.ts';
import type { ChannelPlan } from '../typescript/clients/plan-clients.ts';
import { writeGo } from './go-snippet.ts';
import { writePython } from './python-snippet.ts';
import { writeTypeScript } from './typescript-snippet.ts';

/** What a snippet shows of the world around the generated code. */
export interface SnippetFacts {
  readonly topic: string;
  readonly brokers: string;
  readonly registry?: string | undefined;
  readonly group: string;
  /** A value of a schema in JSON; of an Avro schema, in Avro's JSON encoding. */
  readonly sample: (use: SchemaUse) => JsonValue | undefined;
}

/** Code that does an operation with what is generated in `./gen`; undefined where nothing is generated for it. */
export type SnippetWriter = (
  language: 'typescript' | 'python' | 'go',
  operation: Operation,
  facts: SnippetFacts,
) => string | undefined;

/** A model, and what is generated from it in TypeScript. */
export interface SnippetSource {
  readonly model: Model;
  readonly plans: readonly ChannelPlan[];
  readonly payloads: Payloads;
}

/** Makes the writer of a model's snippets. Their names are those that `generateModel` gives. */
export function createSnippetWriter(model: Model): SnippetWriter {
  let source: SnippetSource | undefined;
  try {
    const plans = planClients(model);
    source = { model, plans, payloads: collectPayloads(model, plans) };
  } catch (error) {
    // What cannot be generated has no snippets; the generator says why.
    if (!(error instanceof CodegenError || error instanceof AsyncApiError)) throw error;
  }
  const writers = { typescript: writeTypeScript, python: writePython, go: writeGo };
  return (language, operation, facts) => {
    try {
      return source && writers[language](source, operation, facts);
    } catch (error) {
      if (error instanceof CodegenError || error instanceof AsyncApiError) return undefined;
      throw error;
    }
  };
}
