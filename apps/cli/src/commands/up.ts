import { existsSync } from 'node:fs';
import { extname, join } from 'node:path';
import { createLogger, formatHostPort, LOG_LEVELS } from '@sluice/runtime';
import type { Logger } from '@sluice/runtime';
import type { DocsOptions, ServerErrorKind, Sluice } from '@sluice/server';
import { defineCommand, writeErrors } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { settleSoon } from '../settle.ts';
import { applyExclusions } from './up-exclusions.ts';

export const up = defineCommand({
  help: {
    usage: 'sluice up [options]',
    summary:
      'Starts a schema registry and a schema-enforcing Kafka broker in one process, and runs until SIGTERM or Ctrl-C. ' +
      'When both accept, prints one line: sluice ready kafka=HOST:PORT http=URL',
    examples: [
      { command: 'sluice up', help: 'keeps its state in ./.sluice, on the usual ports' },
      {
        command: 'sluice up --ephemeral --kafka 127.0.0.1:0 --http 127.0.0.1:0',
        help: 'for a test: nothing on disk, free ports',
      },
      { command: 'sluice up --validation payload', help: 'every topic refuses values that do not fit their schema' },
      {
        command: 'sluice up --only broker --registry http://registry:8081',
        help: 'uses a registry that runs elsewhere',
      },
    ],
    notes: [
      'An acknowledged record survives the death of the process. With --durability page-cache, as in Apache Kafka, the ' +
        'machine losing power may lose what the system had not written yet, commonly the last 30 seconds; fsync waits for the disk.',
      "With --access, tokens of 'sluice token create' are read from tokens.json in the data directory. " +
        'Certificates and keys, users and tokens are read again when their files change.',
      'GET /readyz says 503, and what is missing, while the database of --store or the registry of --registry does not ' +
        'answer. That registry may be started later.',
      'Exit codes: 0 stopped in good order, 1 failed, 2 wrong usage, 3 the database of --store did not answer at the start.',
    ],
  },
  options: {
    dataDir: {
      type: 'path',
      default: './.sluice',
      env: 'SLUICE_DATA_DIR',
      placeholder: 'DIR',
      help: 'Where state is kept.',
    },
    kafka: {
      type: 'host-port',
      default: '127.0.0.1:9092',
      env: 'SLUICE_KAFKA',
      help: 'Kafka listener; port 0 takes a free one.',
    },
    http: {
      type: 'host-port',
      default: '127.0.0.1:8081',
      env: 'SLUICE_HTTP',
      help: 'HTTP listener: registry, console, metrics.',
    },
    ephemeral: { type: 'boolean', env: 'SLUICE_EPHEMERAL', help: 'Keep nothing on disk.' },
    store: {
      type: 'string',
      env: 'SLUICE_STORE',
      placeholder: 'STORE',
      help: 'Where the registry keeps schemas: sqlite (a file in the data directory, the default), memory, or postgres://…',
    },
    only: { type: 'enum', values: ['registry', 'broker'], env: 'SLUICE_ONLY', help: 'Run one role only.' },
    registry: { type: 'url', env: 'SLUICE_REGISTRY', help: 'Read schemas from this registry and serve none here.' },
    partitions: {
      type: 'int',
      default: 1,
      min: 1,
      max: 1000,
      env: 'SLUICE_PARTITIONS',
      help: 'Partitions of a topic that is created by use.',
    },
    durability: {
      type: 'enum',
      values: ['page-cache', 'fsync'],
      default: 'page-cache',
      env: 'SLUICE_DURABILITY',
      help: 'What an acknowledgement promises; see below.',
    },
    validation: {
      type: 'enum',
      values: ['none', 'id', 'payload'],
      default: 'none',
      env: 'SLUICE_VALIDATION',
      help: 'What topics that do not say otherwise demand of record values.',
    },
    lenientReplicationFactor: {
      type: 'boolean',
      env: 'SLUICE_LENIENT_REPLICATION_FACTOR',
      help: 'Create topics that ask for more replicas than the one there is.',
    },
    docs: {
      type: 'path',
      env: 'SLUICE_DOCS',
      placeholder: 'DIR',
      help: 'Serve the documentation of the AsyncAPI documents in this folder at /docs; ./asyncapi where it is there.',
    },
    registryToken: {
      type: 'string',
      env: 'SLUICE_TOKEN',
      placeholder: 'TOKEN',
      help: 'A bearer token for --registry; other programs can see flags, so the variable is the better place.',
    },
    access: {
      type: 'path',
      env: 'SLUICE_ACCESS',
      placeholder: 'FILE',
      help: "Who may use the HTTP listener: 'sluice user add' makes this file. Anybody may without it.",
    },
    tlsCert: {
      type: 'path',
      env: 'SLUICE_TLS_CERT',
      placeholder: 'FILE',
      help: 'Speak HTTPS with this certificate (PEM).',
    },
    tlsKey: { type: 'path', env: 'SLUICE_TLS_KEY', placeholder: 'FILE', help: 'The key of --tls-cert (PEM).' },
    tlsClientCa: {
      type: 'path',
      env: 'SLUICE_TLS_CLIENT_CA',
      placeholder: 'FILE',
      help: 'Believe client certificates of these authorities (PEM).',
    },
    corsOrigins: {
      type: 'list',
      env: 'SLUICE_CORS_ORIGINS',
      placeholder: 'ORIGIN',
      help: 'Origins whose pages may ask the HTTP listener.',
    },
    advertisedKafka: {
      type: 'host-port',
      env: 'SLUICE_ADVERTISED_KAFKA',
      help: 'The address clients are told; by default the one each connected to.',
    },
    allowInsecure: {
      type: 'boolean',
      env: 'SLUICE_ALLOW_INSECURE',
      help: 'Listen beyond this machine although anybody may connect.',
    },
    logLevel: {
      type: 'enum',
      values: LOG_LEVELS,
      default: 'info',
      env: 'SLUICE_LOG_LEVEL',
      help: 'Least severe messages shown.',
    },
  },
  async run({ values, origins, json, terminal }) {
    const { effective, conflicts, ignored } = applyExclusions(values, origins);
    if (conflicts.length > 0) {
      writeErrors(terminal, json, conflicts);
      return EXIT.usage;
    }
    // Loaded here, so that help and wrong options are answered without the server's code.
    const { ServerError, startSluice } = await import('@sluice/server');
    const { logLevel = 'info', docs, ...options } = effective;
    const logger = createLogger({ level: logLevel, colour: (terminal.env['NO_COLOR'] ?? '') === '' });
    for (const text of ignored) logger.warn(text);
    const signals = listenForSignals(logger);
    let sluice: Sluice;
    try {
      sluice = await startSluice({ ...options, docs: chooseDocs(docs, terminal.cwd), logger });
    } catch (error) {
      signals.close();
      writeErrors(terminal, json, [error instanceof Error ? error.message : String(error)]);
      return error instanceof ServerError ? SERVER_ERROR_EXITS[error.kind] : EXIT.failed;
    }
    terminal.writeOut(describeReady(sluice, json));
    settleSoon();
    logger.info({ signal: await signals.first }, 'stopping');
    try {
      await sluice.close();
      return EXIT.ok;
    } catch (error) {
      writeErrors(terminal, json, [error instanceof Error ? error.message : String(error)]);
      return EXIT.failed;
    }
  },
});

