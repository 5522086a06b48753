/** Gives times of which each is later than the last: the order of a sender's records shows in their timestamps. */
export function createRisingTime(): () => number {
  let latestMs = 0;
  return () => (latestMs = Math.max(Date.now(), latestMs + 1));
}
