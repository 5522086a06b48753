import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runProgram } from '../../harness/run-program.ts';
import { locate } from '../../requirements.ts';
import type { Requirement } from '../../requirements.ts';
import type { CaseName } from './case-table.ts';
import { startDriver } from './driver.ts';
import type { Driver } from './driver.ts';
import { startKafkaTools } from './kafka-tools-driver.ts';
import { startKcat } from './kcat-driver.ts';
import { startPlatformatic } from './platformatic-driver.ts';
import type { REFUSALS } from './refusals.ts';

/** Where a client finds what it talks to. */
export interface Addresses {
  readonly kafka: string;
  readonly http: string;
}

/** A client of the matrix: what it needs, how it is started, and the cases that it has no means for, with the reason. */
export interface Client {
  readonly title: string;
  readonly language: string;
  readonly needs: readonly Requirement[];
  start(addresses: Addresses): Driver | Promise<Driver>;
  readonly notApplicable: Partial<Record<CaseName, string>>;
  readonly tells: keyof typeof REFUSALS;
  /** The cases that it is here for, when another line covers the rest. */
  readonly only?: readonly CaseName[];
  /** What a user should know, for the docs. */
  readonly note?: string;
}

const NO_SERDE = {
  'Avro through the registry': 'no Avro serde of its own among those tried',
} as const;
const EAGER = { 'hand partitions over cooperatively': 'has no cooperative assignor' } as const;
const NO_STATIC = {
  'keep the partitions of a static member that restarts': 'its consumer takes no instance id',
} as const;
const NO_LOG_DIRS = { 'describe log directories': 'has no such call' } as const;

