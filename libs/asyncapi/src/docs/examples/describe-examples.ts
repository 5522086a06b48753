import type { JsonValue } from '@sluice/avro';
import type { Message, MessageExample } from '../../model/model.ts';
import type { SchemaUse } from '../../model/schema-use.ts';
import type { Context } from '../content/context.ts';
import { describeExtensions } from '../content/described.ts';
import { formatJson } from '../content/format-json.ts';
import { parseMarkdownLine } from '../markdown/parse-markdown.ts';
import { code, codeBlock, mark, muted, paragraph } from '../page/page.ts';
import type { Block, Inline } from '../page/page.ts';
import { checkAvroExample, showAvroJson } from './avro-values.ts';
import type { AvroExample, ExampleForm } from './avro-values.ts';
import { makeAvroExample } from './make-avro-example.ts';
import { makeJsonExample } from './make-json-example.ts';

/** The examples of a message, each with whether it fits; one that is made of the schema where the document has none. */
export function describeExamples(context: Context, message: Message): readonly Block[] {
  const given = message.examples.flatMap((example, index) => describeExample(context, message, example, index));
  const hasPayload = message.examples.some(({ payload }) => payload !== undefined);
  return [...given, ...(hasPayload ? [] : describeMade(context, message))];
}

/** A payload to show in code: the first example, else one that is made. In the form that our codecs take. */
export function findPayload(context: Context, message: Message): JsonValue | undefined {
  const given = message.examples.find(({ payload }) => payload !== undefined)?.payload;
  if (given !== undefined) return given;
  return message.payload === undefined ? undefined : makePlain(context, message.payload);
}

/** A value that is made of a schema, in the form that our codecs take. */
function makePlain(context: Context, use: SchemaUse): JsonValue | undefined {
  const text = makeExample(context, use)?.plainJson;
  return text === undefined ? undefined : (JSON.parse(text) as JsonValue);
}

/** A value that is made of a schema; of an Avro schema, in Avro's JSON encoding, which can be read back. */
export function makeSample(context: Context, use: SchemaUse): JsonValue | undefined {
  const made = makeExample(context, use);
  const text = made?.avroJson ?? made?.plainJson;
  return text === undefined ? undefined : (JSON.parse(text) as JsonValue);
}

function describeExample(context: Context, message: Message, example: MessageExample, index: number): readonly Block[] {
  const title = example.name ?? `Example ${index + 1}`;
  const summary = example.summary === undefined ? [] : [': ', ...parseMarkdownLine(example.summary)];
  const blocks: Block[] = [paragraph({ kind: 'strong', content: [title] }, ...summary)];
  for (const part of ['payload', 'headers'] as const) {
    const value = example[part];
    if (value !== undefined) blocks.push(...describePart(context, message[part], value, `${title}, ${part}`, part));
  }
  return [...blocks, ...describeExtensions(example.extensions)];
}

function describePart(
  context: Context,
  use: SchemaUse | undefined,
  value: JsonValue,
  label: string,
  part: 'payload' | 'headers',
): readonly Block[] {
  const check = use === undefined ? undefined : checkExample(context, use, value);
  const name = part === 'headers' ? [muted('Headers '), ...sayCheck(check)] : sayCheck(check);
  const findings = check?.findings ?? [];
  const list: Block[] =
    findings.length === 0
      ? []
      : [
          {
            kind: 'list',
            items: findings.map(({ path, message }) => [paragraph(...(path === '' ? [] : [code(path), ' ']), message)]),
          },
        ];
  const text = formatJson(value);
  return [paragraph(...name), ...list, codeBlock(label, 'json', text), ...foldAvroJson(check?.avroJson, text, label)];
}

/** In Avro's JSON encoding too, where that differs. */
function foldAvroJson(avroJson: string | undefined, shown: string, label: string): readonly Block[] {
  if (avroJson === undefined || strip(avroJson) === strip(shown)) return [];
  const source = codeBlock(`${label}, in Avro's JSON encoding`, 'json', avroJson);
  return [{ kind: 'fold', title: ["In Avro's JSON encoding"], blocks: [source] }];
}

const strip = (text: string): string => text.replaceAll(/\s+/gu, '');

function checkExample({ types, options }: Context, use: SchemaUse, value: JsonValue): AvroExample | undefined {
  if (use.format === 'avro' && use.openRef === undefined) {
    const schema = types.parse(use);
    return typeof schema === 'string' ? undefined : checkAvroExample(schema, value);
  }
  const findings = options.checkExample?.(use, value);
  return findings === undefined ? undefined : { findings };
}

const FORMS: Readonly<Record<ExampleForm, string>> = {
  plain: 'fits the schema',
  logical: 'fits the schema, logical types as text',
  'avro-json': "fits the schema, in Avro's JSON encoding",
};

function sayCheck(check: AvroExample | undefined): readonly Inline[] {
  if (check === undefined) return [muted('not checked')];
  if (check.findings.length > 0) return [mark('bad', 'does not fit the schema')];
  return [mark('ok', FORMS[check.form ?? 'plain'])];
}

function describeMade(context: Context, { payload }: Message): readonly Block[] {
  const made = payload === undefined ? undefined : makeExample(context, payload);
  if (made?.plainJson === undefined) return [];
  const label = 'Example made from the schema';
  return [
    paragraph({ kind: 'strong', content: [label] }),
    ...(made.findings.length > 0 ? [paragraph(mark('warn', 'may not fit: not all of the schema is followed'))] : []),
    codeBlock(label, 'json', made.plainJson),
    ...foldAvroJson(made.avroJson, made.plainJson, label),
  ];
}

function makeExample({ types, model, options }: Context, use: SchemaUse): AvroExample | undefined {
  if (use.openRef !== undefined) return undefined;
  if (use.format === 'avro') {
    const schema = types.parse(use);
    const value = typeof schema === 'string' ? undefined : makeAvroExample(schema);
    return typeof schema === 'string' || value === undefined ? undefined : showAvroJson(schema, formatJson(value));
  }
  if (use.format !== 'asyncapi' && use.format !== 'json-schema') return undefined;
  const value = makeJsonExample(model, use.schema);
  if (value === undefined) return undefined;
  return { findings: options.checkExample?.(use, value) ?? [], plainJson: formatJson(value) };
}
