import type { Environment, EnvironmentReader } from './environment.ts';
import { isLoopback } from './loopback.ts';

/** What leaves the machine in production is encrypted. */
export function requireHttps(
  reader: EnvironmentReader,
  name: string,
  address: string | null,
): void {
  if (address === null) return;
  const { protocol, hostname } = new URL(address);
  if (protocol === 'https:' || isLoopback(hostname)) return;
  reader.report(name, 'must be an https URL in production, unless it is on the loopback interface');
}

/** One variable would make every certificate good. */
export function refuseBlindTrust(environment: Environment, reader: EnvironmentReader): void {
  const name = 'NODE_TLS_REJECT_UNAUTHORIZED';
  if (environment[name]?.trim() === '0') {
    reader.report(name, 'would switch off the verification of every certificate');
  }
}

/** The switches that take encryption away in production: whoever reads the log should know. */
export function switchedOff(
  reader: EnvironmentReader,
  production: boolean,
  names: readonly string[],
): readonly string[] {
  return production ? names.filter((name) => reader.text(name) === 'off') : [];
}
