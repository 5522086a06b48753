import { writeDocument } from '@sluice/asyncapi';
import { exportModel } from '@sluice/asyncapi/export';
import { defineCommand } from '../command.ts';
import { answerErrors } from '../documents/answer-errors.ts';
import { OUTPUT_OPTION, REGISTRY_TOKEN_OPTION } from '../documents/document-options.ts';
import { findTopicSubjects } from '../documents/find-topic-subjects.ts';
import { describeKafkaServer, KAFKA_OPTIONS, readKafkaConnection } from '../documents/kafka-connection.ts';
import { openRegistry } from '../documents/open-registry.ts';
import { findProject } from '../documents/project.ts';
import { readTopics } from '../documents/read-topics.ts';
import { UsageError } from '../documents/usage-error.ts';
import { writeResult } from '../documents/write-text.ts';
import { EXIT } from '../exit-codes.ts';

export const exportDocument = defineCommand({
  help: {
    usage: 'sluice export asyncapi [options]',
    summary:
      'Writes an AsyncAPI 3 document of what there is: a channel for each topic with its configuration, and the newest ' +
      "schemas of the topic's subjects, with what they refer to.",
    examples: [
      { command: 'sluice export asyncapi -o asyncapi.yaml', help: 'all topics of the Sluice on this machine' },
      {
        command: 'sluice export asyncapi --topics orders,payments --kafka broker:9092 --registry http://registry:8081',
        help: 'two topics of any Kafka cluster, with any registry that speaks the REST API of Confluent',
      },
      {
        command: 'sluice export asyncapi --kafka broker:9093 --kafka-tls --kafka-sasl scram-sha-512 --kafka-user ana',
        help: 'by TLS, as a user whose password is in SLUICE_KAFKA_PASSWORD',
      },
    ],
    notes: [
      'Exit codes: 0 written, 1 a topic is not there or a schema is invalid, 2 wrong usage, 3 the broker or the ' +
        'registry did not answer, 4 it refused.',
    ],
  },
  options: {
    topics: { type: 'list', help: 'These topics only; by default all but internal ones.' },
    ...KAFKA_OPTIONS,
    registry: { type: 'url', default: 'http://127.0.0.1:8081', env: 'SLUICE_REGISTRY', help: 'The schema registry.' },
    ...REGISTRY_TOKEN_OPTION,
    title: { type: 'string', help: 'The title of the document.' },
    ...OUTPUT_OPTION,
  },
  maxPositionals: 1,
  run: (input) =>
    answerErrors(input, async () => {
      const { values, positionals, terminal } = input;
      const [kind] = positionals;
      if (kind !== 'asyncapi') throw new UsageError('what to export: sluice export asyncapi');
      const project = findProject(terminal.cwd);
      const connection = await readKafkaConnection(values, project);
      const registry = openRegistry(values.registry, { token: values.registryToken });
      const found = await findTopicSubjects(await readTopics(connection, values.topics), registry);
      const model = exportModel({
        ...found,
        ...(values.title === undefined ? {} : { title: values.title }),
        server: { ...describeKafkaServer(connection), registryUrl: registry.url },
      });
      await writeResult(input, project, values.output, writeDocument(model));
      return EXIT.ok;
    }),
});
