import type { Certificate } from './certificates.ts';
import { eventually } from './eventually.ts';
import { withClient } from './postgres.ts';

/** What a PostgreSQL shows to those who ask for encryption from now on. */
export interface ServerTls extends Pick<Certificate, 'certificate' | 'key'> {
  /** The best that it can do. */
  readonly newest?: 'TLSv1.1';
}

let count = 0;

/** Changes what new connections are shown, on a server whose superuser we are. */
export async function serveTls(adminUrl: string, tls: ServerTls): Promise<void> {
  const name = `tls-${++count}`;
  const oldest = tls.newest === undefined ? 'TLSv1.2' : 'TLSv1';
  await withClient(adminUrl, async (client) => {
    // The server writes its own files: it takes a key from nobody but itself.
    for (const [file, text] of [
      [`${name}.pem`, tls.certificate],
      [`${name}.key`, tls.key],
    ] as const) {
      await client.query(
        `COPY (SELECT * FROM string_to_table('${text.trim()}', E'\\n'))
         TO PROGRAM 'umask 077; cat > ${file}'`,
      );
    }
    for (const [setting, value] of [
      ['ssl_cert_file', `${name}.pem`],
      ['ssl_key_file', `${name}.key`],
      ['ssl_min_protocol_version', oldest],
      ['ssl_max_protocol_version', tls.newest ?? ''],
      ['ssl_ciphers', tls.newest === undefined ? 'HIGH' : 'ALL:@SECLEVEL=0'],
      ['ssl', 'on'],
    ]) {
      await client.query(`ALTER SYSTEM SET ${setting} = '${value}'`);
    }
    await client.query('SELECT pg_reload_conf()');
  });
  await eventually(
    () =>
      withClient(adminUrl, async (client) => {
        const { rows } = await client.query<{ file: string; ssl: string }>(
          `SELECT current_setting('ssl_cert_file') AS file, current_setting('ssl') AS ssl`,
        );
        const [now] = rows;
        return now?.file === `${name}.pem` && now.ssl === 'on' ? true : undefined;
      }),
    { what: 'PostgreSQL to show its certificate' },
  );
}
