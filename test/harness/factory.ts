import { randomUUID } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Admin } from '@platformatic/kafka';
import { readBatchHeader } from '@sluice/kafka';
import type { Compression } from '@sluice/kafka';
import avsc from 'avsc';
import { startSluiceProcess } from './sluice-process.ts';
import type { SluiceProcess } from './sluice-process.ts';

/** One reading of MachineSensor in the running example. */
export interface Reading {
  readonly machine: string;
  readonly sensor: string;
  readonly value: number;
  readonly units: string;
}

export const machineSensorFile = fileURLToPath(new URL('../../schemas/machine-sensor.avsc', import.meta.url));

/** A running Sluice whose topic `factory7` refuses whatever is no MachineSensor. */
export interface Factory extends AsyncDisposable {
  readonly sluice: SluiceProcess;
  /** The registry's id of MachineSensor. */
  readonly schemaId: number;
  /** A reading as the wire has it, framed with `id` (the right one unless told) and encoded by avsc, not by us. */
  frameReading(reading: Reading, id?: number): Buffer;
}

/**
 * Starts Sluice with `args`, registers MachineSensor under `factory7-value` and creates `factory7` with payload
 * validation.
 */
export async function startFactory({
  partitions = 6,
  args = [],
}: { partitions?: number; args?: readonly string[] } = {}): Promise<Factory> {
  const sluice = await startSluiceProcess(args);
  try {
    const schema = await readFile(machineSensorFile, 'utf8');
    const schemaId = await registerSchema(sluice.http, 'factory7-value', schema);
    await createValidatedTopic(sluice.kafka, 'factory7', partitions);
    const type = avsc.Type.forSchema(JSON.parse(schema) as avsc.Schema);
    return {
      sluice,
      schemaId,
      frameReading(reading, id = schemaId) {
        const prefix = Buffer.alloc(5);
        prefix.writeUInt32BE(id, 1);
        return Buffer.concat([prefix, type.toBuffer(reading)]);
      },
      [Symbol.asyncDispose]: () => sluice[Symbol.asyncDispose](),
    };
  } catch (error) {
    await sluice[Symbol.asyncDispose]();
    throw error;
  }
}

/** Registers an Avro schema over the REST API and returns its id. */
export async function registerSchema(registryUrl: string, subject: string, schema: string): Promise<number> {
  const response = await fetch(`${registryUrl}/subjects/${encodeURIComponent(subject)}/versions`, {
    method: 'POST',
    headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
    body: JSON.stringify({ schema }),
  });
  if (!response.ok) throw new Error(`registering ${subject}: ${response.status} ${await response.text()}`);
  const { id } = (await response.json()) as { id: number };
  return id;
}

async function createValidatedTopic(bootstrap: string, topic: string, partitions: number): Promise<void> {
  const admin = new Admin({ bootstrapBrokers: [bootstrap], clientId: `factory-${randomUUID()}` });
  try {
    await admin.createTopics({
      topics: [topic],
      partitions,
      replicas: 1,
      configs: [{ name: 'sluice.value.schema.validation', value: 'payload' }],
    });
  } finally {
    await admin.close();
  }
}

/** The compressions of the batches that `topic`'s segments hold on disk, in partition and offset order. */
export async function readStoredCompressions(dataDir: string, topic: string): Promise<Compression[]> {
  const logs = join(dataDir, 'logs');
  const partitions = (await readdir(logs)).filter((name) => new RegExp(`^${topic}-\\d+$`).test(name)).toSorted();
  const compressions: Compression[] = [];
  for (const partition of partitions) {
    const files = (await readdir(join(logs, partition))).filter((name) => name.endsWith('.log')).toSorted();
    for (const file of files) {
      const bytes = await readFile(join(logs, partition, file));
      for (let offset = 0; offset < bytes.length;) {
        const header = readBatchHeader(bytes, offset);
        compressions.push(header.compression ?? 'none');
        offset += header.sizeBytes;
      }
    }
  }
  return compressions;
}
