import type { Gate, Rejection } from '@sluice/gate';
import type { Logger } from '@sluice/runtime';
import type { Topic } from '../topics/topics.ts';

/** Framed, with an id that is never given. */
const PROBE = new Uint8Array(5);

/** Says so in the log when a topic demands schemas of a subject that has none: all its records are refused until then. */
export async function warnUnregistered(
  gate: Gate,
  { name, settings, isInternal }: Topic,
  logger: Logger,
): Promise<void> {
  if (isInternal || settings.policy === undefined) return;
  const { checksKey, checksValue, checkKey, checkValue } = gate.open(name, settings.policy);
  const verdicts = await Promise.all([
    checksKey ? checkKey(PROBE, 0, PROBE.length) : undefined,
    checksValue ? checkValue(PROBE, 0, PROBE.length) : undefined,
  ]);
  for (const { subject } of verdicts.filter(isWithoutSubject)) {
    logger.warn({ topic: name, subject }, 'a validated topic whose subject has no version refuses every record');
  }
}

function isWithoutSubject(verdict: Rejection | undefined): verdict is Rejection {
  return verdict?.reason === 'no-subject';
}
