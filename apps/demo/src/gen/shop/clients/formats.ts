// Made by `npm run gen`; edit its source instead.
import { clickCodec } from '../com/thingam/web/click.codec.ts';
import type { Click } from '../com/thingam/web/click.ts';
import { avroFormat } from '@sluice/serde/clients';

/** Avro com.thingam.web.Click. */
export const clickFormat = avroFormat<Click>({
  schema:
    '{"type":"record","name":"Click","namespace":"com.thingam.web","doc":"One click on a page of the Thingam shop.","fields":[{"name":"visitor","type":{"type":"string","logicalType":"uuid"},"doc":"Whoever clicked, as the shop\'s cookie knows them. Also the record\'s key."},{"name":"at","type":{"type":"long","logicalType":"timestamp-millis"},"doc":"When, by the visitor\'s clock."},{"name":"page","type":"string","doc":"The path of the page, e.g. /thingamajigs/7."},{"name":"element","type":["null","string"],"doc":"What was clicked, as a CSS selector; null for the page itself.","default":null},{"name":"device","type":{"type":"enum","name":"Device","symbols":["UNKNOWN","DESKTOP","PHONE","TABLET"],"default":"UNKNOWN"},"doc":"What the visitor holds."},{"name":"campaign","type":{"type":"map","values":"string"},"doc":"The parameters that the campaign\'s link carried.","default":{}}]}',
  codec: clickCodec,
});
