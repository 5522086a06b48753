import type { JsonValue, Schema } from '@sluice/avro';
import { AsyncApiError } from '../../asyncapi-error.ts';
import { parseAvro } from '../../load-model.ts';
import type { Components, Message, Model } from '../../model/model.ts';
import type { SchemaUse } from '../../model/schema-use.ts';
import { locate } from '../../source/locate.ts';
import type { Place } from '../../source/node.ts';
import { parseFragment } from '../../source/pointer.ts';
import type { Problem } from '../lint-finding.ts';
import type { LintContext, LintRule } from '../rule.ts';
import { messagesOf } from './walk.ts';

/** Rules of runtime expressions: where in a message something is found. */
export const LOCATION_RULES: readonly LintRule[] = [
  {
    id: 'location-found',
    severity: 'warning',
    versions: 'all',
    doc: 'Locations of correlation ids, parameters and reply addresses lead to something that the schemas have.',
    *check(context) {
      const { model } = context;
      if (model === undefined) return;
      for (const message of messagesOf(model)) {
        const at = placeIn(context, message.place, '/correlationId/location');
        yield* checkLocation(model, message.correlationId?.location, [message], at);
      }
      for (const { parameters, messages, place } of model.channels) {
        for (const { id, location } of parameters) {
          yield* checkLocation(model, location, messages, placeIn(context, place, `/parameters/${id}/location`));
        }
      }
      for (const { reply, channel, messages, place } of model.operations) {
        if (reply?.address === undefined) continue;
        const ids = new Set(messages);
        const own = model.channels.find(({ id }) => id === channel)?.messages.filter(({ id }) => ids.has(id));
        yield* checkLocation(
          model,
          reply.address.location,
          own ?? [],
          placeIn(context, place, '/reply/address/location'),
        );
      }
    },
  },
];

function placeIn({ document }: LintContext, place: Place, pointer: string): Place {
  return locate(document, place.file, place.pointer + pointer) ?? place;
}

/** One message that has it is enough. */
function* checkLocation(
  { components }: Model,
  location: string | undefined,
  messages: readonly Message[],
  at: Place,
): Generator<Problem> {
  if (location === undefined || messages.length === 0) return;
  const match = /^\$message\.(header|payload)#(.*)$/u.exec(location);
  const steps = match && parseFragment(match[2] ?? '');
  if (match === null || steps === undefined || steps === null) {
    const message = `${location} is no runtime expression, such as $message.header#/correlationId`;
    yield { at, message, severity: 'error' };
    return;
  }
  const part = match[1] === 'header' ? 'headers' : 'payload';
  const lacks = messages.every((message) => {
    const use = message[part];
    return use === undefined ? part === 'payload' : lacksStep(use, components, steps);
  });
  if (lacks) yield { at, message: `${location}: the ${part} ${part === 'headers' ? 'have' : 'has'} no such thing` };
}

function lacksStep(use: SchemaUse, components: Components, steps: readonly string[]): boolean {
  if (use.openRef !== undefined) return false;
  if (use.format === 'avro') {
    try {
      return lacksField(parseAvro(use), steps);
    } catch (error) {
      if (error instanceof AsyncApiError) return false;
      throw error;
    }
  }
  if (use.format !== 'asyncapi' && use.format !== 'json-schema') return false;
  return lacksProperty(use.schema, components, steps, 0);
}

function lacksField(schema: Schema, [step, ...rest]: readonly string[]): boolean {
  if (step === undefined) return false;
  if (schema.type === 'union') return schema.branches.every((branch) => lacksField(branch, [step, ...rest]));
  if (schema.type === 'map') return lacksField(schema.values, rest);
  if (schema.type === 'array') return !/^\d+$/u.test(step) || lacksField(schema.items, rest);
  if (schema.type !== 'record') return true;
  const field = schema.fields.find(({ name }) => name === step);
  return field === undefined || lacksField(field.schema, rest);
}

/** A schema that does not say what its properties are lacks none; one that says some is taken to say all. */
function lacksProperty(schema: JsonValue, components: Components, steps: readonly string[], depth: number): boolean {
  const [step, ...rest] = steps;
  if (step === undefined || depth > 50 || !isRecord(schema)) return false;
  const ref = schema['$ref'];
  if (typeof ref === 'string') {
    const target = components.schemas.find(({ id }) => ref === `#/components/schemas/${id}`);
    return target !== undefined && lacksProperty(target.schema, components, steps, depth + 1);
  }
  if (['allOf', 'anyOf', 'oneOf', 'if', 'patternProperties', 'items'].some((key) => key in schema)) return false;
  const properties = schema['properties'];
  if (!isRecord(properties) || isRecord(schema['additionalProperties'])) return false;
  const own = Object.hasOwn(properties, step) ? properties[step] : undefined;
  return own === undefined || lacksProperty(own, components, rest, depth + 1);
}

function isRecord(value: JsonValue | undefined): value is Readonly<Record<string, JsonValue>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
