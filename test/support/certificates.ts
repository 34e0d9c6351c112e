import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { bareEnvironment, succeed } from './command.ts';

/** A certificate and its key, as text and as files that anybody may read. */
export interface Certificate {
  readonly certificate: string;
  readonly key: string;
  readonly certificateFile: string;
  readonly keyFile: string;
}

/** A certificate authority of this test alone. */
export interface Authority {
  readonly certificateFile: string;
  issue(wanted: Wanted): Promise<Certificate>;
}

export interface Wanted {
  /** As OpenSSL writes them: `IP:127.0.0.1`, `DNS:database.example`. */
  readonly names: string;
  readonly expired?: boolean;
}

/** Needs `openssl`: Node.js reads certificates but makes none. */
export async function createAuthority(parent: string): Promise<Authority> {
  const folder = await mkdtemp(path.join(parent, 'authority-'));
  const openssl = (...words: readonly string[]): Promise<unknown> =>
    succeed({ argv: ['openssl', ...words], cwd: folder, environment: bareEnvironment() });
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

  await writeFile(path.join(folder, 'settings'), settings);
  await writeFile(path.join(folder, 'issued'), '');
  await writeFile(path.join(folder, 'serial'), '1000\n');
  await openssl(
    ...['req', '-x509', ...newKey, '-days', '2', '-subj', '/CN=an authority of a test'],
    ...['-keyout', 'authority.key', '-out', 'authority.pem'],
  );
  let count = 0;

  return {
    certificateFile: path.join(folder, 'authority.pem'),
    async issue({ names, expired = false }) {
      const name = `server-${++count}`;
      await openssl(
        ...['req', ...newKey, '-subj', `/CN=${name}`, '-addext', `subjectAltName=${names}`],
        ...['-keyout', `${name}.key`, '-out', `${name}.csr`],
      );
      await openssl(
        ...['ca', '-batch', '-notext', '-config', 'settings'],
        ...['-cert', 'authority.pem', '-keyfile', 'authority.key'],
        ...['-in', `${name}.csr`, '-out', `${name}.pem`, '-startdate', '20200101000000Z'],
        ...['-enddate', expired ? '20200201000000Z' : '20991231000000Z'],
      );
      const certificateFile = path.join(folder, `${name}.pem`);
      const keyFile = path.join(folder, `${name}.key`);
      return {
        certificate: await readFile(certificateFile, 'utf8'),
        key: await readFile(keyFile, 'utf8'),
        certificateFile,
        keyFile,
      };
    },
  };
}

const settings = `
[ca]
default_ca = authority
[authority]
database = issued
serial = serial
new_certs_dir = .
default_md = sha256
policy = policy
copy_extensions = copy
unique_subject = no
[policy]
commonName = supplied
`;
