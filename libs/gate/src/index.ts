export { createGate } from './gate.ts';
export type { GateOptions } from './gate.ts';
export type { FieldPolicy, Gate, Rejection, RejectionReason, TopicGate, TopicPolicy, Verdict } from './verdict.ts';
