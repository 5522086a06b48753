import type { JsonObject, JsonValue } from '../schema/json.ts';
import { IdlFault } from './fault.ts';
import { addAnnotations, RESERVED } from './read-annotations.ts';
import type { Annotations } from './read-annotations.ts';
import { buildObject } from './read-json.ts';
import { readVariable } from './read-named.ts';
import { readFullType, readReference, readType, toUnion } from './read-type.ts';
import type { FileReading } from './read-type.ts';
import { expectName, expectSign, takeKeyword, takeSign } from './syntax.ts';

/** A message, its types as JSON. */
export interface MessageRead {
  readonly name: string;
  readonly doc: string | undefined;
  readonly props: JsonObject;
  /** Fields, as of a record. */
  readonly request: readonly JsonValue[];
  readonly response: JsonValue;
  readonly errors: readonly JsonValue[];
  readonly isOneWay: boolean;
  readonly at: number;
}

/** A message after its documentation and annotations. */
export function readMessage(
  file: FileReading,
  namespace: string,
  doc: string | undefined,
  annotations: Annotations,
): MessageRead {
  const { tokens } = file;
  const responseAt = tokens.peek().at;
  const response = takeKeyword(tokens, 'void') ? 'null' : toUnion(readType(file, namespace, new Map()));
  const { text: name, at } = expectName(tokens, 'the name of a message');
  const request: JsonValue[] = [];
  expectSign(tokens, '(');
  if (!takeSign(tokens, ')')) {
    do {
      const parameterDoc = tokens.takeDoc();
      request.push(readVariable(file, readFullType(file, namespace), parameterDoc));
    } while (takeSign(tokens, ','));
    expectSign(tokens, ')');
  }
  const isOneWay = takeKeyword(tokens, 'oneway');
  if (isOneWay && !isNull(response)) throw new IdlFault('a one-way message returns void', responseAt);
  const errors: JsonValue[] = [];
  if (!isOneWay && takeKeyword(tokens, 'throws')) {
    do errors.push(readReference(file, expectName(tokens, 'the name of an error'), namespace));
    while (takeSign(tokens, ','));
  }
  expectSign(tokens, ';');
  const props = buildObject(addAnnotations(new Map(), annotations, RESERVED.message));
  return { name, doc, props, request, response, errors, isOneWay, at };
}

function isNull(type: JsonValue): boolean {
  return type === 'null' || (typeof type === 'object' && type !== null && 'type' in type && type.type === 'null');
}
