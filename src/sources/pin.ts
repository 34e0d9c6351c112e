import { mkdtemp } from 'node:fs/promises';
import path from 'node:path';

import type { LockedSource } from '../blueprint/locked-source.ts';
import { quote, suggest } from '../blueprint/problem.ts';
import { ok, type Result } from '../blueprint/result.ts';
import type { Address } from './address.ts';
import type { Request } from './download.ts';
import { checkedPath, gitAddress, pinnedTail, type GitAddress } from './git/git-address.ts';
import { strictGit, type Refs } from './git/git.ts';
import { presetsThroughDegit } from './git/through-degit.ts';
import { npmAddress, type NpmAddress } from './npm/npm-address.ts';
import { fetchPackage } from './npm/registry.ts';
import type { PresetFile } from './preset-files.ts';
import { refuse, type SourceError } from './source-error.ts';
import type { SourceWorld } from './world.ts';

/** An address that means one thing for ever, and how to get it. */
export interface Pin {
  /** with the commit or the exact version */
  readonly address: string;
  readonly exactly: { readonly commit: string } | { readonly version: string };
  /** of the preset inside */
  readonly path: string | null;
  /** the hash that is required, where a lock says so */
  readonly sha256?: string;
  readonly notes: readonly string[];
  fetch(): Promise<Result<readonly PresetFile[], SourceError>>;
}

interface Tools {
  readonly world: SourceWorld;
  readonly scratch: string;
  readonly request?: Request;
  readonly protocols?: string;
}

type Remote = Exclude<Address, { kind: 'local' }>;

/** A branch or tag becomes a commit, a range a version. What is pinned already is not asked for. */
export function resolve(address: Remote, tools: Tools): Promise<Result<Pin, SourceError>> {
  return address.kind === 'npm' ? resolveNpm(address, tools) : resolveGit(address, tools);
}

/** Whether a lock's source is what an address asks for, at whatever commit or version. */
export function isPin({ source }: LockedSource, address: Remote): boolean {
  if (address.kind === 'npm') {
    const start = `npm:${address.package}@`;
    const end = address.path === null ? '' : `/${address.path}`;
    const version = source.slice(start.length, source.length - end.length);
    const same = source.startsWith(start) && source.endsWith(end) && !version.includes('/');
    return same && (!address.exact || version === address.version);
  }
  const [repository, tail = ''] = source.split('#');
  const pinned = pinnedTail(tail);
  if (repository !== address.repository || pinned === null) return false;
  const asked = pinnedTail(address.tail);
  if (asked !== null) return asked.commit === pinned.commit && asked.path === pinned.path;
  return pinned.path === null
    ? address.tail?.includes('/') !== true
    : address.tail?.endsWith(`/${pinned.path}`) === true;
}

async function resolveNpm(address: NpmAddress, tools: Tools): Promise<Result<Pin, SourceError>> {
  const { world, scratch } = tools;
  const pinned = (version: string, files: Pin['fetch']): Pin => ({
    address: npmAddress(address.package, version, address.path),
    exactly: { version },
    path: address.path,
    notes: [],
    fetch: files,
  });
  const fetch = async () => {
    world.progress(`Fetching ${address.package}@${address.version}`);
    return fetchPackage(address, await mkdtemp(path.join(scratch, 'npm-')), world);
  };
  if (address.exact) {
    return ok(
      pinned(address.version, async () => {
        const got = await fetch();
        return got.ok ? ok(got.value.files) : got;
      }),
    );
  }
  // npm resolves and fetches in one go.
  const got = await fetch();
  if (!got.ok) return got;
  const { version, files } = got.value;
  return ok(pinned(version, () => Promise.resolve(ok(files))));
}

async function resolveGit(address: GitAddress, tools: Tools): Promise<Result<Pin, SourceError>> {
  const { world, scratch } = tools;
  const local = address.url.startsWith('file://');
  const git = strictGit(world, tools.protocols ?? (local ? 'file' : 'https:ssh'));
  let pinned = pinnedTail(address.tail);
  if (pinned === null) {
    world.progress(`Looking up ${address.repository}`);
    const refs = await git.refs(address.url);
    if (!refs.ok) return refs;
    pinned = longestRef(refs.value, address.tail ?? 'HEAD');
    if (pinned === null) return noSuchRef(address, refs.value);
  }
  const { commit } = pinned;
  const inside = checkedPath(pinned.path);
  if (!inside.ok) return inside;
  return ok({
    address: gitAddress(address.repository, commit, inside.value),
    exactly: { commit },
    path: inside.value,
    notes: [],
    async fetch() {
      world.progress(`Fetching ${address.repository} at ${commit.slice(0, 10)}`);
      const folder = await mkdtemp(path.join(scratch, 'git-'));
      if (address.by === 'git') return git.presets(address.url, commit, folder);
      const { repository, url } = address;
      const request = tools.request === undefined ? {} : { request: tools.request };
      return presetsThroughDegit({ repository, url, commit }, folder, { world, git, ...request });
    },
  });
}

/** `feature/x/shop`: the longest beginning that is a branch or a tag, and the path after it. */
function longestRef(
  refs: Refs,
  tail: string,
): { readonly commit: string; readonly path: string | null } | null {
  const parts = tail.split('/');
  for (let length = parts.length; length > 0; length -= 1) {
    const commit = refs.get(parts.slice(0, length).join('/'));
    const rest = parts.slice(length).join('/');
    if (commit !== undefined) return { commit, path: rest === '' ? null : rest };
  }
  return null;
}

function noSuchRef(address: GitAddress, refs: Refs) {
  const wanted = address.tail?.split('/')[0] ?? 'HEAD';
  const short = /^[0-9a-f]{7,39}$/.test(wanted);
  return refuse(
    'source-not-found',
    `${address.repository} has no branch or tag ${quote(wanted)}.`,
    short ? 'Write a commit with all its 40 digits.' : suggest(wanted, [...refs.keys()]),
  );
}
