import type { FieldDescriptor, MessageDescriptor, ValueType } from '../descriptor/descriptor.ts';
import { SCALARS } from '../descriptor/scalars.ts';

/** How a value stands on the wire (https://protobuf.dev/programming-guides/encoding). */
export const WIRE = { varint: 0, fixed64: 1, length: 2, groupStart: 3, groupEnd: 4, fixed32: 5 } as const;

/** What is in a field's bytes, beyond their length. */
export type Content = 'number' | 'bytes' | 'text' | 'message' | 'group';

/** One field as the walk needs it. */
export interface FieldPlan {
  readonly name: string;
  /** The type in the schema's words, for messages. */
  readonly typeName: string;
  readonly wire: number;
  readonly content: Content;
  /** Whether many numbers may stand in one block. */
  readonly isPackable: boolean;
  readonly isRepeated: boolean;
  /** The place among the required fields of the message, or -1. */
  readonly required: number;
  /** Of a message, a group or a map's entry. */
  readonly message: MessagePlan | undefined;
}

export interface MessagePlan {
  readonly fullName: string;
  /** By number where numbers are small, as nearly all are. */
  readonly fields: (FieldPlan | undefined)[];
  readonly farFields: Map<number, FieldPlan>;
  readonly required: string[];
}

/** Numbers up to here are looked up in an array. */
const MAX_NEAR_NUMBER = 1023;

/** The plans of `root` and of all messages in it. */
export function planMessage(root: MessageDescriptor): MessagePlan {
  const plans = new Map<MessageDescriptor, MessagePlan>();
  const pending: MessageDescriptor[] = [];

  function planOf(message: MessageDescriptor): MessagePlan {
    const known = plans.get(message);
    if (known !== undefined) return known;
    const plan: MessagePlan = { fullName: message.fullName, fields: [], farFields: new Map(), required: [] };
    plans.set(message, plan);
    pending.push(message);
    return plan;
  }

  function fill(message: MessageDescriptor): void {
    const plan = planOf(message);
    for (const field of message.fields) {
      addField(plan, field.number, planField(message, field, plan));
    }
  }

  function planField(message: MessageDescriptor, field: FieldDescriptor, plan: MessagePlan): FieldPlan {
    const required = field.label === 'required' ? plan.required.push(field.name) - 1 : -1;
    const isRepeated = field.label === 'repeated';
    const checksText = message.file.syntax === 'proto3';
    const { type } = field;
    const rest = { name: field.name, isRepeated, required };
    if (type.kind !== 'map')
      return { ...rest, ...planValue(type, checksText), isPackable: isRepeated && isNumber(type) };
    const entry: MessagePlan = {
      fullName: `${message.fullName}.${field.name}`,
      fields: [],
      farFields: new Map(),
      required: [],
    };
    const inEntry = { isRepeated: false, required: -1, isPackable: false };
    addField(entry, 1, { name: 'key', ...inEntry, ...planValue({ kind: 'scalar', scalar: type.key }, checksText) });
    addField(entry, 2, { name: 'value', ...inEntry, ...planValue(type.value, checksText) });
    return { ...rest, typeName: 'map', wire: WIRE.length, content: 'message', isPackable: false, message: entry };
  }

  function planValue(
    type: ValueType,
    checksText: boolean,
  ): Pick<FieldPlan, 'typeName' | 'wire' | 'content' | 'message'> {
    if (type.kind === 'message') {
      const message = planOf(type.message);
      const typeName = type.message.fullName;
      if (type.isGroup) return { typeName, wire: WIRE.groupStart, content: 'group', message };
      return { typeName, wire: WIRE.length, content: 'message', message };
    }
    if (type.kind === 'enum') {
      return { typeName: type.enum.fullName, wire: WIRE.varint, content: 'number', message: undefined };
    }
    const { wire } = SCALARS[type.scalar];
    const content = wire !== WIRE.length ? 'number' : type.scalar === 'string' && checksText ? 'text' : 'bytes';
    return { typeName: type.scalar, wire, content, message: undefined };
  }

  const plan = planOf(root);
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) fill(next);
  return plan;
}

function isNumber(type: ValueType): boolean {
  return type.kind === 'enum' || (type.kind === 'scalar' && SCALARS[type.scalar].wire !== WIRE.length);
}

function addField({ fields, farFields }: MessagePlan, number: number, field: FieldPlan): void {
  if (number > MAX_NEAR_NUMBER) {
    farFields.set(number, field);
    return;
  }
  while (fields.length <= number) fields.push(undefined);
  fields[number] = field;
}
