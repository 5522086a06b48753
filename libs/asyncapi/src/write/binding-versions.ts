/** Versions of bindings that AsyncAPI 3.0.0 knows, the newest last; of other protocols it knows no fields at all. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  amqp: ['0.3.0'],
  anypointmq: ['0.0.1'],
  googlepubsub: ['0.2.0'],
  http: ['0.2.0', '0.3.0'],
  ibmmq: ['0.1.0'],
  jms: ['0.0.1'],
  kafka: ['0.3.0', '0.4.0', '0.5.0'],
  mqtt: ['0.2.0'],
  nats: ['0.1.0'],
  pulsar: ['0.1.0'],
  sns: ['0.1.0'],
  solace: ['0.2.0', '0.3.0', '0.4.0'],
  sqs: ['0.2.0'],
  ws: ['0.1.0'],
};

/** The version of a binding in a document of 3.0: the one it has, or the newest where 3.0 has never heard of that. */
export function chooseBindingVersion<Version>(protocol: string, version: Version): Version | string {
  const known = Object.hasOwn(KNOWN, protocol) ? KNOWN[protocol] : undefined;
  if (known === undefined || typeof version !== 'string' || known.includes(version)) return version;
  return known.at(-1) ?? version;
}
