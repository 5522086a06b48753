import type { Model, SecurityScheme, Server } from '@sluice/asyncapi';
import type { GenerateOptions } from '../../generate-options.ts';
import type { GeneratedFile } from '../../generated-file.ts';
import { quote } from '../../names.ts';
import { enclose, render } from '../text/doc.ts';
import { docComment } from '../text/doc-comment.ts';
import type { ModuleExports } from '../text/index-file.ts';
import { startModule } from '../text/module.ts';
import type { Module } from '../text/module.ts';
import { typeDoc } from '../text/type-text.ts';
import { RUNTIME } from './emit-formats.ts';
import { printLiteral } from './literal.ts';

/** The module that connects, without an extension. */
export const CONNECTION_PATH = 'connection';

/** The servers of the document, and how to connect to one of them with the chosen client. */
export function emitConnection(
  model: Model,
  options: GenerateOptions,
): { readonly file: GeneratedFile; readonly exports: ModuleExports } {
  const own = ['SERVERS', 'ServerSecurity', 'ConnectOptions', 'ClientOptions', 'connect', 'Buffer'];
  const module = startModule(CONNECTION_PATH, options, own);
  const { client = 'platformatic' } = options;
  const servers = model.servers.filter(({ protocol }) => /^kafka(-secure)?$/i.test(protocol));
  const security = printSecurity(module, servers);
  const name = servers.length === 0 ? 'string' : 'keyof typeof SERVERS';
  const base = module.importType('ConnectOptions', RUNTIME);
  const clientOptions = module.importType('ClientOptions', RUNTIME);
  const connection = module.importType('Connection', RUNTIME);
  const open = module.importValue('openServer', RUNTIME);
  const create = module.importValue('createConnection', RUNTIME);
  const who = security === undefined ? module.importType('Security', RUNTIME) : 'ServerSecurity';
  const settings = client === 'platformatic' ? ` & ${module.importType('PlatformaticSettings', RUNTIME)}` : '';
  const file = module.finish([
    docComment(['The Kafka servers of the document.']) +
      `export const SERVERS = ${printLiteral(Object.fromEntries(servers.map((server) => [server.id, describe(server)])))};\n`,
    ...(security === undefined ? [] : [security]),
    docComment(['How to reach a server: what is absent is as the document says.']) +
      `export type ConnectOptions = ${base}<${name}, ${who}>${settings};\n`,
    docComment(['A connection of a class’s own to make, or a shared one to use.']) +
      `export type ClientOptions = ${clientOptions}<ConnectOptions>;\n`,
    docComment(['Connects when first used. Whoever makes a connection closes it.']) +
      `export function connect(options: ConnectOptions = {}): ${connection} {\n` +
      `  const server = ${open}(SERVERS, options);\n` +
      printTransport(module, client) +
      `  return ${create}({ transport, registry: server.registry });\n}\n`,
  ]);
  const types = ['ClientOptions', 'ConnectOptions', ...(security === undefined ? [] : ['ServerSecurity'])];
  return { file, exports: { path: CONNECTION_PATH, types, values: ['connect', 'SERVERS'] } };
}

function describe(server: Server) {
  const { protocol, security, kafka } = server;
  const host = fillVariables(server);
  const registry = kafka?.schemaRegistryUrl;
  const schemes = [...new Set(security.flatMap((item) => (typeOf(item) === undefined ? [] : [quote(item.type)])))];
  const isSecure = /secure$/i.test(protocol) || security.some(({ type }) => type === 'X509');
  return {
    brokers:
      host === undefined
        ? '[]'
        : render(
            enclose(
              '[',
              host.split(',').map((part) => quote(part.trim())),
              ']',
            ),
            2,
          ),
    tls: isSecure ? 'true' : undefined,
    registry: registry === undefined ? undefined : quote(registry),
    security: schemes.length === 0 ? undefined : render(enclose('[', schemes, ']'), 2),
  };
}

/** The host with the defaults of its variables; undefined where one has none. */
function fillVariables({ host, variables }: Server): string | undefined {
  let isKnown = true;
  const filled = host.replaceAll(/\{([^{}]+)\}/g, (_, id: string) => {
    const variable = variables.find((item) => item.id === id);
    const value = variable?.default ?? variable?.enum?.[0];
    isKnown &&= value !== undefined;
    return value ?? '';
  });
  return isKnown ? filled.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '').replace(/\/$/, '') : undefined;
}

/** The types of security schemes as the run-time takes them. */
const SECURITY_TYPES: Readonly<Record<string, 'PasswordSecurity' | 'TokenSecurity' | 'CertificateSecurity'>> = {
  plain: 'PasswordSecurity',
  userPassword: 'PasswordSecurity',
  scramSha256: 'PasswordSecurity',
  scramSha512: 'PasswordSecurity',
  oauth2: 'TokenSecurity',
  openIdConnect: 'TokenSecurity',
  http: 'TokenSecurity',
  X509: 'CertificateSecurity',
};

/** Who one may be, any of the schemes of any server; undefined where they ask for none. */
function printSecurity(module: Module, servers: readonly Server[]): string | undefined {
  const kinds = new Map<string, Set<string>>();
  for (const scheme of servers.flatMap(({ security }) => security)) {
    const type = typeOf(scheme);
    if (type !== undefined) kinds.set(type, (kinds.get(type) ?? new Set()).add(quote(scheme.type)));
  }
  const [first, ...rest] = Array.from(
    kinds,
    ([type, of]) => `${module.importType(type, RUNTIME)}<${[...of].join(' | ')}>`,
  );
  if (first === undefined) return undefined;
  const type = typeDoc({ members: [first, ...rest], kind: undefined });
  return `${docComment(['Who a client may say it is.'])}${render(['export type ServerSecurity = ', type, ';'])}\n`;
}

/** Bearer tokens are SASL OAUTHBEARER; schemes that Kafka clients have no means for are left out. */
function typeOf(scheme: SecurityScheme): string | undefined {
  if (scheme.type === 'http' && scheme.scheme.toLowerCase() !== 'bearer') return undefined;
  return SECURITY_TYPES[scheme.type];
}

function printTransport(module: Module, client: NonNullable<GenerateOptions['client']>): string {
  switch (client) {
    case 'platformatic': {
      const names = ['Admin', 'Consumer', 'Producer'].map((name) => {
        const local = module.importValue(name, '@platformatic/kafka');
        return local === name ? name : `${name}: ${local}`;
      });
      const library = `{ ${[names[0], 'Buffer', ...names.slice(1)].join(', ')} }`;
      const create = module.importValue('createPlatformaticTransport', RUNTIME);
      const convert = module.importValue('toPlatformaticOptions', RUNTIME);
      const call = enclose('(', [library, `${convert}(server)`, 'options'], ')');
      return `  ${render([`const transport = ${create}`, call, ';'], 1)}\n`;
    }
    case 'kafkajs': {
      const kafka = module.importValue('Kafka', 'kafkajs');
      const create = module.importValue('createKafkaJsTransport', RUNTIME);
      const convert = module.importValue('toKafkaJsOptions', RUNTIME);
      return `  const transport = ${create}({ kafka: new ${kafka}(${convert}(server)), Buffer });\n`;
    }
    case 'confluent': {
      const kafka = module.importValue('KafkaJS', '@confluentinc/kafka-javascript');
      const create = module.importValue('createConfluentTransport', RUNTIME);
      const convert = module.importValue('toKafkaJsOptions', RUNTIME);
      return `  const transport = ${create}({ Kafka: ${kafka}.Kafka, Buffer }, ${convert}(server));\n`;
    }
  }
}
