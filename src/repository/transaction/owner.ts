import { randomBytes } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';

import { isAlive, LONGEST_RUN_MS } from '../process-alive.ts';
import { isErrno, type Disk } from './disk.ts';
import { Refusal } from './refusal.ts';
import { JOURNAL } from './journal-name.ts';

/** A journal that this process has to itself, until it discards or leaves it. */
export interface Owned {
  readonly root: string;
  /** absolute */
  readonly folder: string;
  /** what shows that the journal is still ours */
  readonly claim: string;
}

interface Holder {
  readonly pid: number;
  readonly host: string;
  /** milliseconds since 1970 */
  readonly since: number;
  readonly command: string;
}

const HOLDER = 'holder.json';
const CLAIM = /^owner-([0-9a-f]+)-(\d+)$/;

/** Journals that transactions of this very process are at. */
const held = new Set<string>();

const journalOf = (root: string): string => path.join(root, JOURNAL);
const unique = (): string => randomBytes(6).toString('hex');

/**
 * Begins a journal, or refuses because there is one. It is made beside its place with its owner
 * inside and then renamed: that succeeds for one run only.
 */
export function beginJournal(disk: Disk, root: string, command: string): Owned {
  const folder = journalOf(root);
  const id = unique();
  const draft = `${folder}-${process.pid}-${id}`;
  const first = `owner-${id}-0`;
  try {
    disk.makeFolder(draft);
    disk.write(path.join(draft, '.gitignore'), Buffer.from('*\n'), 0o666);
    disk.makeFolder(path.join(draft, first));
    disk.write(path.join(draft, first, HOLDER), describeSelf(command), 0o666);
    disk.rename(draft, folder);
  } catch (error) {
    removeQuietly(disk, draft);
    if (isErrno(error, 'ENOTEMPTY', 'EEXIST', 'EPERM') && disk.look(folder) !== null)
      throw busy(holderOf(disk, folder)?.holder ?? null);
    throw error;
  }
  held.add(root);
  return { root, folder, claim: path.join(folder, first) };
}

/** Takes over a journal whose run is dead; null: somebody has just finished it. Refuses while one works. */
export function takeOver(disk: Disk, root: string, command: string): Owned | null {
  const folder = journalOf(root);
  const current = holderOf(disk, folder);
  if (current === null) return null;
  if (current.holder !== null && isAtWork(current.holder, root)) throw busy(current.holder);
  // Numbered claims: two runs that both see the dead one cannot both be its successor.
  const claim = path.join(folder, `owner-${current.id}-${current.generation + 1}`);
  const draft = path.join(folder, `claim-${process.pid}-${unique()}`);
  try {
    disk.makeFolder(draft);
    disk.write(path.join(draft, HOLDER), describeSelf(command), 0o666);
    disk.rename(draft, claim);
  } catch (error) {
    if (disk.look(folder) === null) return null;
    removeQuietly(disk, draft);
    if (isErrno(error, 'ENOTEMPTY', 'EEXIST', 'EPERM') && disk.look(claim) !== null)
      throw busy(holderOf(disk, folder)?.holder ?? null);
    throw error;
  }
  held.add(root);
  return { root, folder, claim };
}

/** Ends a transaction: the journal is gone at once, and its files then. */
export function discard(disk: Disk, owned: Owned): void {
  const away = `${owned.folder}-${process.pid}-${unique()}`;
  disk.rename(owned.folder, away);
  removeQuietly(disk, away);
}

/** Lets go of a journal without ending it. */
export function release(owned: Owned): void {
  held.delete(owned.root);
}

/** Refuses to go on when another run, after a long sleep of this one, has taken over. */
export function assertStillOurs(disk: Disk, { folder, claim }: Owned): void {
  const successor = claim.replace(/\d+$/, (generation) => String(Number(generation) + 1));
  if (disk.look(claim) === null || disk.look(successor) !== null)
    throw new LostJournal(busy(holderOf(disk, folder)?.holder ?? null).error);
}

