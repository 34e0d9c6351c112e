// Refreshes templates/typescript/dependencies/bun.lock: `bun install` on one package that needs
// everything in the catalogue. Needs Bun and a package registry.
import { execa } from 'execa';
import fs from 'fs-extra';
import os from 'node:os';
import path from 'node:path';

const folder = path.resolve(import.meta.dirname, '../templates/typescript/dependencies');
const work = await fs.mkdtemp(path.join(os.tmpdir(), 'lock-typescript-'));
try {
  const manifest = await fs.readJson(path.join(folder, 'package.json'));
  await fs.writeJson(path.join(work, 'package.json'), manifest);
  await execa('bun', ['install', '--lockfile-only', '--linker', 'isolated'], {
    cwd: work,
    stdio: 'inherit',
  });
  const lock = await fs.readFile(path.join(work, 'bun.lock'), 'utf8');
  if (/https?:/.test(lock)) throw new Error('The lock names a registry host.');
  await fs.writeFile(path.join(folder, 'bun.lock'), lock);
} finally {
  await fs.remove(work);
}
