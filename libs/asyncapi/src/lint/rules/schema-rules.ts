import type { JsonValue } from '@sluice/avro';
import { AsyncApiError } from '../../asyncapi-error.ts';
import { parseAvro } from '../../load-model.ts';
import type { Components, Message } from '../../model/model.ts';
import type { SchemaUse } from '../../model/schema-use.ts';
import { locate } from '../../source/locate.ts';
import { placeOf, toJson } from '../../source/node.ts';
import type { Place } from '../../source/node.ts';
import { compileUse, createExampleChecker, hasOpenRef } from '../check-example.ts';
import type { Problem } from '../lint-finding.ts';
import type { LintContext, LintRule } from '../rule.ts';
import { createCheckBudget } from '../schemas/json-schema.ts';
import type { ValueProblem } from '../schemas/json-schema.ts';
import { messagesOf, namedEverywhere, objectIn, schemasOf } from './walk.ts';

/** Rules of schemas and of values that are said to fit them. */
export const SCHEMA_RULES: readonly LintRule[] = [
  {
    id: 'avro-schema',
    severity: 'error',
    versions: 'all',
    doc: 'Avro schemas are valid, their names, symbols and defaults included (Avro 1.12).',
    check: checkAvro,
  },
  {
    id: 'json-schema',
    severity: 'error',
    versions: 'all',
    doc: 'JSON Schemas can be used: their patterns are expressions and their references lead somewhere.',
    *check({ model }) {
      for (const use of model === undefined ? [] : schemasOf(model)) {
        if (use.format !== 'asyncapi' && use.format !== 'json-schema') continue;
        const failure = compileUse(use, model?.components ?? NO_COMPONENTS).failure;
        if (failure !== undefined) yield { at: use.place, message: `the schema cannot be used: ${failure}` };
      }
    },
  },
  {
    id: 'schema-values',
    severity: 'error',
    versions: 'all',
    doc: "A schema's default and examples fit it.",
    check: checkSchemaValues,
  },
  {
    id: 'message-examples',
    severity: 'error',
    versions: 'all',
    doc: "A message's examples fit its payload and headers; Avro in its JSON encoding or plainly.",
    check: checkExamples,
  },
  {
    id: 'header-schema',
    severity: 'error',
    versions: 'all',
    doc: "A message's headers are a schema of an object.",
    *check({ model }) {
      for (const { headers } of model === undefined ? [] : messagesOf(model)) {
        const type = headers && typeOf(headers, model?.components);
        if (headers === undefined || type === undefined || type === 'object' || type === 'record') continue;
        yield { at: headers.place, message: `headers are an object, and the schema says ${JSON.stringify(type)}` };
      }
    },
  },
  {
    id: 'schema-format-place',
    severity: 'warning',
    versions: '2.x',
    doc: 'A payload of 2.x is the schema itself, and its format stands beside it; both in one object is a form of 3.x.',
    *check({ model }) {
      for (const { payload } of model === undefined ? [] : messagesOf(model)) {
        if (payload?.format !== 'asyncapi' || !isRecord(payload.schema)) continue;
        if (typeof payload.schema['schemaFormat'] !== 'string' || payload.schema['schema'] === undefined) continue;
        const message =
          'in 2.x "schemaFormat" stands beside "payload", and the schema in its place: as it is, this payload says nothing of its values';
        yield { at: payload.place, message };
      }
    },
  },
  {
    id: 'registry-reference',
    severity: 'warning',
    versions: 'all',
    doc: 'References to registries lead to a schema. Without a registry or a lock file they are taken on trust.',
    *check({ model, registry, hasRegistry }) {
      for (const { ref, place } of model?.registryRefs ?? []) {
        if (registry.has(ref)) continue;
        const message = hasRegistry
          ? `${ref}: there is no such schema`
          : `${ref} is not looked up: no registry is asked and no lock file is given`;
        yield { at: place, message, severity: hasRegistry ? 'error' : 'info' };
      }
    },
  },
];

const NO_COMPONENTS: Components = { schemas: [], messages: [], securitySchemes: [] };

