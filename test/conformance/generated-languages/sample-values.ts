/** Values as the codecs of @sluice/avro take and give them, longs as bigint and logical types as their base types. */

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

const click = {
  visitor: '6f1c2f7e-0b7a-4c43-9d3f-0123456789ab',
  at: 1_767_225_600_123n,
  page: '/thingamajigs/7',
  element: 'button.buy',
  device: 'PHONE',
  campaign: { source: 'mail' },
};

const kitchen = {
  yes: true,
  count: -7,
  total: -9_007_199_254_740_993n,
  ratio: Math.fround(0.1),
  exact: 0.1,
  raw: bytes(0, 255, 128),
  class: 'é 😀 \u0000',
  nothing: null,
  colour: 'None',
  hash: bytes(1, 2, 3, 4),
  list: [1, -1, 2_147_483_647],
  tags: { 'a b': 'c' },
  maybe: '',
  maybeRaw: bytes(),
  maybeList: [],
  maybeMap: {},
  maybeColour: 'RED',
  choice: { 'com.thingam.kitchen.Right': { x: 1 } },
  widths: { double: 2.5 },
  again: { 'com.thingam.other.Other': bytes(9, 8, 7, 6) },
  day: -1,
  at: -1n,
  atMicros: 1_767_225_600_123_456n,
  atNanos: 1_767_225_600_123_456_789n,
  local: 1_767_225_600_123_456n,
  clock: 86_399_999,
  clockMicros: 86_399_999_999n,
  price: bytes(0xff, 0x7f),
  fixedPrice: bytes(255, 255, 255, 255, 255, 133),
  maybePrice: bytes(0),
  maybeFixedPrice: bytes(0, 0, 0, 0, 0, 1),
  maybeAt: 1_767_225_600_123n,
  id: '6f1c2f7e-0b7a-4c43-9d3f-0123456789ab',
  idBytes: Uint8Array.from({ length: 16 }, (_, index) => index * 16),
  span: bytes(1, 0, 0, 0, 2, 0, 0, 0, 255, 255, 255, 255),
  big: bytes(4, 4, 210, 4),
  when: { long: 1_767_225_600_123n },
  parent: null,
  children: [] as readonly unknown[],
  left: { x: 5 },
};

const nulls = {
  maybe: null,
  maybeRaw: null,
  maybeList: null,
  maybeMap: null,
  maybeColour: null,
  maybePrice: null,
  maybeFixedPrice: null,
  maybeAt: null,
  when: null,
  choice: null,
};

/** Of each branch of the big union, with a value beside it for the others. */
const kitchens = [
  { ...kitchen, ...nulls, parent: kitchen, children: [kitchen, { ...kitchen, ...nulls }] },
  kitchen,
  { ...kitchen, choice: { int: 5 }, widths: { long: 9_007_199_254_740_993n }, when: { int: 20_000 } },
  { ...kitchen, choice: { string: 'GREEN' }, widths: { int: 3 }, again: { bytes: bytes(1, 2, 3, 4) } },
  { ...kitchen, choice: { double: 1e300 }, again: { 'com.thingam.kitchen.Left': { x: 3 } } },
  { ...kitchen, choice: { 'com.thingam.kitchen.Left': { x: 2 } }, again: { 'com.thingam.kitchen.Right': { x: 3 } } },
  { ...kitchen, choice: { 'com.thingam.kitchen.Colour': 'GREEN' } },
  { ...kitchen, choice: bytes(4, 3, 2, 1) },
  { ...kitchen, choice: [1n, -1n] },
  { ...kitchen, choice: { map: { one: { x: 1 } } } },
];

export const VALUES = {
  Click: [click, { ...click, element: null, campaign: {} }],
  MachineSensor: [{ machine: 'SuperOven3000', sensor: 'OvenTemp', value: 300.25, units: 'C' }],
  MachineState: [
    { machine: 'SuperOven3000', state: 'FAULT' },
    { machine: 'SuperOven3000', state: 'IDLE' },
  ],
  Kitchen: kitchens,
} as const satisfies Record<string, readonly unknown[]>;
