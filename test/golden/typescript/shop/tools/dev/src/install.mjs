import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';

import { toolFolder } from './places.mjs';
import { Problem } from './problem.mjs';
import { say } from './say.mjs';

/**
 * Installs a package folder's dependencies as its lockfiles say, unless they are there. The work is
 * done in a folder beside it and renamed into place, so that two runs, or a killed one, leave either
 * nothing or everything. No install script of any package runs.
 * @param {string} [folder] holds package.json, package-lock.json and bun.lock
 * @returns {Promise<boolean>} whether anything was missing
 */
export async function installDependencies(folder = toolFolder) {
  if (await installed(folder)) return false;
  const installer = 'bun' in process.versions ? bun() : npm();
  say(
    `fetching ${folder === toolFolder ? 'PostgreSQL and the identity provider' : path.basename(folder)} (only the first time) …`,
  );
  const staging = await mkdtemp(path.join(folder, '.install-'));
  const stop = reportProgress();
  try {
    for (const file of ['package.json', 'package-lock.json', 'bun.lock']) {
      await copyFile(path.join(folder, file), path.join(staging, file));
    }
    await execute(installer, staging);
    // Another run may have been faster, and may be using them by now.
    if (!(await installed(folder))) {
      await rm(path.join(folder, 'node_modules'), { recursive: true, force: true });
      await rename(path.join(staging, 'node_modules'), path.join(folder, 'node_modules'));
    }
  } finally {
    stop();
    await rm(staging, { recursive: true, force: true });
  }
  say('fetched');
  return true;
}

/** @param {string} folder */
async function installed(folder) {
  const manifest = await readManifest(path.join(folder, 'package.json'));
  for (const [name, version] of Object.entries(manifest.dependencies ?? {})) {
    const file = path.join(folder, 'node_modules', name, 'package.json');
    if (!existsSync(file) || (await readManifest(file)).version !== version) return false;
  }
  return true;
}

/** @param {string} file @returns {Promise<{ version?: string, dependencies?: Record<string, string> }>} */
async function readManifest(file) {
  return JSON.parse(await readFile(file, 'utf8'));
}

/** @typedef {{ program: string, args: string[], shell: boolean }} Installer */

/** @returns {Installer} */
function bun() {
  return {
    program: process.execPath,
    args: ['install', '--frozen-lockfile', '--ignore-scripts', '--no-progress'],
    shell: false,
  };
}

/** @returns {Installer} */
function npm() {
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  // On Windows npm is a script, which only a shell can start.
  return { program: 'npm', args, shell: process.platform === 'win32' };
}

/**
 * @param {Installer} installer
 * @param {string} folder
 */
async function execute(installer, folder) {
  /** @type {Buffer[]} */
  const output = [];
  const child = spawn(installer.program, installer.args, {
    cwd: folder,
    shell: installer.shell,
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
  });
  child.stdout.on('data', (chunk) => output.push(chunk));
  child.stderr.on('data', (chunk) => output.push(chunk));
  /** @type {number | null} */
  const code = await new Promise((resolve, reject) => {
    child.once('close', resolve);
    child.once('error', (error) => {
      reject(
        new Problem(
          `cannot start ${installer.program}: ${error.message}`,
          'npm comes with Node.js; with Bun, run bun tools/dev/main.mjs',
        ),
      );
    });
  });
  if (code !== 0) {
    throw new Problem(
      `${path.basename(installer.program)} ${installer.args[0]} failed:\n${Buffer.concat(output).toString('utf8').trim()}`,
      'Is the package registry reachable? Or give DATABASE_URL and OIDC_ISSUER of your own.',
    );
  }
}

/** A line every few seconds, so that a slow network does not look like a hang. */
function reportProgress() {
  const since = Date.now();
  const timer = setInterval(() => {
    say(`still fetching, ${Math.round((Date.now() - since) / 1000)} s …`);
  }, 3000);
  return () => clearInterval(timer);
}
