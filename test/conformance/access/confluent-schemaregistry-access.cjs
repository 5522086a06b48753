// Asks a registry that knows its users, by Confluent's client for Node. Prints what came out, as JSON.
const { SchemaRegistryClient } = require('@confluentinc/schemaregistry');

const { url, who } = JSON.parse(process.argv[2]);

function configure({ user, password, token }) {
  if (token === undefined) {
    return { basicAuthCredentials: { credentialsSource: 'USER_INFO', userInfo: `${user}:${password}` } };
  }
  const bearerAuthCredentials = {
    credentialsSource: 'STATIC_TOKEN',
    token,
    logicalCluster: 'lsrc-1',
    identityPoolId: 'pool-1',
  };
  return { bearerAuthCredentials };
}

async function attempt(act) {
  try {
    return await act();
  } catch ({ status, errorCode, message }) {
    return { status, code: errorCode, message };
  }
}

async function main() {
  const outcomes = [];
  for (const each of who) {
    const client = new SchemaRegistryClient({ baseURLs: [url], maxRetries: 0, ...configure(each) });
    const schema = { schema: '"string"', schemaType: 'AVRO' };
    outcomes.push({
      subjects: await attempt(() => client.getAllSubjects()),
      register: await attempt(() => client.register('orders-value', schema)),
      read: await attempt(async () => (await client.getLatestSchemaMetadata('orders-value')).schema),
      other: await attempt(async () => (await client.getLatestSchemaMetadata('salaries-value')).schema),
      config: await attempt(() => client.updateCompatibility('orders-value', 'FULL')),
    });
  }
  process.stdout.write(JSON.stringify(outcomes));
}

void main();
