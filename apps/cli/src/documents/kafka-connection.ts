import { readFile } from 'node:fs/promises';
import { defineOptions, formatHostPort } from '@sluice/runtime';
import type { OptionValues } from '@sluice/runtime';
import type { LiveServer } from '@sluice/asyncapi/export';
import { InputError } from './input-error.ts';
import type { Project } from './project.ts';
import { describeFailure } from './read-inputs.ts';
import { UsageError } from './usage-error.ts';

export const KAFKA_OPTIONS = defineOptions({
  kafka: { type: 'host-port', default: '127.0.0.1:9092', env: 'SLUICE_KAFKA', help: 'A broker of the cluster.' },
  kafkaSasl: {
    type: 'enum',
    values: ['plain', 'scram-sha-256', 'scram-sha-512', 'oauthbearer'],
    env: 'SLUICE_KAFKA_SASL',
    help: 'How to say who we are: by --kafka-user and a password, or by a token.',
  },
  kafkaUser: { type: 'string', env: 'SLUICE_KAFKA_USER', placeholder: 'NAME', help: 'The user of --kafka-sasl.' },
  kafkaPassword: {
    type: 'string',
    env: 'SLUICE_KAFKA_PASSWORD',
    placeholder: 'TEXT',
    help: "The user's password, or the token of oauthbearer; other programs can see flags, so the variable is the better place.",
  },
  kafkaTls: { type: 'boolean', env: 'SLUICE_KAFKA_TLS', help: 'Connect by TLS; the options below ask for it too.' },
  kafkaCa: {
    type: 'path',
    env: 'SLUICE_KAFKA_CA',
    placeholder: 'FILE',
    help: 'Certificates, in PEM, of who vouches for the brokers; by default those that Node knows.',
  },
  kafkaCert: {
    type: 'path',
    env: 'SLUICE_KAFKA_CERT',
    placeholder: 'FILE',
    help: 'Our own certificate, in PEM, for brokers that ask for one; with --kafka-key.',
  },
  kafkaKey: { type: 'path', env: 'SLUICE_KAFKA_KEY', placeholder: 'FILE', help: 'Its private key, in PEM.' },
});

export type KafkaValues = OptionValues<typeof KAFKA_OPTIONS>;

/** How a cluster is reached: options of @platformatic/kafka. */
export interface KafkaConnection {
  /** `host:port`. */
  readonly bootstrap: string;
  readonly tls?: { readonly ca?: string; readonly cert?: string; readonly key?: string };
  readonly sasl?:
    | {
        readonly mechanism: 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512';
        readonly username: string;
        readonly password: string;
      }
    | { readonly mechanism: 'OAUTHBEARER'; readonly token: string };
}

/** Reads the options of a connection, and the files that they name. @throws UsageError where they contradict each other */
export async function readKafkaConnection(values: KafkaValues, project: Project): Promise<KafkaConnection> {
  const sasl = readSasl(values);
  const { kafkaTls, kafkaCa, kafkaCert, kafkaKey } = values;
  if ((kafkaCert === undefined) !== (kafkaKey === undefined)) {
    throw new UsageError('--kafka-cert and --kafka-key: one without the other');
  }
  const bootstrap = formatHostPort(values.kafka);
  const isTls = kafkaTls || kafkaCa !== undefined || kafkaCert !== undefined;
  const files = { ca: kafkaCa, cert: kafkaCert, key: kafkaKey };
  const tls: Record<string, string> = {};
  for (const [name, path] of Object.entries(files)) if (path !== undefined) tls[name] = await readPem(path, project);
  return { bootstrap, ...(isTls ? { tls } : {}), ...(sasl === undefined ? {} : { sasl }) };
}

/** What a document says of a server that is reached so; no secrets. */
export function describeKafkaServer({ bootstrap, tls, sasl }: KafkaConnection): Omit<LiveServer, 'registryUrl'> {
  const ownCertificate = tls?.cert === undefined ? [] : (['X509'] as const);
  return {
    host: bootstrap,
    protocol: tls === undefined ? 'kafka' : 'kafka-secure',
    security: sasl === undefined ? ownCertificate : [SCHEMES[sasl.mechanism]],
  };
}

const SCHEMES = {
  PLAIN: 'plain',
  'SCRAM-SHA-256': 'scramSha256',
  'SCRAM-SHA-512': 'scramSha512',
  OAUTHBEARER: 'bearer',
} as const;

const MECHANISMS = {
  plain: 'PLAIN',
  'scram-sha-256': 'SCRAM-SHA-256',
  'scram-sha-512': 'SCRAM-SHA-512',
} as const;

function readSasl({ kafkaSasl, kafkaUser, kafkaPassword }: KafkaValues): KafkaConnection['sasl'] {
  if (kafkaSasl === undefined) {
    if (kafkaUser === undefined && kafkaPassword === undefined) return undefined;
    throw new UsageError('--kafka-user and --kafka-password need --kafka-sasl, such as --kafka-sasl plain');
  }
  if (kafkaPassword === undefined) {
    throw new UsageError(`--kafka-sasl ${kafkaSasl} needs --kafka-password, or SLUICE_KAFKA_PASSWORD`);
  }
  if (kafkaSasl === 'oauthbearer') return { mechanism: 'OAUTHBEARER', token: kafkaPassword };
  if (kafkaUser === undefined) throw new UsageError(`--kafka-sasl ${kafkaSasl} needs --kafka-user`);
  return { mechanism: MECHANISMS[kafkaSasl], username: kafkaUser, password: kafkaPassword };
}

async function readPem(path: string, project: Project): Promise<string> {
  let text: string;
  try {
    text = await readFile(project.resolve(path), 'utf8');
  } catch (error) {
    throw new InputError([`${project.show(path)}: ${describeFailure(error)}`], { cause: error });
  }
  if (!text.includes('-----BEGIN ')) throw new InputError([`${project.show(path)} holds no PEM: -----BEGIN …`]);
  return text;
}
