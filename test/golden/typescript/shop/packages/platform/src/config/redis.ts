import type { EnvironmentReader } from './environment.ts';
import { isLoopback } from './loopback.ts';
import { fileSecret, type Secret } from './secret.ts';
import { readTls, type TlsRule } from './tls.ts';

export interface RedisConfig {
  /** `rediss:` where the connection is encrypted. */
  readonly url: Secret;
  /** Certificates of who signs the server's; null: the authorities that the system trusts. */
  readonly ca: Secret | null;
}

export function readRedis(reader: EnvironmentReader, production: boolean): RedisConfig | null {
  const variables = { choice: 'REDIS_TLS', caFile: 'REDIS_CA_FILE' };
  const { rule, caFile } = readTls(reader, variables, production);
  const url = reader.secret('REDIS_URL');
  if (url === null) return null;
  if (url.current() !== '' && !isRedisAddress(url.current())) {
    reader.report('REDIS_URL', 'must be a redis:// or rediss:// URL');
  } else if (url.current() !== '' && !namesDatabase(new URL(url.current()))) {
    reader.report('REDIS_URL', 'must name a database by its number, or none');
  } else if (url.current() !== secured(url.current(), rule)) {
    reader.report('REDIS_URL', 'must be a rediss:// URL; REDIS_TLS=off would allow a plain one');
  }
  return {
    url: { name: url.name, current: () => secured(url.current(), rule) },
    ca: caFile === null || reader.problems.length > 0 ? null : fileSecret(variables.caFile, caFile),
  };
}

/** An address that is rotated in cannot take encryption away. */
function secured(address: string, rule: TlsRule): string {
  if (!isRedisAddress(address) || rule === 'as-addressed') return address;
  if (rule === 'beyond-loopback' && isLoopback(new URL(address).hostname)) return address;
  return address.replace(/^redis:/i, 'rediss:');
}

/** The path; none is the first one. */
const namesDatabase = ({ pathname }: URL): boolean => /^(?:\/\d{0,5})?$/.test(pathname);

const isRedisAddress = (value: string): boolean =>
  URL.canParse(value) && /^rediss?:$/.test(new URL(value).protocol);
