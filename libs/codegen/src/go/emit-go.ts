import { formatSchema, visitSchemas } from '@sluice/avro';
import type { NamedSchema, Schema } from '@sluice/avro';
import type { GenerateOptions } from '../generate-options.ts';
import type { GeneratedFile } from '../generated-file.ts';
import { isNamedSchema, listNamedTypes } from '../named-types.ts';
import { printModels, hasType } from './go-models.ts';
import { choosePackage, nameGo } from './go-names.ts';
import type { GoNames } from './go-names.ts';
import { sampleText } from './go-samples.ts';
import type { GoPackage } from './go-types.ts';
import { goString, listRegistrations, meetInUnion } from './go-types.ts';
import { SERDE_TEXT } from './serde-text.ts';

const HAMBA = 'github.com/hamba/avro/v2';

/**
 * One Go package for hamba/avro v2: a struct, string type or byte array for every named type; a serializer and a
 * deserializer for each of `schemas` that has a name; and a test that sends values of each there and back. The package
 * is called after the namespace of the first type.
 * @throws CodegenError where hamba/avro could not tell the branches of a union apart
 */
export function emitGo(schemas: readonly Schema[], options: Pick<GenerateOptions, 'header'>): readonly GeneratedFile[] {
  const types = listNamedTypes(schemas);
  const names = nameGo(types, choosePackage(types));
  const roots = schemas.filter(isNamedSchema).filter(hasType);
  const ownDates = meetInUnion(schemas, /date/, /timestamp/);
  const ownTimes = meetInUnion(schemas, /time-millis/, /time-micros/);
  const startFile = (): GoPackage => ({ names, imports: new Set<string>(), ownDates, ownTimes });
  const files: GeneratedFile[] = [];
  const add = (path: string, target: GoPackage, text: string): void => {
    const head = `// Made by \`${options.header}\`; edit its source instead.\n\n// Code generated from Avro schemas. DO NOT EDIT.\n\n`;
    const body = [`package ${names.packageName}`, importText(target.imports, text), text].filter((part) => part !== '');
    files.push({ path, text: `${head}${body.join('\n\n').trimEnd()}\n` });
  };
  const models = startFile();
  add('models.go', models, printModels(models, types));
  add('serde.go', startFile(), SERDE_TEXT);
  const serdes = startFile();
  add('serdes.go', serdes, printSerdes(serdes, schemas, roots));
  if (roots.length > 0) {
    const tests = startFile();
    add('round_trip_test.go', tests, printTests(tests, roots));
  }
  return files;
}

/** The packages that the code names: comments and samples may have asked for more. */
function importText(imports: ReadonlySet<string>, code: string): string {
  const plain = code.replaceAll(/^\s*\/\/.*$/gm, '').replaceAll(/"(?:[^"\\\n]|\\.)*"/g, '""');
  const used = [...imports].filter((path) => {
    const name = path === HAMBA ? 'avro' : path.slice(path.lastIndexOf('/') + 1);
    return new RegExp(`\\b${name}\\.`).test(plain);
  });
  const lines = used.toSorted().map((path) => `\t${goString(path)}`);
  const groups = [lines.filter((line) => !line.includes('.')), lines.filter((line) => line.includes('.'))];
  const text = groups.flatMap((group) => (group.length === 0 ? [] : [group.join('\n')])).join('\n\n');
  return text === '' ? '' : `import (\n${text}\n)`;
}

function printSerdes(target: GoPackage, schemas: readonly Schema[], roots: readonly NamedSchema[]): string {
  target.imports.add(HAMBA);
  const registrations = [...listRegistrations(target, schemas)].map(([name, type]) => {
    return `\tapi.Register(${goString(name)}, ${zeroText(type)})`;
  });
  const api = [
    '// api is hamba/avro with the types that unions of any hold.',
    'var api = newAPI()',
    '',
    'func newAPI() avro.API {',
    '\tapi := avro.Config{',
    '\t\tUnionResolutionError: true,',
    '\t\tMaxByteSliceSize:     64 << 20,',
    '\t\tMaxSliceAllocSize:    1 << 20, // items, which are allocated before they are read',
    '\t}.Freeze()',
    ...registrations,
    '\treturn api',
    '}',
  ].join('\n');
  return [api, ...roots.map((root) => printSerde(target.names, root))].join('\n\n');
}

