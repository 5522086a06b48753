import type { ActionName, Actions } from './actions.ts';
import { SCHEMAS } from './schemas.ts';
import type { SchemaType } from './schemas.ts';

/** What a step comes to. Without one it must be answered, whatever the answer is. */
type Outcome<Gives> =
  | { readonly gives?: Gives }
  /** The answer, an array, has at least these. */
  | { readonly has: Gives }
  | { readonly hasNot: Gives }
  /** `says` is part of the message. */
  | { readonly refused: { readonly status: number; readonly code: number; readonly says: string } };

type StepOf<Name extends ActionName> = {
  readonly do: Name;
  readonly with: Actions[Name]['takes'];
} & Outcome<Exclude<Actions[Name]['gives'], { refused: unknown }>>;

/** What the suite itself asks of the registry by HTTP, where it is no client's part. */
interface Setting {
  readonly put: string;
  readonly body: object;
}

/**
 * One call. A text that begins with `$` is a variable of its case: the first answer that has it binds it, later answers must
 * have the same, and arguments are given what it is bound to.
 */
export type Step = { [Name in ActionName]: StepOf<Name> }[ActionName] | Setting;

const each = (cases: (type: SchemaType) => Readonly<Record<string, readonly Step[]>>) =>
  Object.assign({}, ...(['AVRO', 'JSON', 'PROTOBUF'] as const).map(cases)) as Readonly<Record<string, readonly Step[]>>;

