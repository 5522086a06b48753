import { createHash } from 'node:crypto';
import { normalizeSubject } from '@sluice/serde';
import type { Association } from '../association.ts';
import { findMode } from '../mode.ts';
import { RegistryError } from '../registry-error.ts';
import type { Settings } from '../settings.ts';
import { countContent, SECTIONS, sortContent } from './content.ts';
import type {
  ContentCounts,
  RegistryContent,
  ScopeSettings,
  Section,
  TransferSchema,
  TransferVersion,
} from './content.ts';
import type { RetiredId, StoredContext } from '../store/store.ts';
import { readConfig, readSchemaParts, readShape, readTimeMs, SCHEMA_RECORD } from './read-record.ts';
import { TransferError } from './transfer-error.ts';

/** The first line of a file. */
export interface ContentHeader {
  readonly format: typeof FORMAT;
  readonly formatVersion: number;
  readonly createdAt: string;
  /** Where it was read from, without credentials. */
  readonly source: string;
  readonly counts: ContentCounts;
}

const FORMAT = 'sluice-registry';
const FORMAT_VERSION = 1;

/** No line is longer: a schema of 1 MiB whose every character is escaped, and what is said about it. */
const MAX_LINE_LENGTH = 32 * 1024 * 1024;

/** Lines to which a file may grow. */
const MAX_LINES = 20_000_000;

/** The lines of a file, each with its line feed: a header, everything in one order, and a SHA-256 over all bytes before. */
export function* writeContentFile(
  content: RegistryContent,
  { source, nowMs }: { readonly source: string; readonly nowMs: number },
): Generator<string> {
  const sorted = sortContent(content);
  const hash = createHash('sha256');
  const line = (value: object): string => {
    const text = `${JSON.stringify(value)}\n`;
    hash.update(text);
    return text;
  };
  const header: ContentHeader = {
    format: FORMAT,
    formatVersion: FORMAT_VERSION,
    createdAt: new Date(nowMs).toISOString(),
    source,
    counts: countContent(sorted),
  };
  yield line(header);
  for (const section of SECTIONS) {
    for (const value of sorted[section] ?? []) yield line({ [section]: value });
  }
  yield `${JSON.stringify({ sha256: hash.digest('hex') })}\n`;
}

/** Reads a file whole, and answers only when its sum and its counts are right. Throws TransferError, naming the line. */
export async function readContentFile(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<{
  readonly header: ContentHeader;
  readonly content: RegistryContent;
}> {
  const hash = createHash('sha256');
  const collected = {
    contexts: new Array<StoredContext>(),
    retired: new Array<RetiredId>(),
    schemas: new Array<TransferSchema>(),
    versions: new Array<TransferVersion>(),
    settings: new Array<ScopeSettings>(),
    associations: new Array<Association>(),
  };
  let header: ContentHeader | undefined;
  let sum: string | undefined;
  let number = 0;
  for await (const line of splitLines(chunks)) {
    number++;
    if (sum !== undefined) throw refuse(number, 'stands after the checksum');
    const value = parseLine(line, number);
    if (header === undefined) {
      header = readHeader(value);
    } else if (typeof value['sha256'] === 'string') {
      sum = value['sha256'];
      continue;
    } else {
      readLine(collected, value, number);
    }
    hash.update(line).update('\n');
  }
  if (header === undefined) throw new TransferError(['the file is empty']);
  if (sum === undefined) {
    throw new TransferError([`the file ends after line ${number} without its checksum: it was cut off`]);
  }
  if (hash.digest('hex') !== sum) throw new TransferError(['the checksum is wrong: the file was changed or damaged']);
  const counts = countContent(collected);
  for (const section of SECTIONS) {
    if (counts[section] === header.counts[section]) continue;
    throw new TransferError([
      `the header promises ${header.counts[section]} ${section}, and ${counts[section]} follow`,
    ]);
  }
  return { header, content: collected };
}

async function* splitLines(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let rest = '';
  let lines = 0;
  const decode = (chunk?: Uint8Array): string => {
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
    } catch {
      throw refuse(lines + 1, 'is no UTF-8');
    }
  };
  for await (const chunk of chunks) {
    const parts = (rest + decode(chunk)).split('\n');
    rest = parts.pop() ?? '';
    if (rest.length > MAX_LINE_LENGTH) throw refuse(lines + parts.length + 1, 'is too long');
    for (const part of parts) {
      if (++lines > MAX_LINES) throw refuse(lines, `is one more than the ${MAX_LINES} that a file may have`);
      yield part;
    }
  }
  rest += decode();
  if (rest !== '') throw refuse(lines + 1, 'has no end: the file was cut off');
}

function parseLine(line: string, number: number): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw refuse(number, 'is no JSON');
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw refuse(number, 'is no JSON object');
}

