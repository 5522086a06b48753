import { parseOptions } from '@sluice/runtime';
import { describe, expect, it } from 'vitest';
import { describeKafkaServer, KAFKA_OPTIONS, readKafkaConnection } from '../src/documents/kafka-connection.ts';
import { findProject } from '../src/documents/project.ts';
import { createProject } from './run-sluice.ts';
import type { TestProject } from './run-sluice.ts';

const PEM = '-----BEGIN CERTIFICATE-----\n';
const FILES = { 'ca.pem': `${PEM}ca`, 'own.pem': `${PEM}own`, 'key.pem': `${PEM}key`, 'text.txt': 'none' };

async function connect(project: TestProject, argv: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const parsed = parseOptions(KAFKA_OPTIONS, { argv, env });
  if (!parsed.ok) throw new Error(parsed.findings.map(({ message }) => message).join('; '));
  const connection = await readKafkaConnection(parsed.values, findProject(project.folder));
  return { connection, server: describeKafkaServer(connection) };
}

describe('the connection to a cluster', () => {
  it.each([
    [[], { bootstrap: '127.0.0.1:9092' }, { protocol: 'kafka', security: [] }],
    [['--kafka-tls'], { tls: {} }, { protocol: 'kafka-secure', security: [] }],
    [['--kafka-ca', 'ca.pem'], { tls: { ca: FILES['ca.pem'] } }, { protocol: 'kafka-secure', security: [] }],
    [
      ['--kafka-cert', 'own.pem', '--kafka-key', 'key.pem'],
      { tls: { cert: FILES['own.pem'], key: FILES['key.pem'] } },
      { protocol: 'kafka-secure', security: ['X509'] },
    ],
    [
      ['--kafka-sasl', 'plain', '--kafka-user', 'ana', '--kafka-password', 'x'],
      { sasl: { mechanism: 'PLAIN', username: 'ana', password: 'x' } },
      { protocol: 'kafka', security: ['plain'] },
    ],
    [
      ['--kafka-sasl', 'scram-sha-256', '--kafka-user', 'ana', '--kafka-password', 'x', '--kafka-tls'],
      { sasl: { mechanism: 'SCRAM-SHA-256', username: 'ana', password: 'x' }, tls: {} },
      { protocol: 'kafka-secure', security: ['scramSha256'] },
    ],
    [
      ['--kafka-sasl', 'oauthbearer', '--kafka-password', 'token'],
      { sasl: { mechanism: 'OAUTHBEARER', token: 'token' } },
      { protocol: 'kafka', security: ['bearer'] },
    ],
  ])('%j', async (argv, connection, server) => {
    await using project = await createProject(FILES);
    const found = await connect(project, argv);
    expect(found).toEqual({
      connection: { bootstrap: '127.0.0.1:9092', ...connection },
      server: { host: '127.0.0.1:9092', ...server },
    });
  });

  it('takes the password from the environment', async () => {
    await using project = await createProject();
    const env = { SLUICE_KAFKA_SASL: 'scram-sha-512', SLUICE_KAFKA_USER: 'ana', SLUICE_KAFKA_PASSWORD: 'x' };
    const { connection } = await connect(project, [], env);
    expect(connection.sasl).toEqual({ mechanism: 'SCRAM-SHA-512', username: 'ana', password: 'x' });
  });

  it.each([
    [['--kafka-user', 'ana'], '--kafka-user and --kafka-password need --kafka-sasl', 2],
    [['--kafka-sasl', 'plain', '--kafka-user', 'ana'], '--kafka-sasl plain needs --kafka-password', 2],
    [['--kafka-sasl', 'plain', '--kafka-password', 'x'], '--kafka-sasl plain needs --kafka-user', 2],
    [['--kafka-cert', 'own.pem'], '--kafka-cert and --kafka-key: one without the other', 2],
    [['--kafka-ca', 'none.pem'], 'none.pem: no such file', 1],
    [['--kafka-ca', 'text.txt'], 'text.txt holds no PEM', 1],
  ])('%j is refused', async (argv, message, code) => {
    await using project = await createProject(FILES);
    const outcome = await project.run(['export', 'asyncapi', ...argv]);
    expect(outcome).toMatchObject({ code, out: '', error: expect.stringContaining(message) });
  });
});
