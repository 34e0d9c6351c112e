import type { EnvironmentReader } from './environment.ts';
import { isLoopback } from './loopback.ts';
import type { Secret } from './secret.ts';
import { readTls, type TlsRule } from './tls.ts';

/** How connections to PostgreSQL are encrypted, and who is believed to be the server. */
export interface DatabaseTls {
  readonly rule: TlsRule;
  readonly caFile: string | null;
  readonly certFile: string | null;
  readonly keyFile: string | null;
}

export function readDatabaseTls(reader: EnvironmentReader, production: boolean): DatabaseTls {
  const certFile = reader.file('DATABASE_CERT_FILE');
  const keyFile = reader.file('DATABASE_KEY_FILE');
  if ((certFile === null) !== (keyFile === null)) {
    reader.report(
      certFile === null ? 'DATABASE_CERT_FILE' : 'DATABASE_KEY_FILE',
      'is required beside its counterpart',
    );
  }
  const variables = { choice: 'DATABASE_TLS', caFile: 'DATABASE_CA_FILE' };
  return { ...readTls(reader, variables, production), certFile, keyFile };
}

/**
 * The address with all that a client has to know about TLS in it. What a connection string says
 * wins over every option given beside it, so this is the one place where it cannot be weakened, by
 * a URL that was rotated in the meantime neither; and any client that is given it is safe.
 */
export function secureDatabase(secret: Secret, tls: DatabaseTls): Secret {
  return { name: secret.name, current: () => secured(secret, tls) };
}

/** Whether the address asks for less than it has to. */
export function weakensTls(address: string, tls: DatabaseTls): boolean {
  const url = new URL(address);
  if (!isRequired(url, tls)) return false;
  const mode = lastOf(url, 'sslmode');
  const ssl = lastOf(url, 'ssl');
  return (mode !== null && mode !== 'verify-full') || (ssl !== null && !/^(?:true|1)$/.test(ssl));
}

/** Throws where nobody can tell what the address asks for: node-postgres connects to such as well. */
function secured({ name, current }: Secret, tls: DatabaseTls): string {
  const address = current();
  if (!URL.canParse(address)) {
    if (tls.rule === 'as-addressed') return address;
    throw new Error(`${name} holds no URL any more.`);
  }
  const url = new URL(address);
  if (!isRequired(url, tls) && !isAskedFor(url)) return address;
  const { searchParams } = url;
  for (const weaker of ['ssl', 'uselibpqcompat']) searchParams.delete(weaker);
  searchParams.set('sslmode', 'verify-full');
  if (tls.caFile !== null) searchParams.set('sslrootcert', tls.caFile);
  if (tls.certFile !== null) searchParams.set('sslcert', tls.certFile);
  if (tls.keyFile !== null) searchParams.set('sslkey', tls.keyFile);
  return url.href;
}

function isRequired(url: URL, { rule }: DatabaseTls): boolean {
  return rule === 'always' || (rule === 'beyond-loopback' && !isLoopback(hostOf(url)));
}

/** Modes that mean less elsewhere: node-postgres verifies for all of them, and so it should stay. */
function isAskedFor(url: URL): boolean {
  if (lastOf(url, 'uselibpqcompat') === 'true') return false;
  const mode = lastOf(url, 'sslmode');
  if (mode !== null) return /^(?:prefer|require|verify-ca|verify-full)$/.test(mode);
  return /^(?:true|1)$/.test(lastOf(url, 'ssl') ?? '');
}

/** Where node-postgres really connects to: a parameter wins over the host before the path. */
function hostOf(url: URL): string {
  return lastOf(url, 'host') || url.hostname || process.env['PGHOST'] || 'localhost';
}

/** Of a parameter that is given twice, node-postgres takes the last. */
const lastOf = ({ searchParams }: URL, name: string): string | null =>
  searchParams.getAll(name).at(-1) ?? null;
