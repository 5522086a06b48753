import * as avro from '@sluice/avro/emitted';
import * as serde from '@sluice/serde/emitted';
import { expect, it } from 'vitest';

it('generated codecs find here all that they may import', () => {
  expect({ ...serde }).toMatchObject({ ...avro });
});
