import type { MessageDescriptor } from '@sluice/formats/protobuf';
import type { GenerateOptions } from '../../generate-options.ts';
import type { GeneratedFile } from '../../generated-file.ts';
import { printValue } from '../codec/print-value.ts';
import { render } from '../text/doc.ts';
import { startModule } from '../text/module.ts';
import type { ProtobufLayout } from './protobuf-layout.ts';
import { sampleMessages } from './sample-messages.ts';

const OWN_NAMES = ['SAMPLES', 'assert', 'test', 'UNKNOWN', 'index', 'value', 'bytes', 'later', 'cut'];
const IMPORTS = ["import assert from 'node:assert/strict';", "import test from 'node:test';"];

/**
 * A test for `node --test`: sample values come back from the codec as they were, a field that the message does not know
 * is passed over, and bytes that are cut off are refused. Undefined where a message must hold itself.
 */
export function emitProtobufTest(
  message: MessageDescriptor,
  layout: ProtobufLayout,
  options: GenerateOptions,
): GeneratedFile | undefined {
  const { path, type, codec } = layout.of(message);
  const samples = sampleMessages(message, layout);
  const docs = printValue(samples);
  if (samples.length === 0 || docs === undefined) return undefined;
  const module = startModule(`${path}.test`, options, OWN_NAMES);
  const name = module.importValue(codec.name, `/${codec.path}`);
  const local = module.importType(type, `/${path}`);
  const list = render([`const SAMPLES: readonly ${local}[] = `, docs, ';']);
  const unknown = 536_870_911 * 8;
  const tag = Array.from(
    { length: 5 },
    (_, index) => (Math.floor(unknown / 2 ** (7 * index)) % 128) + (index < 4 ? 128 : 0),
  );
  return module.finish(
    [
      `/** Together they have every field, case and name of an enum, and the extremes of each type. */\n${list}`,
      `/** The tag of a field that the message does not have. */\nconst UNKNOWN = [${tag.join(', ')}];`,
      `for (const [index, value] of SAMPLES.entries()) {
  void test(\`${message.fullName}: sample \${index} comes back as it was\`, () => {
    const bytes = ${name}.encode(value);
    assert.deepEqual(${name}.decode(bytes), value);
    // A field of a later version, and one that was cut off.
    const later = Uint8Array.of(...UNKNOWN, 1, ...bytes);
    assert.deepEqual(${name}.decode(later), value);
    const cut = Uint8Array.of(...bytes, ...UNKNOWN);
    assert.throws(() => ${name}.decode(cut), { name: 'SerdeError' });
  });
}`,
    ],
    IMPORTS,
  );
}
