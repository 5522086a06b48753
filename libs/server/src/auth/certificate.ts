import type { X509Certificate } from 'node:crypto';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

/** The subject of the certificate that a client showed and our authority signed; `undefined` without one. */
export function readCertificateSubject(socket: Socket): string | undefined {
  if (!(socket instanceof TLSSocket) || !socket.authorized) return undefined;
  const known = SUBJECTS.get(socket);
  if (known !== undefined) return known;
  const certificate: X509Certificate | undefined = socket.getPeerX509Certificate();
  if (certificate === undefined) return undefined;
  const subject = formatSubject(certificate.subject);
  SUBJECTS.set(socket, subject);
  return subject;
}

const SUBJECTS = new WeakMap<TLSSocket, string>();

/** Node's lines, in which special characters are escaped as RFC 2253 has it, as that RFC orders and joins them. */
export function formatSubject(lines: string): string {
  return lines.split('\n').toReversed().join(',');
}