function* checkAvro({ model, document }: LintContext): Generator<Problem> {
  for (const use of model === undefined ? [] : schemasOf(model)) {
    if (use.format !== 'avro' || hasOpenRef(use)) continue;
    try {
      parseAvro(use);
    } catch (error) {
      if (!(error instanceof AsyncApiError)) throw error;
      if (error.findings.length === 0) yield { at: use.place, message: error.message };
      for (const { file, line, column, pointer, message } of error.findings) {
        // The place is that of the whole schema; types that were put in from elsewhere have none here.
        yield { at: locate(document, file, pointer) ?? { file, line, column, pointer }, message };
      }
    }
  }
}

function* checkSchemaValues(context: LintContext): Generator<Problem> {
  const { model } = context;
  if (model === undefined) return;
  const total = createCheckBudget();
  const uses = schemasOf(model).filter(({ format }) => format === 'asyncapi' || format === 'json-schema');
  for (const use of [...uses, ...parameterSchemas(context)]) {
    const { schema } = use;
    if (!isRecord(schema) || '$ref' in schema) continue;
    const values: [string, JsonValue][] = [];
    const own = schema['default'];
    if (own !== undefined) values.push(['/default', own]);
    const examples = schema['examples'];
    if (isList(examples)) for (const [index, item] of examples.entries()) values.push([`/examples/${index}`, item]);
    if (values.length === 0) continue;
    const { check } = compileUse(use, model.components, total);
    for (const [pointer, value] of values) {
      const what = pointer === '/default' ? 'the default' : 'the example';
      for (const problem of check(value)) yield placed(context, use.place, pointer, problem, what);
    }
  }
}

/** Parameters of 2.x have schemas, of which the model keeps what 3.x says. */
function parameterSchemas(context: LintContext): readonly SchemaUse[] {
  if (context.major === 3) return [];
  const components = objectIn(context, context.root, 'components');
  const owners = [...namedEverywhere(context, 'channels').map(({ object }) => object)];
  const nodes = [...owners, ...(components ? [components] : [])].flatMap((owner) =>
    [...(objectIn(context, owner, 'parameters')?.entries.values() ?? [])].flatMap((node) => {
      const schema = node.kind === 'object' ? objectIn(context, node, 'schema') : undefined;
      return schema === undefined ? [] : [schema];
    }),
  );
  return [...new Set(nodes)].map((node) => ({ format: 'asyncapi', schema: toJson(node), place: placeOf(node) }));
}

function* checkExamples(context: LintContext): Generator<Problem> {
  const { model } = context;
  if (model === undefined) return;
  const check = createExampleChecker(model);
  for (const message of messagesOf(model)) {
    for (const [index, example] of message.examples.entries()) {
      for (const { part, ...problem } of check(message, example)) {
        yield placed(context, examplePlace(context, message, index), `/${part}`, problem, `the example's ${part}`);
      }
    }
  }
}

/** Where the example stands: in the message, or in one of its traits. */
function examplePlace({ document }: LintContext, { place }: Message, index: number): Place {
  const pointer = `${place.pointer}/examples/${index}`;
  return { ...(locate(document, place.file, pointer) ?? place), pointer };
}

function placed(context: LintContext, base: Place, pointer: string, problem: ValueProblem, what: string): Problem {
  const at = locate(context.document, base.file, base.pointer + pointer + problem.pointer) ?? base;
  if (problem.isOpen === true) return { at, message: `${what}: ${problem.message}`, severity: 'info' };
  return { at, message: `${what}: ${problem.message}` };
}

function typeOf(use: SchemaUse, components: Components | undefined): JsonValue | undefined {
  const { schema } = use;
  if (!isRecord(schema)) return undefined;
  const ref = schema['$ref'];
  if (typeof ref !== 'string') return schema['type'];
  const target = components?.schemas.find(({ id }) => ref === `#/components/schemas/${id}`)?.schema;
  return target !== undefined && isRecord(target) ? target['type'] : undefined;
}

const isList: (value: unknown) => value is readonly JsonValue[] = Array.isArray;

function isRecord(value: JsonValue): value is Readonly<Record<string, JsonValue>> {
  return typeof value === 'object' && value !== null && !isList(value);
}
