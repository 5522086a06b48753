// Made by `npm run gen`; edit its source instead.
import { Admin, Consumer, Producer } from '@platformatic/kafka';
import {
  openServer,
  createConnection,
  createPlatformaticTransport,
  toPlatformaticOptions,
} from '@sluice/serde/clients';
import type {
  ConnectOptions as ConnectOptions_,
  ClientOptions as ClientOptions_,
  Connection,
  Security,
  PlatformaticSettings,
} from '@sluice/serde/clients';

/** The Kafka servers of the document. */
export const SERVERS = {
  sluice: {
    brokers: ['localhost:9092'],
    registry: 'http://localhost:8081',
  },
};

/** How to reach a server: what is absent is as the document says. */
export type ConnectOptions = ConnectOptions_<keyof typeof SERVERS, Security> & PlatformaticSettings;

/** A connection of a class’s own to make, or a shared one to use. */
export type ClientOptions = ClientOptions_<ConnectOptions>;

/** Connects when first used. Whoever makes a connection closes it. */
export function connect(options: ConnectOptions = {}): Connection {
  const server = openServer(SERVERS, options);
  const transport = createPlatformaticTransport(
    { Admin, Buffer, Consumer, Producer },
    toPlatformaticOptions(server),
    options,
  );
  return createConnection({ transport, registry: server.registry });
}
