// Made by `sluice generate --avro schemas/evolution --out gen`; edit its source instead.
export type { Order, OrderInput } from './com/thingam/order.ts';
export { ORDER_STATE_SYMBOLS } from './com/thingam/order-state.ts';
export type { OrderState } from './com/thingam/order-state.ts';
export { orderCodec, orderFrom1, orderFromVersion2 } from './com/thingam/order.codec.ts';
