import { quote } from '../blueprint/problem.ts';
import { ok, type Result } from '../blueprint/result.ts';
import { parseGitAddress, type GitAddress } from './git/git-address.ts';
import { limits } from './limits.ts';
import { parseNpmAddress, type NpmAddress } from './npm/npm-address.ts';
import { refuse, withoutCredentials, type SourceError } from './source-error.ts';

/** Where presets come from, as it was written, checked. */
export type Address = LocalAddress | NpmAddress | GitAddress;

export interface LocalAddress {
  readonly kind: 'local';
  /** as written: a file, a folder, or a preset in a folder without its extension */
  readonly path: string;
}

const addressForms =
  'Write ./file.yaml, ./folder/name, npm:@scope/package@1.2.3/name or github:owner/repository#commit/name.';

/** Reads an address. Nothing is decoded or normalised: what is not written plainly is refused. */
export function parseAddress(text: string): Result<Address, SourceError> {
  if (text.length > limits.address) {
    return refuse('invalid-source', 'The address of the preset is too long.', addressForms);
  }
  if (text.startsWith('-') || /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text)) {
    return refuse(
      'invalid-source',
      `${quote(withoutCredentials(text))} is no address of a preset: it starts with "-" or has control characters.`,
      addressForms,
    );
  }
  const scheme = /^(?:[A-Za-z][A-Za-z0-9+.-]+):/.exec(text)?.[0].toLowerCase();
  if (scheme === 'npm:') return parseNpmAddress(text);
  if (scheme === undefined && !text.startsWith('git@')) return ok({ kind: 'local', path: text });
  return parseGitAddress(text);
}
