import { fileProblem, type Environment, type EnvironmentReader } from './environment.ts';

/** `PGPASSWORD` is what node-postgres falls back to. */
const secretName = /(?:^|_|PG)(?:SECRET|PASSWORD|PASSPHRASE|TOKEN|KEY)$/;
const secretFileName = /(?:^|_)(?:SECRET|PASSWORD|PASSPHRASE|TOKEN|KEY|URL|CA|CERT)_FILE$/;
const addressName = /(?:^|_)(?:URL|URI|DSN|ENDPOINT|ISSUER)$/;

/**
 * In production a secret comes as a file. The environment of a process is printed by crash reports,
 * inherited by children and shown by orchestrators, so a secret in it is refused. A file may be
 * readable by everybody: that is how Kubernetes mounts secrets.
 */
export function refuseInlineSecrets(environment: Environment, reader: EnvironmentReader): void {
  for (const [name, value] of Object.entries(environment)) {
    if (!value?.trim()) continue;
    if (secretName.test(name) || (addressName.test(name) && carriesSecret(value))) {
      reader.report(name, `carries a secret inline; give it as a file, by ${name}_FILE`);
    } else if (secretFileName.test(name)) {
      const problem = fileProblem(value.trim());
      if (problem !== null) reader.report(name, problem);
    }
  }
}

const secretParameter = /pass(?:word|wd|phrase)?$|secret|token|api[-_]?key/i;

/** A password of an address that no parser takes is one nevertheless. */
const passwordInText = /^[a-z][\w+.-]*:\/\/[^/@]*:[^@]+@/i;

function carriesSecret(value: string): boolean {
  if (passwordInText.test(value)) return true;
  if (!URL.canParse(value)) return false;
  const { password, searchParams } = new URL(value);
  return password !== '' || [...searchParams.keys()].some((name) => secretParameter.test(name));
}
