/** Size of a schema's text, nearly. */
const SCHEMA_LENGTH = 1024;

/** Schema `version` of a subject: distinct, about 1 KB of Avro, each readable with those before it. */
export function makeSchema(subject: number, version: number): string {
  const fields: object[] = [{ name: 'id', type: 'long', doc: `Orders of the line ${subject}` }];
  for (let added = 1; added <= version; added++) fields.push(makeField(`added${added}`));
  const schema = { type: 'record', name: `Order${subject}`, namespace: 'factory.orders', fields };
  for (let field = 0; JSON.stringify(schema).length < SCHEMA_LENGTH - 70; field++)
    fields.push(makeField(`text${field}`));
  return JSON.stringify(schema);
}

function makeField(name: string): object {
  return { name, type: ['null', 'string'], doc: `What ${name} says`, default: null };
}
