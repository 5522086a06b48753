import { existsSync } from 'node:fs';
import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { startPostgres } from '../postgres.ts';
import { describeRequiring } from '../requirements.ts';

/** Length, then the code 80877103 of an SSLRequest; a server without TLS answers `N`. */
const SSL_REQUEST = Uint8Array.of(0, 0, 0, 8, 4, 210, 22, 47);

describeRequiring(['postgres'], 'a PostgreSQL server of our own', () => {
  it('speaks the protocol, and is gone after stop', async () => {
    const server = await startPostgres();
    const port = Number(new URL(server.url).port);
    const socket = connect(port, '127.0.0.1');
    socket.write(SSL_REQUEST);
    const [answer] = await once(socket, 'data');
    expect(String(answer)).toBe('N');
    socket.destroy();
    await server.stop();
    expect(existsSync(server.folder)).toBe(false);
    await expect(once(connect(port, '127.0.0.1'), 'connect')).rejects.toThrow('ECONNREFUSED');
  });
});
