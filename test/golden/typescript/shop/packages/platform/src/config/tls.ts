import type { EnvironmentReader } from './environment.ts';

/** When a connection has to be encrypted, with certificate and name of the server verified. */
export type TlsRule = 'always' | 'beyond-loopback' | 'as-addressed';

export interface Tls {
  readonly rule: TlsRule;
  /** Who signs the server's certificate; null: the authorities that the system trusts. */
  readonly caFile: string | null;
}

/** The two variables of a connection, written out where they are read. */
interface TlsVariables {
  readonly choice: string;
  readonly caFile: string;
}

export function readTls(
  reader: EnvironmentReader,
  variables: TlsVariables,
  production: boolean,
): Tls {
  const choice = reader.choice(variables.choice, ['auto', 'on', 'off'], 'auto');
  return { rule: ruleOf(choice, production), caFile: reader.file(variables.caFile) };
}

function ruleOf(choice: 'auto' | 'on' | 'off', production: boolean): TlsRule {
  if (choice === 'on') return 'always';
  return choice === 'auto' && production ? 'beyond-loopback' : 'as-addressed';
}