/** The journal belongs to another run: this one must not even put anything back. */
export class LostJournal extends Refusal {}

/** Removes what runs that died beside their journal left: nothing of a repository is in it. */
export function removeStrays(disk: Disk, root: string): void {
  for (const name of disk.list(root)) {
    const pid = STRAY.exec(name)?.[1];
    if (pid === undefined) continue;
    const stray = path.join(root, name);
    const since = disk.look(stray)?.modified ?? 0;
    const own = Number(pid) === process.pid;
    if (own || !isAlive(Number(pid)) || Date.now() - since > LONGEST_RUN_MS)
      removeQuietly(disk, stray);
  }
}

const STRAY = new RegExp(`^\\${JOURNAL}-(\\d+)-[0-9a-f]{12}$`);

interface Generation {
  readonly id: string;
  readonly generation: number;
  readonly holder: Holder | null;
}

/** Who has the journal; null: there is none. A holder that cannot be read died while it began. */
function holderOf(disk: Disk, folder: string): Generation | null {
  let names: readonly string[];
  try {
    names = disk.list(folder);
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return null;
    throw error;
  }
  const claims = names.map((name) => CLAIM.exec(name)).filter((claim) => claim !== null);
  const id = claims.find((claim) => claim[2] === '0')?.[1] ?? '0';
  const generations = claims.filter((claim) => claim[1] === id).map((claim) => Number(claim[2]));
  const generation = Math.max(-1, ...generations);
  return {
    id,
    generation,
    holder: readHolder(disk, path.join(folder, `owner-${id}-${generation}`)),
  };
}

function readHolder(disk: Disk, claim: string): Holder | null {
  try {
    const raw: unknown = JSON.parse(Buffer.from(disk.read(path.join(claim, HOLDER))).toString());
    return isHolder(raw) ? raw : null;
  } catch (error) {
    if (error instanceof SyntaxError || isErrno(error, 'ENOENT', 'ENOTDIR', 'ELOOP', 'EISDIR'))
      return null;
    throw error;
  }
}

function isHolder(raw: unknown): raw is Holder {
  if (typeof raw !== 'object' || raw === null) return false;
  const { pid, host, since, command } = raw as Record<string, unknown>;
  return (
    Number.isSafeInteger(pid) &&
    Number(pid) > 0 &&
    typeof host === 'string' &&
    typeof since === 'number' &&
    typeof command === 'string'
  );
}

const describeSelf = (command: string): Uint8Array =>
  Buffer.from(
    JSON.stringify({ pid: process.pid, host: os.hostname(), since: Date.now(), command }),
  );

function isAtWork(holder: Holder, root: string): boolean {
  if (Math.abs(Date.now() - holder.since) > LONGEST_RUN_MS) return false;
  // Another machine, or a container that has our disk: its processes cannot be seen from here.
  if (holder.host !== os.hostname()) return true;
  return holder.pid === process.pid ? held.has(root) : isAlive(holder.pid);
}

function busy(holder: Holder | null): Refusal {
  const who =
    holder === null
      ? 'Another create-backend'
      : `Another create-backend (${holder.command}, process ${holder.pid} on ${holder.host})`;
  return new Refusal({
    code: 'busy',
    message: `${who} is changing this repository.`,
    hint: 'Wait until it is done and run the command again. If it is dead, that works ten minutes after it began.',
  });
}

/** Removes a folder of ours; what cannot be removed now is removed by a later run. */
function removeQuietly(disk: Disk, folder: string): void {
  try {
    removeFolder(disk, folder);
  } catch (error) {
    if (!isErrno(error)) throw error;
  }
}

function removeFolder(disk: Disk, folder: string): void {
  if (disk.look(folder)?.kind !== 'folder') return;
  // `.gitignore` goes last: a journal must never show up in `git status`.
  for (const name of disk.list(folder).toReversed()) {
    const inside = path.join(folder, name);
    if (disk.look(inside)?.kind === 'folder') removeFolder(disk, inside);
    else disk.remove(inside);
  }
  disk.removeFolder(folder);
}