const DEFAULT_DOCS = './asyncapi';

/** The folder asked for is served even before it is there; the usual one only where it is. */
function chooseDocs(folder: string | undefined, cwd: string): DocsOptions | undefined {
  if (folder === undefined && !existsSync(join(cwd, DEFAULT_DOCS))) return undefined;
  const extension = extname(import.meta.url);
  const module = new URL(`../documents/docs-child${extension}`, import.meta.url);
  return { folder: folder ?? DEFAULT_DOCS, cwd, module };
}

const EXIT_INTERRUPTED = 130;
/** Who signals a whole process group reaches us twice: directly, and through the launcher that passes signals on. */
const ECHO_MS = 1000;

/** The first signal asks for an orderly end; the second does not wait for it. */
function listenForSignals(logger: Logger): { readonly first: Promise<NodeJS.Signals>; close(): void } {
  const { promise: first, resolve } = Promise.withResolvers<NodeJS.Signals>();
  let askedAtMs: number | undefined;
  const onSignal = (signal: NodeJS.Signals) => {
    if (askedAtMs === undefined) {
      askedAtMs = performance.now();
      resolve(signal);
    } else if (performance.now() - askedAtMs > ECHO_MS) {
      logger.warn({ signal }, 'stopping at once');
      process.exit(EXIT_INTERRUPTED);
    }
  };
  process.on('SIGTERM', onSignal).on('SIGINT', onSignal);
  return { first, close: () => void process.off('SIGTERM', onSignal).off('SIGINT', onSignal) };
}

function describeReady({ kafka, http }: Sluice, json: boolean): string {
  const address = kafka === undefined ? undefined : formatHostPort(kafka);
  if (json) return `${JSON.stringify({ ready: true, kafka: address, http: http.url })}\n`;
  return `sluice ready ${address === undefined ? '' : `kafka=${address} `}http=${http.url}\n`;
}

const SERVER_ERROR_EXITS = {
  address: EXIT.failed,
  exposed: EXIT.usage,
  options: EXIT.usage,
  storage: EXIT.failed,
  unreachable: EXIT.unreachable,
} as const satisfies Record<ServerErrorKind, ExitCode>;
