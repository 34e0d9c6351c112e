import { err, type Err } from '../blueprint/result.ts';

/** Why a preset of elsewhere is not used: an expected failure. */
export interface SourceError {
  readonly code:
    | 'invalid-source'
    | 'source-not-found'
    | 'source-unreachable'
    | 'source-changed'
    | 'source-unsafe'
    | 'source-too-large'
    | 'preset-not-chosen'
    | 'unknown-preset'
    | 'program-missing'
    | 'cancelled';
  readonly message: string;
  readonly hint: string | null;
}

export function refuse(
  code: SourceError['code'],
  message: string,
  hint: string | null = null,
): Err<SourceError> {
  return err({ code, message, hint });
}

/** What another program or server said, in one short line, without the credentials it may quote. */
export function excerpt(text: string): string {
  const line = text
    .split(/\r?\n/)
    .map((each) => each.trim())
    .filter((each) => /\w/.test(each))
    .slice(-3)
    .join(' ');
  return withoutCredentials(line).slice(0, 300);
}

/** `https://user:token@host` → `https://host`; tokens as npm and the hosts of git write them. */
export function withoutCredentials(text: string): string {
  return text
    .replaceAll(/\/\/[^\s/@]+@/g, '//')
    .replaceAll(/\b(?:npm_|gh[pousr]_|github_pat_|glpat-)[\w-]{8,}/g, '***')
    .replaceAll(/\b(?:bearer|basic)\s+\S+/gi, '***')
    .replaceAll(/(_authToken|_auth|_password|access_token|private_token)\s*[=:]\s*\S+/g, '$1=***');
}
