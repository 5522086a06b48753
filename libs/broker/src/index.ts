export { createBroker } from './broker.ts';
export type { Broker, BrokerOptions } from './broker.ts';
export { BrokerError } from './broker-error.ts';
export type { BrokerErrorKind } from './broker-error.ts';
export type { ListenAddress, ListenerLimits } from './connection/listener.ts';
export type { GroupSettings } from './groups/group-configs.ts';
export type { KeptRejection, Rejections } from './policy/rejections.ts';
export type { LogBackend, LogFile } from './storage/log-backend.ts';
