import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';

import { ok, type Result } from '../../blueprint/result.ts';
import { readArchive } from '../archive.ts';
import { limits } from '../limits.ts';
import type { PresetFile } from '../preset-files.ts';
import { runProgram, type ProgramEnd } from '../run-program.ts';
import { excerpt, refuse, type SourceError } from '../source-error.ts';
import type { SourceWorld } from '../world.ts';
import type { NpmAddress } from './npm-address.ts';

export interface FetchedPackage {
  /** exact */
  readonly version: string;
  readonly files: readonly PresetFile[];
}

/**
 * The presets in a package, by `npm pack`: it knows the registry of the scope, its credentials,
 * proxies and certificates, and checks the integrity. No script runs, nothing is extracted.
 */
export async function fetchPackage(
  address: NpmAddress,
  scratch: string,
  world: SourceWorld,
): Promise<Result<FetchedPackage, SourceError>> {
  const ended = await runProgram(
    {
      program: 'npm',
      args: ['pack', `${address.package}@${address.version}`, ...flags],
      cwd: world.cwd,
      environment: { ...world.environment, npm_config_pack_destination: scratch },
    },
    world,
  );
  if (ended.code !== 0) return failed(ended, address, world);
  const packed = reportOf(ended.output.toString('utf8'));
  const [tarball] = await readdir(scratch);
  if (packed === null || tarball === undefined || packed.name !== address.package) {
    return refuse('source-unsafe', `npm did not give the package ${address.package}.`);
  }
  const file = path.join(scratch, tarball);
  if ((await stat(file)).size > limits.archive) {
    return refuse(
      'source-too-large',
      `The package ${address.package} is larger than ${limits.archive / 1024 / 1024} MiB.`,
    );
  }
  const archive = await readFile(file);
  const digest = `sha512-${createHash('sha512').update(archive).digest('base64')}`;
  if (digest !== packed.integrity) {
    return refuse(
      'source-changed',
      `The archive of ${address.package} is not what npm had checked.`,
      'Try again.',
    );
  }
  const files = readArchive(archive);
  return files.ok ? ok({ version: packed.version, files: files.value }) : files;
}

const flags = [
  '--ignore-scripts',
  '--json',
  '--no-audit',
  '--no-fund',
  '--no-update-notifier',
  '--workspaces=false',
  '--fetch-retries=0',
  '--loglevel=error',
];

interface Packed {
  readonly name: string;
  readonly version: string;
  readonly integrity: string;
}

/** A list of packages, or, from npm 12 on, an object of them. */
function reportOf(output: string): Packed | null {
  try {
    const report: unknown = JSON.parse(output);
    const [first]: unknown[] = Object.values(report as object);
    const { name, version, integrity } = first as Readonly<Record<string, unknown>>;
    if (typeof name !== 'string' || typeof version !== 'string' || typeof integrity !== 'string')
      return null;
    return /^\d+\.\d+\.\d+[0-9A-Za-z.+-]*$/.test(version) ? { name, version, integrity } : null;
  } catch {
    return null;
  }
}

function failed(end: ProgramEnd, address: NpmAddress, world: SourceWorld) {
  const wanted = `${address.package}@${address.version}`;
  if (world.signal.aborted) return refuse('cancelled', 'Cancelled; nothing was written.');
  if (end.why === 'missing') {
    return refuse(
      'program-missing',
      'npm was not found; presets in packages are fetched by it.',
      'Install it; it comes with Node.js.',
    );
  }
  const all = `${end.complaint}\n${end.output.toString('utf8')}`;
  if (/EINTEGRITY/.test(all)) {
    return refuse(
      'source-changed',
      `The archive of ${wanted} is not what its registry announces (EINTEGRITY).`,
      'Do not use it; tell who runs the registry.',
    );
  }
  if (/\bE404\b|ETARGET|ENOVERSIONS/.test(all)) {
    return refuse(
      'source-not-found',
      `The registry has no ${wanted}.`,
      'Check the name and the version; a private package needs "npm login".',
    );
  }
  if (/\bE40[13]\b|ENEEDAUTH/.test(all)) {
    return refuse(
      'source-not-found',
      `The registry does not give ${wanted} to you.`,
      'Run "npm login" for its registry.',
    );
  }
  const code = /\b(?:code )?(E[A-Z]{4,})\b/.exec(all)?.[1];
  return refuse(
    'source-unreachable',
    `npm cannot fetch ${wanted} (${code ?? (end.why === 'too-slow' ? 'it takes too long' : excerpt(end.complaint))}).`,
    'Check the network, or name a version that was fetched before.',
  );
}
