import { formatHostPort } from '@sluice/runtime';
import { defineCommand } from '../command.ts';
import { KAFKA_OPTIONS, readKafkaConnection } from '../documents/kafka-connection.ts';
import { findProject } from '../documents/project.ts';
import { UsageError } from '../documents/usage-error.ts';
import { DEFAULT_PLACE, openSource, openTarget, PLACE_NOTE, TOKEN_OPTIONS } from '../registry/place.ts';
import { createProgress } from '../registry/progress.ts';
import { readTopic } from '../registry/read-schemas-topic.ts';
import { runTransfer } from '../registry/run-transfer.ts';
import { writeContent } from '../registry/write-content.ts';

export const registryImport = defineCommand({
  help: {
    usage: 'sluice registry import FILE|--kafka HOST:PORT [--to REGISTRY] [options]',
    summary:
      'Puts everything of a file of sluice registry export, or of the topic in which a registry of Confluent or Karapace ' +
      'keeps its schemas, into a registry, under the same ids and versions. The checksum is verified, and conflicts with ' +
      'what is there are listed, before anything is written. An import that was broken off goes on when it is started again.',
    examples: [
      { command: 'sluice registry import registry.jsonl --dry-run', help: 'what would be new, and what is in the way' },
      { command: 'sluice registry import registry.jsonl --to postgres://sluice@db/registry', help: 'into a database' },
      {
        command: 'sluice registry import --kafka broker:9092',
        help: "the topic _schemas of a cluster, into this folder's registry",
      },
    ],
    notes: [
      PLACE_NOTE,
      'A database may be in use meanwhile: each commit leaves a whole registry, and no id is given twice.',
      'Exit codes: 0 done, 1 conflicts, or the file is damaged, 2 wrong usage, 3 no answer, 4 refused.',
    ],
  },
  options: {
    to: { type: 'string', placeholder: 'REGISTRY', default: DEFAULT_PLACE, help: 'The registry to put it into.' },
    dryRun: { type: 'boolean', help: 'List conflicts and counts, and write nothing.' },
    ...KAFKA_OPTIONS,
    kafka: { type: 'host-port', help: 'Read a topic from the Kafka cluster of this broker, in place of a file.' },
    topic: { type: 'string', default: '_schemas', help: 'The topic.' },
    ...TOKEN_OPTIONS,
  },
  maxPositionals: 1,
  run: (input) =>
    runTransfer(input, async (signal) => {
      const { values, positionals, terminal, json } = input;
      const { kafka, dryRun } = values;
      const [file] = positionals;
      if ((file === undefined) === (kafka === undefined)) {
        throw new UsageError(
          'what to import: sluice registry import FILE, or sluice registry import --kafka HOST:PORT',
        );
      }
      const project = findProject(terminal.cwd);
      const progress = createProgress(terminal, json, 'read');
      const readAll = async () => {
        if (kafka !== undefined) {
          const connection = await readKafkaConnection({ ...values, kafka }, project);
          const topic = await readTopic(connection, values.topic, { signal, onProgress: progress.update });
          for (const warning of topic.warnings) terminal.writeError(`sluice: warning: ${warning}\n`);
          if (!json) {
            terminal.writeError(
              `sluice: read ${topic.recordCount} records of ${values.topic} at ${formatHostPort(kafka)}\n`,
            );
          }
          return topic.finish();
        }
        const source = await openSource(file ?? '', project, values.token);
        try {
          return await source.read({ signal, onProgress: progress.update });
        } finally {
          await source.close();
        }
      };
      const content = await readAll().finally(() => progress.end());
      const target = await openTarget(values.to, project, values.token);
      try {
        return await writeContent(content, target, { terminal, json, dryRun, signal });
      } finally {
        await target.close();
      }
    }),
});
