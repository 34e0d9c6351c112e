import fs from 'node:fs';
import path from 'node:path';

import { err, ok, type Result } from '../blueprint/result.ts';
import type { Tree } from '../render/tree.ts';
import { describeWriteFailure, type FolderError } from './folder-error.ts';
import { isAlive, LONGEST_RUN_MS } from './process-alive.ts';
import { STAGE, type Target } from './target.ts';

const COMPLETE = 'complete';
const CONTENT = 'content';

/**
 * Writes a new repository, all or nothing. The files are staged first, `prepare` runs in the stage
 * (git), and renames put them in place:
 * - an absent folder: a sibling stage becomes the folder by one rename;
 * - an empty folder (perhaps the shell's own): the stage lies inside, is marked complete, and its
 *   entries move up; an interrupted move is finished by `finishInterrupted` at the next start.
 */
export async function writeNewRepository(
  target: Target,
  tree: Tree,
  signal: AbortSignal,
  prepare: (folder: string) => Promise<void>,
): Promise<Result<void, FolderError>> {
  const made: string[] = [];
  const stage =
    target.kind === 'absent' ? siblingStage(target.path) : path.join(target.path, STAGE);
  try {
    if (target.kind === 'absent') {
      made.push(...makeFolders(path.dirname(target.path)));
      removeAbandonedSiblings(target.path);
    }
    fs.mkdirSync(stage);
    const content = target.kind === 'absent' ? stage : path.join(stage, CONTENT);
    writeTree(content, tree);
    await prepare(content);
    await settled();
    signal.throwIfAborted();
    if (target.kind === 'absent') fs.renameSync(stage, target.path);
    else moveUp(target.path);
    return ok(undefined);
  } catch (error) {
    const moving = fs.existsSync(path.join(stage, COMPLETE)) && target.kind === 'empty';
    if (!moving) fs.rmSync(stage, { recursive: true, force: true });
    for (const folder of made.toReversed()) removeIfEmpty(folder);
    if (signal.aborted) {
      return err({ code: 'cancelled', message: 'Cancelled; nothing was written.', hint: null });
    }
    return err(describeWriteFailure(error, target.path));
  }
}

/** Finishes, or clears away, what a killed process left in an empty folder. True where it was finished. */
export function finishInterrupted(folder: string): boolean {
  const stage = path.join(folder, STAGE);
  if (!isFolder(folder) || !isFolder(stage)) return false;
  if (!fs.existsSync(path.join(stage, COMPLETE))) {
    fs.rmSync(stage, { recursive: true, force: true });
    return false;
  }
  moveUp(folder);
  return true;
}

/** A real folder, not a link to one. */
function isFolder(candidate: string): boolean {
  try {
    return fs.lstatSync(candidate).isDirectory();
  } catch {
    return false;
  }
}

function moveUp(folder: string): void {
  const stage = path.join(folder, STAGE);
  const content = path.join(stage, CONTENT);
  fs.writeFileSync(path.join(stage, COMPLETE), '');
  for (const entry of fs.readdirSync(content)) {
    const destination = path.join(folder, entry);
    if (!fs.existsSync(destination)) fs.renameSync(path.join(content, entry), destination);
  }
  fs.rmSync(stage, { recursive: true, force: true });
}

function writeTree(folder: string, tree: Tree): void {
  const made = new Set<string>();
  for (const [file, { content, executable }] of tree) {
    const destination = path.join(folder, ...file.split('/'));
    const parent = path.dirname(destination);
    if (!made.has(parent)) {
      fs.mkdirSync(parent, { recursive: true });
      made.add(parent);
    }
    fs.writeFileSync(destination, content, { flag: 'wx', mode: executable ? 0o777 : 0o666 });
  }
}

/** Lets a signal that arrived during synchronous writing be delivered. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function siblingStage(target: string): string {
  return path.join(
    path.dirname(target),
    `.${path.basename(target).slice(0, 80)}${STAGE}-${process.pid}`,
  );
}

/** Removes stages of this folder whose process is gone. */
function removeAbandonedSiblings(target: string): void {
  const parent = path.dirname(target);
  const prefix = siblingStage(target).slice(parent.length + 1, -String(process.pid).length);
  for (const entry of fs.readdirSync(parent)) {
    if (!entry.startsWith(prefix)) continue;
    const stage = path.join(parent, entry);
    const pid = Number(entry.slice(prefix.length));
    if (!Number.isInteger(pid) || pid <= 0) continue;
    if (!isAlive(pid) || isOld(stage)) fs.rmSync(stage, { recursive: true, force: true });
  }
}

function isOld(stage: string): boolean {
  return Date.now() - fs.statSync(stage).mtimeMs > LONGEST_RUN_MS;
}

/** Makes a folder and its missing parents; the ones made, outermost first. */
function makeFolders(folder: string): string[] {
  const missing: string[] = [];
  let current = folder;
  while (!fs.existsSync(current)) {
    missing.unshift(current);
    current = path.dirname(current);
  }
  for (const each of missing) fs.mkdirSync(each);
  return missing;
}

function removeIfEmpty(folder: string): void {
  try {
    fs.rmdirSync(folder);
  } catch {
    // Somebody else uses it by now.
  }
}
