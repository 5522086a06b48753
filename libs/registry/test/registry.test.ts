import { createFormats } from '@sluice/formats';
import { avroFormat } from '@sluice/formats/avro';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeRequiring } from '../../../test/requirements.ts';
import { createMemoryStore, createRegistry, createRegistrySource, RegistryError } from '../src/index.ts';
import type { Store } from '../src/index.ts';
import { usePostgres, useStores } from './open-stores.ts';
import type { StoreUnderTest } from './store-contract.ts';

const formats = createFormats([avroFormat]);
const open = (store: Store) => createRegistry({ store, formats, defaultCompatibility: 'NONE', maxStaleMs: 0 });
const text = (schema: string) => ({ schemaType: 'AVRO', schema, references: [] });
/** The nth of many schemas. */
const enumOf = (n: number) => text(JSON.stringify({ type: 'enum', name: 'E', symbols: [`S${n}`] }));

describe('ids', () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant('register'), subject: fc.nat(2), schema: fc.nat(4) }),
    fc.record({ do: fc.constant('delete'), subject: fc.nat(2), schema: fc.nat(4) }),
    fc.record({ do: fc.constant('purge'), subject: fc.nat(2), schema: fc.nat(4) }),
    fc.record({ do: fc.constant('restart'), subject: fc.nat(2), schema: fc.nat(4) }),
  );
  const stores = useStores();

  it('name one content for ever, whatever is deleted, purged or restarted in between', async () => {
    const law = fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const { store, reopen } = await stores.sqlite();
      let registry = open(store);
      const contents = new Map<number, Set<string>>();
      for (const { do: what, subject: nth, schema } of steps) {
        const subject = `s${nth}`;
        if (what === 'register') {
          const { id, schema: content } = await registry.registerSchema(subject, enumOf(schema));
          contents.set(id, (contents.get(id) ?? new Set()).add(content));
        } else if (what === 'restart' && reopen !== undefined) {
          registry = open(await reopen());
        } else {
          await ignoreRefusal(registry.deleteSubject(subject, { permanent: what === 'purge' }));
        }
      }
      await registry.close();
      expect([...contents].filter(([, named]) => named.size > 1)).toEqual([]);
    });
    await fc.assert(law, { numRuns: 30 });
  });

  it('rise by one, without gaps, under concurrent registration', async () => {
    const registry = open((await stores.sqlite()).store);
    const registered = await Promise.all(
      Array.from({ length: 50 }, (_, n) => registry.registerSchema(`s${n % 5}`, enumOf(n % 25))),
    );
    expect(new Set(registered.map(({ id }) => id)).size).toBe(25);
    expect(Math.max(...registered.map(({ id }) => id))).toBe(25);
    for (let n = 0; n < 5; n++) {
      const versions = await registry.listVersions(`s${n}`);
      expect(versions.map(({ version }) => version)).toEqual([1, 2, 3, 4, 5]);
    }
  });
});

function describeReplicas(name: string, openStore: () => Promise<StoreUnderTest>): void {
  it(`agree on ids and versions, and see at once what the others wrote, on ${name}`, async () => {
    const { store, openAnother } = await openStore();
    if (openAnother === undefined) throw new Error(`${name} cannot be shared`);
    const replicas = [open(store), open(await openAnother()), open(await openAnother())];
    const registered = await Promise.all(
      replicas.flatMap((replica) =>
        Array.from({ length: 20 }, (_, n) => replica.registerSchema(`s${n % 2}`, enumOf(n))),
      ),
    );
    const idsByContent = Map.groupBy(registered, ({ schema }) => schema);
    expect(idsByContent.size).toBe(20);
    for (const same of idsByContent.values()) expect(new Set(same.map(({ id }) => id)).size).toBe(1);
    expect(Math.max(...registered.map(({ id }) => id))).toBe(20);

    const [first, ...others] = replicas;
    const fresh = await first?.registerSchema('fresh', enumOf(99));
    for (const other of others) {
      expect(await other.readSchema(fresh?.id ?? 0)).toMatchObject({
        schema: { schema: fresh?.schema },
        holder: { deleted: false },
      });
      expect(await other.readVersion('fresh', 'latest')).toMatchObject({ id: fresh?.id, version: 1 });
    }

    await first?.deleteSubject('fresh');
    for (const other of others) {
      expect(await other.readSchema(fresh?.id ?? 0)).toMatchObject({ holder: { deleted: true } });
    }
    await first?.deleteSubject('fresh', { permanent: true });
    for (const other of others) await expect(other.readSchema(fresh?.id ?? 0)).rejects.toMatchObject({ code: 40403 });
  });
}

describe('registries that share a store', () => {
  describeReplicas('SQLite', useStores().sqlite);
});

describeRequiring(['postgres'], 'replicas', () => {
  describeReplicas('PostgreSQL', usePostgres().open);
});

describe('changes', () => {
  it('name the subject, or none when all are meant', async () => {
    const registry = open(createMemoryStore());
    const seen: (string | undefined)[] = [];
    const stop = registry.changes(({ subject }) => seen.push(subject));
    await registry.registerSchema('a', enumOf(1));
    await registry.registerSchema('a', enumOf(1));
    await registry.updateConfig({ compatibilityLevel: 'FULL' }, 'b');
    await registry.updateConfig({ compatibilityLevel: 'FULL' });
    await registry.deleteSubject('a');
    stop();
    await registry.registerSchema('c', enumOf(1));
    expect(seen).toEqual(['a', 'b', undefined, 'a']);
  });
});

describe('createRegistrySource', () => {
  it('answers like any source, undefined where there is nothing', async () => {
    const registry = open(createMemoryStore());
    const source = createRegistrySource(registry);
    const { id, guid } = await registry.registerSchema('s', enumOf(1));
    await registry.registerSchema('s', enumOf(2));
    await registry.deleteVersion('s', 1);
    expect(await source.byId(id)).toMatchObject({ id, guid, schemaType: 'AVRO' });
    expect(await source.byGuid(guid)).toMatchObject({ id });
    expect(await source.bySubject('s')).toMatchObject([
      { version: 1, id: 1, deleted: true },
      { version: 2, id: 2, deleted: false },
    ]);
    expect(await source.byVersion('s', 'latest')).toMatchObject({ version: 2, id: 2 });
    expect(await source.byVersion('s', 1)).toMatchObject({ version: 1, deleted: true });
    expect(await source.byId(9)).toBeUndefined();
    expect(await source.byGuid('none')).toBeUndefined();
    expect(await source.bySubject('none')).toEqual([]);
    expect(await source.byVersion('none', 'latest')).toBeUndefined();
  });

  it('says so when the store cannot be asked', async () => {
    const store = { ...createMemoryStore(), readSchema: () => Promise.reject(new Error('disk gone')) };
    await expect(createRegistrySource(open(store)).byId(1)).rejects.toMatchObject({
      name: 'SchemaSourceError',
      message: 'the registry could not be asked: disk gone',
    });
  });
});

async function ignoreRefusal(promise: Promise<unknown>): Promise<void> {
  await promise.catch((error: unknown) => {
    if (!(error instanceof RegistryError)) throw error;
  });
}
