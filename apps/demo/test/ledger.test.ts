import { describe, expect, it } from 'vitest';
import { createLedger, formatTotals } from '../src/ledger.ts';
import type { RejectionNote } from '../src/ledger.ts';

const note = (records: number, kind = 'plain JSON'): RejectionNote => ({
  atMs: 0,
  kind,
  topic: 'factory7',
  sender: 'SuperOven3000',
  records,
  reason: `not framed, ${records}`,
});

/** Two groups that read the same. */
const GROUPS = ['dashboard', 'alerts'].map((group) => ({ group, topics: ['factory7'] }));

const accepted = (records: number, topic = 'factory7') => ({ topic, sender: 'SuperOven3000', records });

describe('the ledger', () => {
  it('balances when every record has a fate and every group has read what was accepted', () => {
    const ledger = createLedger(GROUPS);
    ledger.noteProduced(3);
    ledger.noteRejected(note(3));
    ledger.noteProduced(2);
    ledger.noteAccepted(accepted(2));
    for (const group of ['dashboard', 'dashboard', 'alerts', 'alerts']) ledger.noteConsumed(group, 'factory7');

    expect(ledger.check()).toEqual([]);
    expect(formatTotals(ledger)).toBe('demo: 5 produced, 2 accepted, 3 rejected, 2 consumed');
    expect(ledger.totalsOf('SuperOven3000')).toEqual({ accepted: 2, rejected: 3 });
    expect(ledger.totalsOf('nobody')).toEqual({ accepted: 0, rejected: 0 });
  });

  it('says which equation fails', () => {
    const ledger = createLedger(GROUPS);
    ledger.noteProduced(3);
    ledger.noteAccepted(accepted(2));
    ledger.noteConsumed('dashboard', 'factory7');
    ledger.noteConsumed('dashboard', 'factory7');
    ledger.noteConsumed('alerts', 'factory7');
    expect(ledger.check()).toEqual([
      'produced 3 is not accepted 2 + rejected 0',
      'group alerts consumed 1 of 2 accepted records of factory7',
    ]);
    expect(formatTotals(ledger)).toBe('demo: 3 produced, 2 accepted, 0 rejected, 1 consumed');
  });

  it('asks of each group only what it reads', () => {
    const ledger = createLedger([...GROUPS, { group: 'statistics', topics: ['clicks'] }]);
    ledger.noteProduced(5);
    ledger.noteAccepted(accepted(2));
    ledger.noteAccepted(accepted(3, 'clicks'));
    for (const group of ['dashboard', 'dashboard', 'alerts']) ledger.noteConsumed(group, 'factory7');
    for (let left = 3; left > 0; left--) ledger.noteConsumed('statistics', 'clicks');
    expect(ledger.consumed).toBe(1 + 3);
    expect(ledger.consumedBy.get('dashboard')).toBe(2);
    expect(ledger.check()).toEqual(['group alerts consumed 1 of 2 accepted records of factory7']);
  });

  it('sums refusals by kind and keeps the latest twenty', () => {
    const ledger = createLedger([]);
    for (let records = 1; records <= 25; records += 1) ledger.noteRejected(note(records));
    ledger.noteRejected(note(4, 'mixed batch'));
    expect(ledger.rejections).toHaveLength(20);
    expect(ledger.rejections[0]?.kind).toBe('mixed batch');
    expect(ledger.rejectionTotals.get('plain JSON')).toMatchObject({
      batches: 25,
      records: 325,
      reason: 'not framed, 25',
    });
  });

  it('drains when the slowest group has caught up, or when the time is over', async () => {
    const ledger = createLedger(GROUPS);
    await ledger.drain(0);
    ledger.noteAccepted(accepted(1));
    ledger.noteConsumed('dashboard', 'factory7');
    const drained = ledger.drain(60_000);
    ledger.noteConsumed('alerts', 'factory7');
    await drained;
    ledger.noteAccepted(accepted(1));
    await ledger.drain(1);
    expect(ledger.check()).toHaveLength(2 + 1);
  });
});
