// Made by `npm run gen`; edit its source instead.
export type { Click, ClickInput } from './com/thingam/web/click.ts';
export { DEVICE_SYMBOLS } from './com/thingam/web/device.ts';
export type { Device } from './com/thingam/web/device.ts';
export { clickCodec } from './com/thingam/web/click.codec.ts';
export { connect, SERVERS } from './connection.ts';
export type { ClientOptions, ConnectOptions } from './connection.ts';
export { ClickConsumer, ClickProducer } from './clients/clicks.ts';
export type { IncomingClick, ClickConsumerOptions, ClickSendOptions, OutgoingClick } from './clients/clicks.ts';
