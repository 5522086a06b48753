import { BAD_PRODUCERS } from './bad-producers.ts';
import type { Ledger } from './ledger.ts';

/**
 * Few Kafka clients show why a record was refused, so the broker keeps its refusals where a person can ask for them.
 * Says which mistakes that producers were told of are missing there, or are there for another reason.
 */
export async function checkKeptRejections(url: string, ledger: Ledger): Promise<readonly string[]> {
  const response = await fetch(`${url}/api/v1/rejections?limit=1000`);
  const answer: unknown = await response.json();
  if (!isAnswer(answer)) return [`GET /api/v1/rejections answered ${response.status} with no list of rejections`];
  return BAD_PRODUCERS.filter(({ name }) => ledger.rejectionTotals.has(name))
    .filter(({ topic, reason }) => !answer.rejections.some((kept) => kept.topic === topic && kept.reason === reason))
    .map(({ name, topic, reason }) => `GET /api/v1/rejections has no ${reason} of ${topic} for ${name}`);
}

interface Answer {
  readonly rejections: readonly { readonly topic?: string; readonly reason?: string }[];
}

function isAnswer(value: unknown): value is Answer {
  return typeof value === 'object' && value !== null && 'rejections' in value && Array.isArray(value.rejections);
}