export const CLIENTS = {
  kcat: {
    title: 'kcat',
    tells: 'that the record is invalid',
    language: 'C',
    needs: ['kcat'],
    start: ({ kafka }) => startKcat(locate('kcat') ?? '', kafka),
    notApplicable: {
      ...NO_SERDE,
      ...NO_LOG_DIRS,
      'create a topic': 'has no admin commands',
      'describe configs': 'has no admin commands',
      'alter configs': 'has no admin commands',
      'add partitions': 'has no admin commands',
      'delete records': 'has no admin commands',
      'list groups': 'has no admin commands',
      'describe a group': 'has no admin commands',
      'list committed offsets': 'has no admin commands',
      'delete a group': 'has no admin commands',
      'delete a topic': 'has no admin commands',
    },
    note: 'Debian’s build; it has no Avro support.',
  },
  'confluent-kafka-python': {
    title: 'confluent-kafka',
    tells: 'that the record is invalid',
    language: 'Python',
    needs: ['python-clients'],
    start: startPython('confluent_kafka_client.py'),
    notApplicable: NO_LOG_DIRS,
  },
  'kafka-python': {
    title: 'kafka-python',
    tells: 'the reason',
    language: 'Python',
    needs: ['python-clients'],
    start: startPython('kafka_python_client.py'),
    notApplicable: { ...NO_SERDE },
  },
  aiokafka: {
    title: 'aiokafka',
    tells: 'an unknown error',
    language: 'Python',
    needs: ['python-clients'],
    start: startPython('aiokafka_client.py'),
    notApplicable: { ...EAGER, ...NO_SERDE, ...NO_LOG_DIRS, 'delete a group': 'has no such call' },
  },
  'kafka-clients': {
    title: 'kafka-clients',
    tells: 'the reason',
    language: 'Java',
    needs: ['java', 'kafka-jars'],
    start: ({ kafka, http }) => {
      const jars = join(locate('kafka-jars') ?? '', '*');
      const source = clientFile('java/KafkaClient.java');
      return startDriver(locate('java') ?? '', [
        '-XX:+UseSerialGC',
        '-Dorg.slf4j.simpleLogger.defaultLogLevel=error',
        '-cp',
        jars,
        source,
        kafka,
        http,
      ]);
    },
    notApplicable: {},
    note: 'Avro with Apicurio’s serde in its Confluent framing; the serde’s own client speaks only Apicurio’s API, so a small `RegistryClientFacade` asks the Confluent one.',
  },
  'kafka-tools': {
    title: 'Kafka’s console and admin tools',
    tells: 'the reason',
    language: 'Java',
    needs: ['java', 'kafka-jars'],
    start: ({ kafka }) => startKafkaTools(locate('java') ?? '', locate('kafka-jars') ?? '', kafka),
    notApplicable: NO_SERDE,
  },
  'franz-go': {
    title: 'franz-go',
    tells: 'that the record is invalid',
    language: 'Go',
    needs: ['go', 'go-clients'],
    start: startGo('franz'),
    notApplicable: {},
    note: 'Avro with hamba/avro and franz-go’s `sr` client.',
  },
  segmentio: {
    title: 'segmentio/kafka-go',
    tells: 'the reason',
    language: 'Go',
    needs: ['go', 'go-clients'],
    start: startGo('segmentio'),
    notApplicable: { ...EAGER, ...NO_STATIC, ...NO_SERDE, ...NO_LOG_DIRS, 'delete records': 'has no such call' },
  },
  sarama: {
    title: 'sarama',
    tells: 'that the record is invalid',
    language: 'Go',
    needs: ['go', 'go-clients'],
    start: startGo('sarama'),
    notApplicable: { ...NO_SERDE },
  },
  'confluent-kafka-go': {
    title: 'confluent-kafka-go',
    tells: 'that the record is invalid',
    language: 'Go',
    needs: ['go', 'go-clients'],
    start: startGo('confluent'),
    notApplicable: { ...NO_SERDE, ...NO_LOG_DIRS },
  },
  kafkajs: {
    title: 'kafkajs',
    tells: 'that the record is invalid',
    language: 'Node',
    needs: ['js-clients'],
    start: startKafkaJs('@kafkajs/confluent-schema-registry'),
    notApplicable: { ...EAGER, ...NO_STATIC, ...NO_LOG_DIRS },
    note: 'Avro with @kafkajs/confluent-schema-registry; snappy, lz4 and zstd with codecs of the user’s.',
  },
  'confluent-schemaregistry': {
    title: 'kafkajs with @confluentinc/schemaregistry',
    tells: 'that the record is invalid',
    language: 'Node',
    needs: ['js-clients'],
    start: startKafkaJs('@confluentinc/schemaregistry'),
    notApplicable: {},
    only: ['Avro through the registry', 'a payload that breaks the contract is refused'],
  },
  platformatic: {
    title: '@platformatic/kafka',
    tells: 'that the record is invalid',
    language: 'Node',
    needs: [],
    start: ({ kafka }) => startPlatformatic(kafka),
    notApplicable: {
      ...NO_SERDE,
      'keep the partitions of a static member that restarts': 'its static members leave the group when they close',
    },
  },
} as const satisfies Record<string, Client>;

export type ClientName = keyof typeof CLIENTS;

function clientFile(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}

function startPython(script: string) {
  return ({ kafka, http }: Addresses): Driver =>
    startDriver(locate('python-clients') ?? '', [clientFile(`python/${script}`), kafka, http]);
}

/** Builds the program first, which takes Go a second when nothing has changed. */
function startGo(name: string) {
  return async ({ kafka, http }: Addresses): Promise<Driver> => {
    const program = join(locate('go-clients') ?? '', name);
    const args = ['build', '-C', clientFile('go'), '-mod=readonly', '-o', program, `./${name}`];
    const { code, stderr } = await runProgram(locate('go') ?? '', args, { timeoutMs: 300_000 });
    if (code !== 0) throw new Error(stderr);
    return startDriver(program, [kafka, http]);
  };
}

function startKafkaJs(serde: string) {
  return ({ kafka, http }: Addresses): Driver =>
    startDriver(process.execPath, [clientFile('js/kafkajs.cjs'), kafka, http, serde], {
      NODE_PATH: locate('js-clients') ?? '',
      KAFKAJS_NO_PARTITIONER_WARNING: '1',
    });
}
