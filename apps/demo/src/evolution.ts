import { SchemaSourceError } from '@sluice/serde';
import type { RegistryClient } from '@sluice/serde';
import { REFUSED_FIRMWARE } from './sensors/firmware.ts';
import type { Firmware } from './sensors/firmware.ts';
import { readSchema } from './schemas.ts';
import { TOPICS } from './topics.ts';

/** A version of MachineSensor that the registry took. */
export interface SensorVersion {
  readonly version: number;
  readonly id: number;
  readonly news: string;
  /** Records written with it that each group has read. */
  readonly readBy: ReadonlyMap<string, number>;
}

/** How the sensors' schema changes while the demo runs. */
export interface Evolution {
  readonly versions: readonly SensorVersion[];
  /** Why the registry refused the incompatible schema. */
  readonly refusal: string | undefined;
  /** Registers what a firmware writes with. Answers the schema's id. */
  register(firmware: Firmware): Promise<number>;
  /** Offers the incompatible schema. Rejects when the registry takes it. */
  offerIncompatible(): Promise<void>;
  noteRead(group: string, schemaId: number | undefined): void;
}

const { subject } = TOPICS.sensors;

/** Each version has to read what all earlier ones wrote, and be read by them: old readers go on. */
const LEVEL = 'FULL_TRANSITIVE';

export async function createEvolution(registry: RegistryClient): Promise<Evolution> {
  const versions: (SensorVersion & { readonly readBy: Map<string, number> })[] = [];
  let refusal: string | undefined;
  await registry.updateCompatibility(LEVEL, subject);
  return {
    versions,
    get refusal() {
      return refusal;
    },
    async register({ schemaFile, news }) {
      const { id, version } = await registry.registerSchema(subject, { schema: readSchema(schemaFile) });
      if (id === undefined || version === undefined)
        throw new Error(`the registry gave ${schemaFile} no id or version`);
      versions.push({ version, id, news, readBy: new Map() });
      return id;
    },
    async offerIncompatible() {
      const schema = readSchema(REFUSED_FIRMWARE.schemaFile);
      try {
        await registry.registerSchema(subject, { schema });
      } catch (error) {
        if (!(error instanceof SchemaSourceError) || error.status !== 409) throw error;
        refusal = describeRefusal(error);
        return;
      }
      throw new Error(`the registry took ${REFUSED_FIRMWARE.schemaFile}, which is incompatible`);
    },
    noteRead(group, schemaId) {
      const readBy = versions.find(({ id }) => id === schemaId)?.readBy;
      readBy?.set(group, (readBy.get(group) ?? 0) + 1);
    },
  };
}

/** The registry's answer holds the whole of both schemas; what matters is what it found. */
function describeRefusal({ message, status, errorCode }: SchemaSourceError): string {
  const found = [...message.matchAll(/errorType:'(\w+)', description:'(.*?)', additionalInfo/g)];
  if (found.length === 0) return message;
  return `${status}, error code ${errorCode}: ${found.map(([, type, text]) => `${type}: ${text}`).join('; ')}`;
}
