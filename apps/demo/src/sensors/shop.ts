import { setTimeout as delay } from 'node:timers/promises';
import { deliver } from '../deliver.ts';
import { ClickProducer, connect } from '../gen/shop/index.ts';
import type { ClickInput } from '../gen/shop/index.ts';
import { TOPICS } from '../topics.ts';
import type { SourceOptions } from './doors.ts';
import { createRisingTime } from './rising-time.ts';
import type { Source } from './source.ts';

/** A visitor of the shop, as its cookie knows them. */
interface Visitor {
  readonly visitor: string;
  readonly device: ClickInput['device'];
  /** What the link carried that brought them. */
  readonly campaign?: Readonly<Record<string, string>>;
}

export const VISITORS = [
  { visitor: '0e37df36-f698-11e6-8dd4-cb9ced3df976', device: 'PHONE', campaign: { source: 'newsletter' } },
  { visitor: '5d3b8a0c-0d2f-4b8e-9a36-2f7c1f0e9b11', device: 'DESKTOP' },
  { visitor: '91c7a5be-6f0d-4d0b-8f0e-63c1d6a7e452', device: 'TABLET' },
  { visitor: 'c2a9e6d4-3b57-4f7a-b1c8-0a4e5d9f8233', device: 'PHONE' },
] as const satisfies readonly Visitor[];

/** What there is to click on: pages, and what stands on them. */
const PAGES = ['/', '/thingamajigs/7', '/thingamajigs/9', '/cart'];
const ELEMENTS = [null, 'a.more', 'button.buy'];

const CLICK_INTERVAL_MS = 200;

/** The shop: Avro, whenever a visitor clicks. */
export function openShop({ server, ledger }: SourceOptions): Source {
  const connection = connect({ ...server, clientId: 'shop' });
  const producer = new ClickProducer({ connection });
  const takeTime = createRisingTime();

  async function click(visitor: Visitor): Promise<void> {
    const at = takeTime();
    const value: ClickInput = { ...visitor, at, page: choose(PAGES) ?? '/', element: choose(ELEMENTS) ?? null };
    await deliver([{ value, key: visitor.visitor, timestamp: at }], {
      send: (items) => producer.sendBatch(items),
      ledger,
      topic: TOPICS.clicks.name,
      sender: visitor.visitor,
      kind: 'click',
    });
  }

  return {
    async run(signal) {
      while (!signal.aborted) {
        await click(choose(VISITORS) ?? VISITORS[0]);
        await delay(CLICK_INTERVAL_MS, undefined, { signal }).catch(() => undefined);
      }
    },
    async close() {
      await producer.close();
      await connection.close();
    },
  };
}

function choose<Item>(items: readonly Item[]): Item | undefined {
  return items[Math.floor(Math.random() * items.length)];
}
