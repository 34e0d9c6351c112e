import { quote } from '../../blueprint/problem.ts';
import { ok, type Result } from '../../blueprint/result.ts';
import { pathProblem } from '../preset-path.ts';
import { refuse, type SourceError } from '../source-error.ts';

export interface GitAddress {
  readonly kind: 'git';
  /** canonical, without `#…`: `github:acme/presets`, `git+https://git.acme.example/presets.git` */
  readonly repository: string;
  /** `degit`: a host that degit knows, asked by degit; `git`: any other, asked by git */
  readonly by: 'degit' | 'git';
  /** what git is given */
  readonly url: string;
  /** after `#`, not yet told apart: a commit, branch or tag, and perhaps a path; null: the default branch */
  readonly tail: string | null;
}

const hosts: Readonly<Record<string, string>> = {
  github: 'github.com',
  gitlab: 'gitlab.com',
  bitbucket: 'bitbucket.org',
};

const owner = '[A-Za-z0-9][A-Za-z0-9_.-]{0,99}';
const short = new RegExp(`^(github|gitlab|bitbucket):(${owner})/(${owner})$`);
const web = new RegExp(
  `^https://(github\\.com|gitlab\\.com|bitbucket\\.org)/(${owner})/(${owner})$`,
);
const ssh = new RegExp(`^git@(github\\.com|gitlab\\.com|bitbucket\\.org):(${owner})/(${owner})$`);
const any =
  /^git\+(?:https:\/\/[A-Za-z0-9][A-Za-z0-9.-]*(?::\d{1,5})?|ssh:\/\/[A-Za-z0-9_][A-Za-z0-9_.-]*@[A-Za-z0-9][A-Za-z0-9.-]*(?::\d{1,5})?|file:\/\/)(?:\/[A-Za-z0-9_~.][A-Za-z0-9_~.+ -]*)+$/;

/** Reads the address of a git repository. What git or degit could read in another way is refused. */
export function parseGitAddress(text: string): Result<GitAddress, SourceError> {
  const [repository = '', tail = null, ...more] = text.split('#');
  const refused = problemOf(repository, tail, more.length > 0);
  if (refused !== null) {
    return refuse(
      'invalid-source',
      `${quote(redacted(text))} is no address of a preset: ${refused}.`,
      'Write github:owner/repository#commit/name, or git+https://host/repository.git#commit/name.',
    );
  }
  const known = short.exec(repository) ?? web.exec(repository);
  if (known !== null) {
    const [, host = '', who = '', name = ''] = known;
    const site = host.split('.')[0] ?? host;
    const bare = name.replace(/\.git$/, '');
    const url = `https://${hosts[site] ?? host}/${who}/${bare}`;
    return ok({ kind: 'git', repository: `${site}:${who}/${bare}`, by: 'degit', url, tail });
  }
  if (ssh.test(repository)) {
    return ok({ kind: 'git', repository, by: 'degit', url: repository, tail });
  }
  return ok({ kind: 'git', repository, by: 'git', url: repository.slice('git+'.length), tail });
}

function problemOf(repository: string, tail: string | null, more: boolean): string | null {
  if (more) return 'it has more than one "#"';
  if (/^[^:]+:\/\/[^/]*@/.test(repository) && !repository.startsWith('git+ssh://'))
    return 'credentials do not belong into it (git asks its credential helper)';
  if (/^git\+ssh:\/\/[^/]*:[^/]*@/.test(repository)) return 'a password does not belong into it';
  if (/^(?:git\+)?http:/i.test(repository)) return 'http is not protected; use https';
  if (/[%\\]/.test(repository)) return 'it has a "%" or a "\\"';
  if (/(?:^|\/)\.(?:\/|$)|\.\./.test(repository.replace(/^git\+file:\/\//, '')))
    return 'it has a "." or ".." in its path';
  if (![short, web, ssh, any].some((form) => form.test(repository)))
    return 'its form is not known, or its host is to be written git+https://';
  return tail === null ? null : tailProblem(tail);
}

function tailProblem(tail: string): string | null {
  if (
    !/^[A-Za-z0-9_][A-Za-z0-9_./+@-]*$/.test(tail) ||
    /\.\.|@\{|\/\/|\/$|\.lock(?:\/|$)/.test(tail)
  )
    return `${quote(tail)} is no commit, branch or tag`;
  return null;
}

/** The address for a message: what stands before an "@" may be a secret. */
function redacted(text: string): string {
  return text.replace(/:\/\/[^/]*@/, '://***@');
}

const commit = /^([0-9a-f]{40})(?:\/(.+))?$/;

/** The commit and the path of a tail that is pinned; null where it names a branch or a tag. */
export function pinnedTail(
  tail: string | null,
): { readonly commit: string; readonly path: string | null } | null {
  const [, hash, path = null] = commit.exec(tail ?? '') ?? [];
  return hash === undefined ? null : { commit: hash, path };
}

export function gitAddress(repository: string, hash: string, path: string | null): string {
  return `${repository}#${hash}${path === null ? '' : `/${path}`}`;
}

/** A path that came after a branch is checked once it is known where the branch ends. */
export function checkedPath(path: string | null): Result<string | null, SourceError> {
  const problem = path === null ? null : pathProblem(path);
  if (problem === null) return ok(path);
  return refuse('invalid-source', `The preset's path ${quote(path)} is refused: ${problem}.`);
}