function readHeader(value: Record<string, unknown>): ContentHeader {
  if (value['format'] !== FORMAT) throw refuse(1, `is no header: the file is not of the format ${FORMAT}`);
  const version = value['formatVersion'];
  if (version !== FORMAT_VERSION) {
    const known = `this release reads version ${FORMAT_VERSION}`;
    throw refuse(1, `says that the file is of version ${String(version)} of its format, and ${known}`);
  }
  const given: unknown = value['counts'];
  const counts = typeof given === 'object' && given !== null ? given : {};
  const count = (section: Section) => Number(Reflect.get(counts, section) ?? 0);
  return {
    format: FORMAT,
    formatVersion: FORMAT_VERSION,
    createdAt: readText(value['createdAt']),
    source: readText(value['source']),
    counts: {
      contexts: count('contexts'),
      retired: count('retired'),
      schemas: count('schemas'),
      versions: count('versions'),
      settings: count('settings'),
      associations: count('associations'),
    },
  };
}

function readText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

interface Collected {
  readonly contexts: StoredContext[];
  readonly retired: RetiredId[];
  readonly schemas: TransferSchema[];
  readonly versions: TransferVersion[];
  readonly settings: ScopeSettings[];
  readonly associations: Association[];
}

function readLine(collected: Collected, value: Record<string, unknown>, number: number): void {
  const section = SECTIONS.find((name) => Object.hasOwn(value, name));
  if (section === undefined) throw refuse(number, `is none of ${SECTIONS.join(', ')}`);
  try {
    READERS[section](collected, value[section]);
  } catch (error) {
    if (error instanceof RegistryError) throw refuse(number, `(${section}) is wrong: ${error.message}`);
    throw error instanceof MissingField ? refuse(number, `(${section}) has no ${error.message}`) : error;
  }
}

class MissingField extends Error {}

const READERS: Readonly<Record<Section, (collected: Collected, json: unknown) => void>> = {
  contexts({ contexts }, json) {
    const {
      context,
      nextId,
      listed = true,
    } = readShape({ context: 'string', nextId: 'string', listed: 'boolean' } as const, json);
    // One more than the largest id does not fit the integers of the API.
    const next = Number(nextId);
    if (!Number.isSafeInteger(next) || next < 1) throw new MissingField('next id');
    contexts.push({ context: need(context, 'context'), nextId: next, listed });
  },
  retired({ retired }, json) {
    const { context, id, guid } = readShape({ context: 'string', id: 'integer', guid: 'string' } as const, json);
    retired.push({ context: need(context, 'context'), id: needPositive(id, 'id'), guid: need(guid, 'guid') });
  },
  schemas({ schemas }, json) {
    const record = readShape({ context: 'string', ...SCHEMA_RECORD } as const, json);
    need(record.schema, 'schema');
    const own = { context: need(record.context, 'context'), id: needPositive(record.id, 'id') };
    schemas.push({ ...own, ...readSchemaParts(record) });
  },
  versions({ versions }, json) {
    const shape = { subject: 'string', version: 'integer', id: 'integer', deleted: 'boolean' } as const;
    const { subject, version, id, deleted = false } = readShape(shape, json);
    const createdAtMs = readTimeMs(Reflect.get(Object(json), 'createdAtMs'));
    versions.push({
      subject: normalizeSubject(need(subject, 'subject')),
      version: needPositive(version, 'version'),
      id: needPositive(id, 'id'),
      deleted,
      ...(createdAtMs !== undefined && { createdAtMs }),
    });
  },
  settings({ settings }, json) {
    const { scope } = readShape({ scope: 'string' } as const, json);
    settings.push({ scope: need(scope, 'scope'), settings: readSettings(Reflect.get(Object(json), 'settings')) });
  },
  associations({ associations }, json) {
    const { lifecycle = 'WEAK', frozen = false, ...texts } = readShape(ASSOCIATION, json);
    associations.push({
      guid: need(texts.guid, 'guid'),
      subject: need(texts.subject, 'subject'),
      resourceName: need(texts.resourceName, 'resourceName'),
      resourceNamespace: need(texts.resourceNamespace, 'resourceNamespace'),
      resourceId: need(texts.resourceId, 'resourceId'),
      resourceType: need(texts.resourceType, 'resourceType'),
      associationType: need(texts.associationType, 'associationType'),
      lifecycle,
      frozen,
      createdAtMs: readTimeMs(Reflect.get(Object(json), 'createdAtMs')) ?? 0,
      updatedAtMs: readTimeMs(Reflect.get(Object(json), 'updatedAtMs')) ?? 0,
    });
  },
};

const ASSOCIATION = {
  guid: 'string',
  subject: 'string',
  resourceName: 'string',
  resourceNamespace: 'string',
  resourceId: 'string',
  resourceType: 'string',
  associationType: 'string',
  lifecycle: { oneOf: ['STRONG', 'WEAK'] },
  frozen: 'boolean',
} as const;

function readSettings(json: unknown): Settings {
  const mode = findMode(readShape({ mode: 'string' } as const, json).mode ?? '');
  const config: unknown = Reflect.get(Object(json), 'config');
  return { ...(mode !== undefined && { mode }), ...(config !== undefined && { config: readConfig(config) }) };
}

function need<Value>(value: Value | undefined, name: string): Value {
  if (value === undefined) throw new MissingField(name);
  return value;
}

function needPositive(value: number | undefined, name: string): number {
  if (value === undefined || value < 1) throw new MissingField(name);
  return value;
}

function refuse(line: number, what: string): TransferError {
  return new TransferError([`line ${line} of the file ${what}`]);
}