function zeroText(type: string): string {
  if (type === '*big.Rat') return '&big.Rat{}';
  if (type === 'time.Duration') return 'time.Duration(0)';
  if (type.startsWith('*')) return `(${type})(nil)`;
  if (type.startsWith('[]') || type.startsWith('map[') || type === 'time.Time') return `${type}{}`;
  if (type.startsWith('AvroTimeMi')) return `${type}(0)`;
  return `*new(${type})`;
}

function printSerde(names: GoNames, root: NamedSchema): string {
  const type = names.typeName(root);
  const text = `schemaOf${type}`;
  const serializer = names.maker(root, 'Serializer');
  const deserializer = names.maker(root, 'Deserializer');
  return [
    `const ${text} = ${goString(formatSchema(root))}`,
    '',
    `var parsed${type} = avro.MustParse(${text})`,
    '',
    `// ${serializer} makes a serializer that writes ${type} under the subject.`,
    `func ${serializer}(registry Registry, subject string) *Serializer[${type}] {`,
    `\treturn &Serializer[${type}]{registry: registry, subject: subject, text: ${text}, schema: parsed${type}}`,
    '}',
    '',
    `// ${deserializer} makes a deserializer that reads ${type}, whatever version it was written as.`,
    `func ${deserializer}(registry Registry) *Deserializer[${type}] {`,
    `\treturn &Deserializer[${type}]{registry: registry, reader: parsed${type}, schemas: map[int]avro.Schema{}}`,
    '}',
  ].join('\n');
}

const TEST_HEAD = `// memoryRegistry gives the schema that was written last.
type memoryRegistry struct{ text string }

func (r *memoryRegistry) FindID(_ context.Context, _, schema string, _ bool) (int, error) {
	r.text = schema
	return 1, nil
}

func (r *memoryRegistry) FindSchema(context.Context, int) (Schema, error) {
	return Schema{Text: r.text}, nil
}

func (r *memoryRegistry) FindVersion(context.Context, string, int) (Schema, error) {
	return Schema{}, errors.New("no references here")
}

func checkRoundTrip[T any](t *testing.T, serializer *Serializer[T], deserializer *Deserializer[T], values []T) {
	t.Helper()
	ctx := context.Background()
	for _, value := range values {
		data, err := serializer.Serialize(ctx, value)
		if err != nil {
			t.Fatal(err)
		}
		read, err := deserializer.Deserialize(ctx, data)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := deserializer.Deserialize(ctx, data[:len(data)-1]); err == nil {
			t.Errorf("a byte less of %x was read", data)
		}
		again, err := serializer.Serialize(ctx, read)
		if err != nil {
			t.Fatal(err)
		}
		expected, _ := json.Marshal(value)
		found, _ := json.Marshal(read)
		if !bytes.Equal(data, again) || string(expected) != string(found) {
			t.Errorf("wrote %s, read %s", expected, found)
		}
	}
}`;

function printTests(target: GoPackage, roots: readonly NamedSchema[]): string {
  const { names, imports } = target;
  for (const path of ['bytes', 'context', 'encoding/json', 'errors', 'testing']) imports.add(path);
  const tests = roots.map((root) => {
    const type = names.typeName(root);
    const values = sampleTexts(target, root).map((text) => `\t\t${text.replace(/^&/, '')},`);
    return [
      `func TestRoundTripOf${type}(t *testing.T) {`,
      '\tregistry := &memoryRegistry{}',
      `\tvalues := []${type}{`,
      ...values,
      '\t}',
      `\tcheckRoundTrip(t, ${names.maker(root, 'Serializer')}(registry, "test-value"), ${names.maker(root, 'Deserializer')}(registry), values)`,
      '}',
    ].join('\n');
  });
  const text = [TEST_HEAD, ...tests].join('\n\n');
  return text;
}

/** As many values as the widest union has branches, each branch in one of them. */
function sampleTexts(target: GoPackage, root: NamedSchema): readonly string[] {
  let turns = 1;
  visitSchemas([root], (schema) => {
    if (schema.type === 'union') turns = Math.max(turns, schema.branches.length);
  });
  const texts = Array.from({ length: turns }, (_, turn) => sampleText(target, root, turn));
  return [...new Set(texts.flatMap((text) => text ?? []))];
}
