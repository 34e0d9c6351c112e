import { devNull } from 'node:os';

import { ok, type Result } from '../../blueprint/result.ts';
import { limits } from '../limits.ts';
import { isPresetFile, type PresetFile } from '../preset-files.ts';
import { runProgram, type ProgramEnd } from '../run-program.ts';
import { excerpt, refuse, type SourceError } from '../source-error.ts';
import type { SourceWorld } from '../world.ts';

/** Name of a branch or tag, or `HEAD` → commit. */
export type Refs = ReadonlyMap<string, string>;

/** git, as a stranger's repository is to be met: no hooks, no helpers of addresses, no checkout, no questions. */
export interface Git {
  refs(url: string): Promise<Result<Refs, SourceError>>;
  /** The presets in a commit, fetched into the empty folder `scratch` and read from git's objects. */
  presets(
    url: string,
    commit: string,
    scratch: string,
  ): Promise<Result<readonly PresetFile[], SourceError>>;
}

/** `protocols` is what git may speak: `https:ssh`, and `file` for an address that says so. */
export function strictGit(world: SourceWorld, protocols = 'https:ssh'): Git {
  const environment = {
    ...withoutSurroundingGit(world.environment),
    GIT_ALLOW_PROTOCOL: protocols,
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_LFS_SKIP_SMUDGE: '1',
    // What it says is read.
    LC_ALL: 'C',
    LANGUAGE: 'C',
  };
  const git = (args: readonly string[], cwd: string, input?: string) =>
    runProgram(
      {
        program: 'git',
        args: [...cautious, ...args],
        cwd,
        environment,
        ...(input === undefined ? {} : { input }),
      },
      world,
    );

  return {
    async refs(url) {
      const listed = await git(['ls-remote', '--', url], world.cwd);
      if (listed.code !== 0) return failed(listed, url, world);
      const refs = new Map<string, string>();
      for (const line of listed.output.toString('utf8').split('\n')) {
        const [hash = '', name = ''] = line.split('\t');
        if (!/^[0-9a-f]{40}$/.test(hash)) continue;
        // `v1^{}` is the commit that the tag v1, an object of its own, points to; it comes after it.
        const short = name.replace(/^refs\/(?:heads|tags)\//, '').replace(/\^\{\}$/, '');
        if (name === 'HEAD' || name.startsWith('refs/tags/') || !refs.has(short))
          refs.set(short, hash);
        if (refs.size > limits.entries) break;
      }
      return ok(refs);
    },

    async presets(url, commit, scratch) {
      const made = await git(['init', '--quiet', '--bare', '--template=', '.'], scratch);
      if (made.code !== 0) return failed(made, url, world);
      const fetched = await git(
        [
          'fetch',
          '--quiet',
          '--depth=1',
          '--no-tags',
          '--no-recurse-submodules',
          '--no-auto-maintenance',
          '--',
          url,
          commit,
        ],
        scratch,
      );
      if (fetched.code !== 0) return failed(fetched, url, world);
      const listed = await git(['ls-tree', '-r', '-z', '--long', '--full-tree', commit], scratch);
      if (listed.code !== 0) return failed(listed, url, world);
      return readBlobs(presetBlobs(listed.output.toString('utf8')), (ids) =>
        git(['cat-file', '--batch'], scratch, ids),
      );
    },
  };
}

/** Run from a hook, git would work on the repository of that hook. */
function withoutSurroundingGit(environment: SourceWorld['environment']) {
  const local =
    /^GIT_(?:DIR|WORK_TREE|INDEX_FILE|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|COMMON_DIR|NAMESPACE|PREFIX|SHALLOW_FILE|GRAFT_FILE|QUARANTINE_PATH)$/;
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !local.test(name)));
}

const cautious = [
  `core.hooksPath=${devNull}`,
  'core.symlinks=false',
  'core.fsmonitor=false',
  'protocol.ext.allow=never',
  'submodule.recurse=false',
  'fetch.fsckObjects=true',
  'http.followRedirects=false',
  'gc.auto=0',
].flatMap((setting) => ['-c', setting]);

interface Blob {
  readonly path: string;
  readonly id: string;
}

/** Regular files that may be presets; links (120000) and submodules (160000) are passed over. */
function presetBlobs(listing: string): readonly Blob[] {
  return listing.split('\0').flatMap((line) => {
    const [, id = '', size = '', path = ''] =
      /^100(?:644|755) blob ([0-9a-f]{40}) +(\d+)\t([\s\S]+)$/.exec(line) ?? [];
    return id !== '' && isPresetFile(path, Number(size)) ? [{ path, id }] : [];
  });
}

async function readBlobs(
  blobs: readonly Blob[],
  read: (ids: string) => Promise<ProgramEnd>,
): Promise<Result<readonly PresetFile[], SourceError>> {
  if (blobs.length === 0) return ok([]);
  const answer = await read(blobs.map(({ id }) => `${id}\n`).join(''));
  if (answer.why === 'too-much') {
    return refuse(
      'source-too-large',
      'The repository holds too much YAML and JSON.',
      'Keep presets in a repository of their own.',
    );
  }
  const files: PresetFile[] = [];
  let at = 0;
  for (const { path, id } of blobs) {
    const line = answer.output.subarray(at, answer.output.indexOf(10, at)).toString('latin1');
    const [, found, size = '0'] = /^([0-9a-f]{40}) blob (\d+)$/.exec(line) ?? [];
    if (found !== id) return refuse('source-unsafe', 'git could not read the commit.', null);
    const start = at + line.length + 1;
    files.push({ path, body: answer.output.subarray(start, start + Number(size)) });
    at = start + Number(size) + 1;
  }
  return ok(files);
}

function failed(end: ProgramEnd, url: string, world: SourceWorld) {
  if (world.signal.aborted) return refuse('cancelled', 'Cancelled; nothing was written.');
  if (end.why === 'missing') {
    return refuse(
      'program-missing',
      'git was not found; presets in repositories are fetched by it.',
      'Install git from https://git-scm.com.',
    );
  }
  if (end.why === 'too-slow') {
    return refuse(
      'source-unreachable',
      `${url} took longer than ${limits.patience / 1000} seconds.`,
      'Try again.',
    );
  }
  const said = excerpt(end.complaint);
  if (/not our ref|couldn't find remote ref|unadvertised object/i.test(said)) {
    return refuse(
      'source-not-found',
      `${url} does not have this commit.`,
      'Check the 40 digits; a commit that was rebased away is gone.',
    );
  }
  if (/redirect|returned error: 30\d/i.test(said)) {
    return refuse(
      'source-unsafe',
      `${url} sends on to another address.`,
      'Name the repository by its present address.',
    );
  }
  return refuse(
    'source-unreachable',
    `git cannot read ${url}${said === '' ? '' : ` (${said})`}.`,
    'Check the address, the network, and that git may read it without asking.',
  );
}
