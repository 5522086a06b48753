import type { Click } from './gen/shop/index.ts';

/** The purpose of the group of the shop: it counts. */
export interface Statistics {
  readonly clicks: number;
  readonly visitors: number;
  /** Clicks on each page. */
  readonly pages: ReadonlyMap<string, number>;
  noteClick(click: Click): void;
}

export function createStatistics(): Statistics {
  const visitors = new Set<string>();
  const pages = new Map<string, number>();
  let clicks = 0;
  return {
    get clicks() {
      return clicks;
    },
    get visitors() {
      return visitors.size;
    },
    pages,
    noteClick({ visitor, page }) {
      clicks += 1;
      visitors.add(visitor);
      pages.set(page, (pages.get(page) ?? 0) + 1);
    },
  };
}