/** Each case works on subjects of its own; all run in this order against one Sluice. */
export const CASES: Readonly<Record<string, readonly Step[]>> = {
  ...each((type) => {
    const { order, grown, broken, fault, customer, withCustomer, reference, value, otherwise } = SCHEMAS[type];
    const subject = `${type.toLowerCase()}-orders-value`;
    const referring = `${type.toLowerCase()}-referring-value`;
    const references = [{ name: reference, subject: reference, version: 1 }];
    const withReferences = { schema: withCustomer, type, references };
    return {
      [`${type}: registers, once and again`]: [
        { do: 'register', with: { subject, schema: order, type }, gives: { id: '$id' } },
        { do: 'register', with: { subject, schema: order, type }, gives: { id: '$id' } },
        { do: 'register', with: { subject: `${subject}-copy`, schema: order, type }, gives: { id: '$id' } },
        { do: 'by-id', with: { id: '$id' }, gives: { schema: order, type, references: [] } },
      ],
      [`${type}: finds content`]: [
        { do: 'lookup', with: { subject, schema: order, type }, gives: { id: '$id', version: 1 } },
        {
          do: 'lookup',
          with: { subject, schema: grown, type },
          refused: { status: 404, code: 40403, says: 'not found' },
        },
      ],
      [`${type}: evolves compatibly`]: [
        { do: 'register', with: { subject, schema: order, type }, gives: { id: '$first' } },
        { do: 'compatible', with: { subject, schema: grown, type }, gives: true },
        { do: 'register', with: { subject, schema: grown, type }, gives: { id: '$second' } },
        { do: 'versions', with: { subject }, gives: [1, 2] },
        {
          do: 'by-version',
          with: { subject, version: 1 },
          gives: { id: '$first', version: 1, schema: order, type, references: [] },
        },
        {
          do: 'latest',
          with: { subject },
          gives: { id: '$second', version: 2, schema: grown, type, references: [] },
        },
      ],
      [`${type}: is refused what breaks readers`]: [
        { do: 'register', with: { subject: `${subject}-kept`, schema: order, type } },
        { do: 'compatible', with: { subject: `${subject}-kept`, schema: broken, type }, gives: false },
        {
          do: 'register',
          with: { subject: `${subject}-kept`, schema: broken, type },
          refused: { status: 409, code: 40901, says: fault },
        },
        { do: 'versions', with: { subject: `${subject}-kept` }, gives: [1] },
      ],
      [`${type}: normalizes`]: [
        {
          do: 'register',
          with: { subject: `${subject}-normal`, schema: order, type, normalize: true },
          gives: { id: '$id' },
        },
        {
          do: 'register',
          with: { subject: `${subject}-normal`, schema: otherwise, type, normalize: true },
          gives: { id: '$id' },
        },
        { do: 'versions', with: { subject: `${subject}-normal` }, gives: [1] },
      ],
      [`${type}: refers to a schema`]: [
        { do: 'register', with: { subject: reference, schema: customer, type } },
        { do: 'register', with: { subject: referring, ...withReferences }, gives: { id: '$order' } },
        { do: 'by-id', with: { id: '$order' }, gives: { schema: withCustomer, type, references } },
        {
          do: 'latest',
          with: { subject: referring },
          gives: { id: '$order', version: 1, schema: withCustomer, type, references },
        },
      ],
      [`${type}: finds content that refers to a schema`]: [
        { do: 'register', with: { subject: referring, ...withReferences }, gives: { id: '$order' } },
        { do: 'lookup', with: { subject: referring, ...withReferences }, gives: { id: '$order', version: 1 } },
      ],
      [`${type}: is told who refers to a schema`]: [
        { do: 'register', with: { subject: referring, ...withReferences }, gives: { id: '$order' } },
        { do: 'referenced-by', with: { subject: reference, version: 1 }, gives: ['$order'] },
      ],
      [`${type}: may not delete what others refer to`]: [
        {
          do: 'delete-version',
          with: { subject: reference, version: 1 },
          refused: { status: 422, code: 42206, says: 'One or more references exist to the schema' },
        },
      ],
      [`${type}: writes and reads a value through a reference`]: [
        { do: 'register', with: { subject: referring, ...withReferences }, gives: { id: '$order' } },
        {
          do: 'exchange',
          with: { topic: `${type.toLowerCase()}-referring`, type, id: '$order', value },
          gives: { id: '$order', value },
        },
      ],
      [`${type}: a serializer registers by itself`]: [
        { do: 'register', with: { subject: referring, ...withReferences }, gives: { id: '$order' } },
        {
          do: 'exchange',
          with: { topic: `${type.toLowerCase()}-referring`, type, id: '$order', value, registers: true },
          gives: { id: '$order', value },
        },
        { do: 'versions', with: { subject: referring }, gives: [1] },
      ],
      [`${type}: is refused what is no schema`]: [
        {
          do: 'register',
          with: { subject: `${subject}-invalid`, schema: type === 'JSON' ? '{"type": "nothing"}' : '{', type },
          refused: { status: 422, code: 42201, says: '' },
        },
      ],
    };
  }),
  'finds schemas by guid': [
    { do: 'register', with: avro('guids') },
    { do: 'guid-of', with: { subject: 'guids' }, gives: { guid: '$guid' } },
    { do: 'by-guid', with: { guid: '$guid' }, gives: { schema: SCHEMAS.AVRO.order } },
    {
      do: 'by-guid',
      with: { guid: '00000000-0000-0000-0000-000000000000' },
      refused: { status: 404, code: 40403, says: 'not found' },
    },
  ],
  'finds the ids of a guid': [
    { do: 'register', with: avro('guids'), gives: { id: '$id' } },
    { do: 'register', with: avro(':.guids:guids'), gives: { id: '$other' } },
    { do: 'guid-of', with: { subject: 'guids' }, gives: { guid: '$guid' } },
    {
      do: 'ids-of-guid',
      with: { guid: '$guid' },
      gives: [
        { context: '.', id: '$id' },
        { context: '.guids', id: '$other' },
      ],
    },
  ],
  'finds versions by their metadata': [
    { do: 'register', with: { ...avro('releases'), properties: { major: '1' } }, gives: { id: '$first' } },
    {
      do: 'register',
      with: { ...avro('releases', SCHEMAS.AVRO.grown), properties: { major: '2' } },
      gives: { id: '$second' },
    },
    {
      do: 'by-properties',
      with: { subject: 'releases', properties: { major: '1' } },
      gives: { id: '$first', version: 1 },
    },
    {
      do: 'by-properties',
      with: { subject: 'releases', properties: { major: '3' } },
      refused: { status: 404, code: 40403, says: 'not found' },
    },
  ],
  'keeps contexts apart': [
    { do: 'register', with: avro('apart', SCHEMAS.AVRO.order), gives: { id: '$here' } },
    { do: 'register', with: avro(':.there:apart', SCHEMAS.AVRO.broken), gives: { id: '$there' } },
    { do: 'latest', with: { subject: 'apart' }, gives: avroFound('$here', 1, SCHEMAS.AVRO.order) },
    { do: 'latest', with: { subject: ':.there:apart' }, gives: avroFound('$there', 1, SCHEMAS.AVRO.broken) },
  ],
  'finds ids of a context': [
    { do: 'register', with: avro(':.elsewhere:only', SCHEMAS.AVRO.broken), gives: { id: '$id' } },
    {
      do: 'by-id',
      with: { id: '$id', subject: ':.elsewhere:only' },
      gives: { schema: SCHEMAS.AVRO.broken, type: 'AVRO', references: [] },
    },
  ],
  'lists subjects of all contexts': [
    { do: 'register', with: avro('listed') },
    { do: 'register', with: avro(':.listed:listed') },
    { do: 'subjects', with: {}, has: ['listed', ':.listed:listed'] },
  ],
  'lists contexts': [
    { do: 'register', with: avro(':.listed:listed') },
    { do: 'contexts', with: {}, has: ['.', '.listed'] },
  ],
  'lists where an id is used': [
    { do: 'register', with: avro('used-once'), gives: { id: '$id' } },
    { do: 'register', with: avro('used-again'), gives: { id: '$id' } },
    { do: 'subjects-of-id', with: { id: '$id' }, has: ['used-once', 'used-again'] },
  ],
  'lists versions of an id': [
    { do: 'register', with: avro('used-once'), gives: { id: '$id' } },
    { do: 'versions-of-id', with: { id: '$id' }, has: [{ subject: 'used-once', version: 1 }] },
  ],
  'deletes versions softly': [
    { do: 'register', with: avro('fading') },
    { do: 'register', with: avro('fading', SCHEMAS.AVRO.grown), gives: { id: '$second' } },
    { do: 'delete-version', with: { subject: 'fading', version: 1 } },
    { do: 'versions', with: { subject: 'fading' }, gives: [2] },
    {
      do: 'by-version',
      with: { subject: 'fading', version: 1 },
      refused: { status: 404, code: 40402, says: 'Version 1 not found' },
    },
    { do: 'register', with: avro('fading', SCHEMAS.AVRO.grown), gives: { id: '$second' } },
    {
      do: 'delete-version',
      with: { subject: 'fading', version: 1 },
      refused: { status: 404, code: 40406, says: 'soft deleted' },
    },
  ],
  'deletes versions for good': [
    { do: 'register', with: avro('gone') },
    { do: 'register', with: avro('gone', SCHEMAS.AVRO.grown) },
    { do: 'delete-version', with: { subject: 'gone', version: 1 } },
    { do: 'delete-version', with: { subject: 'gone', version: 1, permanent: true } },
    { do: 'versions', with: { subject: 'gone' }, gives: [2] },
  ],
  'is refused to delete a live version for good': [
    { do: 'register', with: avro('living') },
    {
      do: 'delete-version',
      with: { subject: 'living', version: 1, permanent: true },
      refused: { status: 404, code: 40407, says: 'was not deleted first' },
    },
  ],
  'deletes subjects, softly and for good': [
    { do: 'register', with: avro('leaving'), gives: { id: '$id' } },
    {
      do: 'delete-subject',
      with: { subject: 'leaving', permanent: true },
      refused: { status: 404, code: 40405, says: 'was not deleted first' },
    },
    { do: 'delete-subject', with: { subject: 'leaving' } },
    { do: 'subjects', with: {}, hasNot: ['leaving'] },
    {
      do: 'versions',
      with: { subject: 'leaving' },
      refused: { status: 404, code: 40401, says: "Subject 'leaving' not found" },
    },
    {
      do: 'delete-subject',
      with: { subject: 'leaving' },
      refused: { status: 404, code: 40404, says: 'soft deleted' },
    },
    { do: 'delete-subject', with: { subject: 'leaving', permanent: true } },
    { do: 'register', with: avro('leaving'), gives: { id: '$id' } },
    { do: 'versions', with: { subject: 'leaving' }, gives: [1] },
  ],
  'lists deleted subjects': [
    { do: 'register', with: avro('shadow') },
    { do: 'delete-subject', with: { subject: 'shadow' } },
    { do: 'deleted-subjects', with: {}, has: ['shadow'] },
  ],
  'sets the level of a subject': [
    { do: 'register', with: avro('levels') },
    { do: 'set-level', with: { subject: 'levels', level: 'NONE' } },
    { do: 'level', with: { subject: 'levels' }, gives: 'NONE' },
    { do: 'register', with: avro('levels', SCHEMAS.AVRO.broken) },
    { do: 'set-level', with: { subject: 'levels', level: 'FULL_TRANSITIVE' } },
    { do: 'level', with: { subject: 'levels' }, gives: 'FULL_TRANSITIVE' },
    { do: 'versions', with: { subject: 'levels' }, gives: [1, 2] },
  ],
  'takes the level of a subject back': [
    { do: 'set-level', with: { subject: 'unlevelled', level: 'FULL' } },
    { do: 'unset-level', with: { subject: 'unlevelled' } },
    {
      do: 'level',
      with: { subject: 'unlevelled' },
      refused: { status: 404, code: 40408, says: 'does not have subject-level compatibility configured' },
    },
  ],
  'has a global level': [
    { put: '/config', body: { compatibility: 'FORWARD' } },
    { do: 'level', with: {}, gives: 'FORWARD' },
    { put: '/config', body: { compatibility: 'BACKWARD' } },
    { do: 'level', with: {}, gives: 'BACKWARD' },
  ],
  'sets the global level': [
    { do: 'set-level', with: { level: 'FULL' } },
    { do: 'level', with: {}, gives: 'FULL' },
    { do: 'set-level', with: { level: 'BACKWARD' } },
  ],
  'is refused to register where writing is off': [
    { put: '/mode/frozen', body: { mode: 'READONLY' } },
    {
      do: 'register',
      with: avro('frozen'),
      refused: { status: 422, code: 42205, says: 'read-only mode' },
    },
    { put: '/mode/frozen', body: { mode: 'READWRITE' } },
    { do: 'register', with: avro('frozen') },
  ],
  'sets the mode of a subject': [
    { do: 'set-mode', with: { subject: 'modes', mode: 'READONLY' } },
    { do: 'mode', with: { subject: 'modes' }, gives: 'READONLY' },
    {
      do: 'register',
      with: avro('modes'),
      refused: { status: 422, code: 42205, says: 'read-only mode' },
    },
    { do: 'unset-mode', with: { subject: 'modes' } },
    {
      do: 'mode',
      with: { subject: 'modes' },
      refused: { status: 404, code: 40409, says: 'does not have subject-level mode configured' },
    },
    { do: 'register', with: avro('modes') },
  ],
  'imports a schema with its id': [
    { put: '/mode/imported', body: { mode: 'IMPORT' } },
    {
      do: 'import',
      with: { ...avro('imported', SCHEMAS.AVRO.withCustomer.replace('"Customer"', '"int"')), id: 4711, version: 3 },
      gives: { id: 4711 },
    },
    { do: 'versions', with: { subject: 'imported' }, gives: [3] },
  ],
  'is told what is not there': [
    { do: 'by-id', with: { id: 404_404 }, refused: { status: 404, code: 40403, says: 'Schema 404404 not found' } },
    {
      do: 'latest',
      with: { subject: 'nowhere' },
      refused: { status: 404, code: 40401, says: "Subject 'nowhere' not found" },
    },
    { do: 'register', with: avro('somewhere') },
    {
      do: 'by-version',
      with: { subject: 'somewhere', version: 9 },
      refused: { status: 404, code: 40402, says: 'Version 9 not found' },
    },
  ],
  'names subjects as it likes': named('a/b %41+c?&#'),
  'names subjects beyond ASCII': named('Grüße 漢字 😀'),
};

function avro(subject: string, schema: string = SCHEMAS.AVRO.order) {
  return { subject, schema, type: 'AVRO' } as const;
}

function named(subject: string): readonly Step[] {
  return [
    { do: 'register', with: avro(subject), gives: { id: '$id' } },
    { do: 'latest', with: { subject }, gives: avroFound('$id', 1, SCHEMAS.AVRO.order) },
    { do: 'lookup', with: avro(subject), gives: { id: '$id', version: 1 } },
  ];
}

function avroFound(id: string, version: number, schema: string) {
  return { id, version, schema, type: 'AVRO', references: [] } as const;
}
