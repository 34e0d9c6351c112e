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
  const lock = completed(await fs.readFile(path.join(work, 'bun.lock'), 'utf8'));
  if (/https?:/.test(lock)) throw new Error('The lock names a registry host.');
  await fs.writeFile(path.join(folder, 'bun.lock'), lock);
} finally {
  await fs.remove(work);
}

/**
 * Adds the binaries for macOS, Windows and musl that the registry at hand does not carry: without
 * an entry Bun would not install them anywhere. Such an entry has no checksum, because nothing
 * could be downloaded to make one; a refresh against the public registry fills it in.
 */
function completed(lock) {
  const { packages } = JSON.parse(lock.replace(/,(?=\s*[}\]])/g, ''));
  const missing = Object.values(packages)
    .flatMap(([, , requirements]) => Object.entries(requirements?.optionalDependencies ?? {}))
    .filter(([name]) => packages[name] === undefined)
    .flatMap(([name, version]) => {
      const platform = platformOf(name);
      return platform === null ? [] : [[name, [`${name}@${version}`, '', platform, '']]];
    });
  for (const [name] of missing) process.stderr.write(`without a checksum: ${name}\n`);
  const lines = missing.map(([name, entry]) => `    ${JSON.stringify(name)}: ${inline(entry)},`);
  return lock.replace('  "packages": {\n', (head) => [head, ...lines, ''].join('\n'));
}

function platformOf(name) {
  const match = /-(darwin|win32|linux)-(arm64|x64)(?:-(gnu|musl|msvc|glibc))?$/.exec(name);
  if (match === null) return null;
  const [, system, cpu, abi] = match;
  const libc = { musl: 'musl', gnu: 'glibc', glibc: 'glibc' }[abi];
  return { os: system, cpu, ...(libc === undefined ? {} : { libc }) };
}

function inline(value) {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (typeof value !== 'object') return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([key, member]) => `${JSON.stringify(key)}: ${inline(member)}`,
  );
  return `{ ${members.join(', ')} }`;
}
