import { runGit } from './run.ts';

/** The contents of blobs, as far as the repository has them. */
export interface FoundBlobs {
  /** hash → content */
  readonly found: ReadonlyMap<string, Buffer>;
  readonly missing: readonly string[];
}

/**
 * Reads blobs from git's objects in one run. Nothing is downloaded: what a shallow or partial clone
 * does not have is missing, and so is everything where there is no git.
 */
export async function readBlobs(root: string, hashes: readonly string[]): Promise<FoundBlobs> {
  const asked = [...new Set(hashes)].filter((hash) => /^[0-9a-f]{40}$/.test(hash));
  if (asked.length === 0) return { found: new Map(), missing: [] };
  const run = await runGit(root, ['cat-file', '--batch'], {
    mode: 'read',
    input: asked.map((hash) => `${hash}\n`).join(''),
  });
  const found = blobsIn(run.stdout);
  return { found, missing: asked.filter((hash) => !found.has(hash)) };
}

/** Reads `<hash> blob <size>\n<content>\n`, or `<hash> missing\n`, repeated (git-cat-file(1)). */
function blobsIn(output: Buffer): Map<string, Buffer> {
  const blobs = new Map<string, Buffer>();
  for (let at = 0; at < output.length;) {
    const lineEnd = output.indexOf(0x0a, at);
    if (lineEnd === -1) break;
    const [hash = '', type, size] = output.toString('utf8', at, lineEnd).split(' ');
    at = lineEnd + 1;
    if (size === undefined) continue;
    const end = at + Number(size);
    if (type === 'blob' && end < output.length) blobs.set(hash, output.subarray(at, end));
    at = end + 1;
  }
  return blobs;
}
