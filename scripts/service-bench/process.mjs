// The repository under load, and the processes around it.
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

/** Every request of the load comes from one caller and one address. */
export const unlimited = {
  RATE_LIMIT_READ: '100000000/60',
  RATE_LIMIT_WRITE: '100000000/60',
  RATE_LIMIT_AUTH: '100000000/60',
};

/**
 * Creates preset shop, unless a folder is given, and runs the script again inside its development
 * services, where `measure` is called with the folder.
 */
export async function withServices(script, measure) {
  if (process.env.BENCH_FOLDER !== undefined) return measure(process.env.BENCH_FOLDER);
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'create-backend-service-'));
  const folder = process.argv[2] ? path.resolve(process.argv[2]) : createShop(scratch);
  const child = spawn('bun', ['tools/dev/main.mjs', '--', 'node', script], {
    cwd: folder,
    stdio: 'inherit',
    env: { ...process.env, BENCH_FOLDER: folder, BENCH_SCRATCH: scratch },
  });
  process.exitCode = await new Promise((resolve) => child.on('exit', resolve));
  fs.rmSync(scratch, { recursive: true, force: true });
}

function createShop(scratch) {
  const folder = path.join(scratch, 'shop');
  execFileSync(
    'node',
    [path.join(root, 'bin/create-backend.js'), folder, '--preset', 'shop', '--yes', '--no-git'],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  return folder;
}

export function migrate(folder) {
  execFileSync('bun', ['run', 'migrate'], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
}

export function token(folder) {
  return execFileSync('bun', ['tools/dev/main.mjs', 'token'], {
    cwd: folder,
    encoding: 'utf8',
  }).trim();
}

/** @returns {() => void} ends the process */
export function start(command, args, cwd, environment, log) {
  const out = fs.openSync(log, 'w');
  const child = spawn(command, args, {
    cwd,
    stdio: ['ignore', out, out],
    env: { ...process.env, ...environment },
  });
  return () => child.kill('SIGTERM');
}

/** Waits until somebody listens. */
export async function answers(url) {
  for (let attempt = 0; attempt < 150; attempt += 1) {
    try {
      await fetch(url);
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  throw new Error(`${url} does not answer.`);
}
