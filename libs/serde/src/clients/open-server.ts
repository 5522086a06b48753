import { createRegistryClient } from '../registry-client.ts';
import type { RegistryClient, RegistryClientOptions } from '../registry-client.ts';
import { SerdeError } from '../serde-error.ts';
import type { Connection } from './connection.ts';
import type { Security, ServerOptions } from './security.ts';

/** A server as a document describes it. */
export interface Server {
  readonly brokers: readonly string[];
  readonly tls?: boolean;
  /** The URL of its schema registry. */
  readonly registry?: string;
  /** Types of security schemes, one of which it asks for. */
  readonly security?: readonly string[];
}

/** Which server to talk to, and as whom. */
export interface ConnectOptions<Name extends string = string, Who extends Security = Security> {
  /** The document's first when absent. */
  readonly server?: Name;
  /** `host:port` of one or more, in place of the server's. */
  readonly brokers?: readonly string[];
  readonly clientId?: string;
  /** Options of Node's `tls.connect`, or whether to use it; what the document says when absent. */
  readonly tls?: boolean | object;
  readonly security?: Who;
  /** In place of the server's; `none` where records carry no schema ids. */
  readonly registry?: string | RegistryClientOptions;
}

/** A connection of one's own to make, or one that is shared. */
export type ClientOptions<Options extends object> = Options & {
  /** Shared with others, and not closed with this. The other options say nothing then. */
  readonly connection?: Connection;
  /** Register schemas that their subjects do not have; otherwise they must be there. True when absent. */
  readonly autoRegister?: boolean;
};

/** What a server and options come to. @throws SerdeError where there is no such server, or it asks for other security */
export function openServer<Name extends string>(
  servers: Readonly<Record<Name, Server>>,
  options: ConnectOptions<Name>,
): ServerOptions & { readonly registry: RegistryClient | undefined } {
  const names = Object.keys(servers) as Name[];
  const name = options.server ?? names[0];
  if (name !== undefined && !Object.hasOwn(servers, name)) {
    throw new SerdeError('invalid-address', `${name} is no server of the document: it has ${names.join(', ')}`);
  }
  const server: Server | undefined = name === undefined ? undefined : servers[name];
  const { brokers = server?.brokers ?? [], tls = server?.tls, clientId = 'sluice-client', security } = options;
  if (server?.security !== undefined && !server.security.includes(security?.type ?? '')) {
    const wanted = `${name} asks for security of type ${server.security.join(' or ')}`;
    throw new SerdeError('invalid-address', `${wanted}, found ${security?.type ?? 'none'}`);
  }
  return { brokers, tls, clientId, security, registry: openRegistry(options.registry ?? server?.registry ?? 'none') };
}

function openRegistry(registry: string | RegistryClientOptions): RegistryClient | undefined {
  if (registry === 'none') return undefined;
  return createRegistryClient(typeof registry === 'string' ? { url: registry } : registry);
}

/** A connection in use by one class. */
export interface Lease {
  readonly connection: Connection;
  /** Closes it, where it is not shared. */
  release(): Promise<void>;
}

/** Takes the connection that is given, or makes one. */
export function leaseConnection(shared: Connection | undefined, connect: () => Connection): Lease {
  if (shared !== undefined) return { connection: shared, release: () => Promise.resolve() };
  const connection = connect();
  return { connection, release: () => connection.close() };
}
