import { checkOptions } from './check-options.ts';
import type { CodecOptions, Engine } from './codec-options.ts';
import { createCodec, createResolver } from './create-codec.ts';
import type { Codec, CodecParts, Resolver } from './create-codec.ts';
import { planCodec, planResolver } from './plan/build-plan.ts';
import type { Plan } from './plan/plan.ts';
import { makeProduct } from './products.ts';
import { checkSchema } from './schema/check-schema.ts';
import type { Schema } from './schema/schema.ts';

/**
 * Compiles a schema to JavaScript that encodes, decodes and validates its binary form (Avro 1.12, Binary Encoding).
 * Each product is compiled when first used.
 */
export function compileCodec(schema: Schema, options: CodecOptions = {}): Codec {
  checkSchema(schema, 'the schema');
  checkOptions(options);
  return createCodec(partsOf(planCodec(schema, options), options.engine));
}

/**
 * Compiles the reading of one schema's bytes as another's values (Avro 1.12, Schema Resolution): as lazy as Java's
 * resolver, so only a value that the reader cannot take is refused.
 */
export function compileResolver(writer: Schema, reader: Schema, options: CodecOptions = {}): Resolver {
  checkSchema(writer, "the writer's schema");
  checkSchema(reader, "the reader's schema");
  checkOptions(options);
  return createResolver(partsOf(planResolver(writer, reader, options), options.engine));
}

/** What makes a codec of a plan. */
export function partsOf(plan: Plan, engine: Engine = 'jit'): CodecParts {
  return {
    plan: () => plan,
    encode: () => makeProduct(plan, 'encode', engine),
    decode: () => makeProduct(plan, 'decode', engine),
    validate: () => makeProduct(plan, 'validate', engine),
  };
}
