import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runProgram } from '../../harness/run-program.ts';
import { locate } from '../../requirements.ts';
import type { Requirement } from '../../requirements.ts';
import { startDriver } from '../clients/driver.ts';
import type { Driver } from '../clients/driver.ts';
import type { ActionName, Actions } from './actions.ts';
import { CASES } from './case-table.ts';
import { SCHEMAS } from './schemas.ts';
import type { SchemaType } from './schemas.ts';

/** A client of a registry's REST API: what it needs, how it is started, and what it has no means for, with the reason. */
export interface RegistryClient {
  readonly title: string;
  readonly language: string;
  readonly needs: readonly Requirement[];
  start(registryUrl: string): Driver<Actions> | Promise<Driver<Actions>>;
  /** Actions, or whole cases. */
  readonly lacks: Readonly<Record<string, string>>;
  /** Fields of answers and refusals that it does not show: of all actions, and of some. */
  readonly hides: Readonly<Partial<Record<ActionName | 'all', readonly string[]>>>;
}

const NO_CALL = 'has no such call';
const DELETES_BOTH = 'deletes softly itself before it deletes for good';
const NO_SERDE = 'has no serializers, or only a frame for those of others';
const PARSES = 'parses a schema itself before it sends it';
const DERIVES = 'its serializer makes a schema of the value, without references';
const AVRO_ONLY = 'the jar parses Avro only';
const NO_SUBJECT = 'asks for ids without a subject, which finds those of the default context';
const NO_REFERENCES = 'sends no references when it looks content up';

export const CLIENTS = {
  'confluent-schemaregistry': {
    title: '@confluentinc/schemaregistry',
    language: 'Node',
    needs: ['js-clients'],
    start: startJs('confluent.cjs'),
    lacks: {
      import: 'sends neither an id nor a version',
      'ids-of-guid': NO_CALL,
      'deleted-subjects': NO_CALL,
      contexts: NO_CALL,
      'subjects-of-id': NO_CALL,
      'versions-of-id': NO_CALL,
      'referenced-by': NO_CALL,
      'unset-level': NO_CALL,
      'set-mode': NO_CALL,
      'AVRO: a serializer registers by itself': DERIVES,
      'JSON: a serializer registers by itself': DERIVES,
    },
    hides: {},
  },
  kafkajs: {
    title: '@kafkajs/confluent-schema-registry',
    language: 'Node',
    needs: ['js-clients'],
    start: startJs('kafkajs.cjs'),
    lacks: {
      import: NO_CALL,
      'guid-of': NO_CALL,
      'by-properties': NO_CALL,
      versions: NO_CALL,
      subjects: NO_CALL,
      'deleted-subjects': NO_CALL,
      contexts: NO_CALL,
      'subjects-of-id': NO_CALL,
      'versions-of-id': NO_CALL,
      'referenced-by': NO_CALL,
      'delete-version': NO_CALL,
      'delete-subject': NO_CALL,
      'set-level': NO_CALL,
      level: NO_CALL,
      'set-mode': NO_CALL,
      compatible: NO_CALL,
      'finds ids of a context': NO_SUBJECT,
      ...forEachType('is refused what is no schema', PARSES),
      ...forEachType('finds content that refers to a schema', NO_REFERENCES),
      ...forEachType('normalizes', 'takes no such option'),
      ...forEachType('a serializer registers by itself', 'registers where it is told to'),
    },
    hides: { all: ['code', 'schema', 'type', 'references', 'version'], lookup: ['status'] },
  },
  'confluent-kafka-python': {
    title: 'confluent-kafka',
    language: 'Python',
    needs: ['python-clients'],
    start: (url) =>
      startDriver<Actions>(locate('python-clients') ?? '', [file('python/confluent_registry.py'), url], {
        PYTHONPATH: file('../clients/python'),
      }),
    lacks: { import: 'sends neither an id nor a version', 'ids-of-guid': NO_CALL },
    hides: {},
  },
  'franz-go': {
    title: 'franz-go’s sr',
    language: 'Go',
    needs: ['go', 'go-clients'],
    start: startGo('franz-sr'),
    lacks: { exchange: NO_SERDE, 'by-properties': NO_CALL },
    hides: {},
  },
  srclient: {
    title: 'srclient',
    language: 'Go',
    needs: ['go', 'go-clients'],
    start: startGo('srclient'),
    lacks: {
      import: NO_CALL,
      exchange: NO_SERDE,
      'guid-of': NO_CALL,
      'by-properties': NO_CALL,
      contexts: NO_CALL,
      'subjects-of-id': NO_CALL,
      'referenced-by': NO_CALL,
      'set-mode': NO_CALL,
      ...forEachType('normalizes', 'takes no such option'),
      'sets the global level': 'sets levels of subjects only',
      'finds ids of a context': NO_SUBJECT,
      'deletes versions for good': DELETES_BOTH,
      'is refused to delete a live version for good': DELETES_BOTH,
    },
    hides: { all: ['status'] },
  },
  'confluent-java': {
    title: 'Confluent’s schema-registry-client, as Flink’s jar on Maven Central has it',
    language: 'Java',
    needs: ['java', 'registry-jars'],
    start: (url) =>
      startDriver<Actions>(locate('java') ?? '', [
        '-XX:+UseSerialGC',
        '-XX:TieredStopAtLevel=1',
        '-Dorg.slf4j.simpleLogger.defaultLogLevel=error',
        '-cp',
        join(locate('registry-jars') ?? '', '*'),
        file('java/ConfluentRegistry.java'),
        url,
      ]),
    lacks: {
      ...forEveryCaseOf('JSON', AVRO_ONLY),
      ...forEveryCaseOf('PROTOBUF', AVRO_ONLY),
      'AVRO: is refused what is no schema': PARSES,
      exchange: 'the jar has no serializers',
      'guid-of': 'its version, 7.5, knows no guids',
      'names subjects beyond ASCII': 'percent-encodes UTF-16 units in paths, not UTF-8',
    },
    hides: {},
  },
} as const satisfies Record<string, RegistryClient>;

export type ClientName = keyof typeof CLIENTS;

function forEachType(title: string, reason: string): Record<string, string> {
  return Object.fromEntries(Object.keys(SCHEMAS).map((type) => [`${type}: ${title}`, reason]));
}

function forEveryCaseOf(type: SchemaType, reason: string): Record<string, string> {
  const titles = Object.keys(CASES).filter((title) => title.startsWith(`${type}: `));
  return Object.fromEntries(titles.map((title) => [title, reason]));
}

function file(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}

function startJs(program: string) {
  return (url: string): Driver<Actions> =>
    startDriver<Actions>(process.execPath, [file(`js/${program}`), url], { NODE_PATH: locate('js-clients') ?? '' });
}

/** Builds the program first, which takes Go a second when nothing has changed. */
function startGo(name: string) {
  return async (url: string): Promise<Driver<Actions>> => {
    const program = join(locate('go-clients') ?? '', name);
    const args = ['build', '-C', file('../clients/go'), '-mod=readonly', '-o', program, `./${name}`];
    const { code, stderr } = await runProgram(locate('go') ?? '', args, { timeoutMs: 300_000 });
    if (code !== 0) throw new Error(stderr);
    return startDriver<Actions>(program, [url]);
  };
}
