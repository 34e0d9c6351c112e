import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { developerEnvironment, succeed } from './command.ts';
import { asArray, asObject, asString, parseJson } from './json.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The program as npm installs it from the packed tarball: a file to run with Node.js. */
    program: string;
  }
}

/** Packs the project once and installs the tarball elsewhere, as somebody who downloads it would. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const root = path.resolve(import.meta.dirname, '../..');
  const folder = await mkdtemp(path.join(tmpdir(), 'create-backend-packed-'));
  // Some tests run the program as another user.
  await chmod(folder, 0o755);
  const environment = developerEnvironment();
  // Packed as it was built (`npm test` builds first): building here would pull `dist` from under others.
  const packed = await succeed({
    argv: ['npm', 'pack', '--json', '--ignore-scripts', '--pack-destination', folder],
    cwd: root,
    environment,
  });
  const [tarball] = asArray(parseJson(packed.stdout)).map((each) =>
    asString(asObject(each).filename, 'the name of the tarball'),
  );
  await writeFile(path.join(folder, 'package.json'), '{ "private": true }');
  await succeed({
    argv: ['npm', 'install', '--prefer-offline', '--no-audit', '--no-fund', `./${tarball ?? ''}`],
    cwd: folder,
    environment,
  });
  const installed = path.join(folder, 'node_modules', 'create-backend');
  const manifest = asObject(
    parseJson(await readFile(path.join(installed, 'package.json'), 'utf8')),
  );
  project.provide(
    'program',
    path.join(installed, asString(asObject(manifest.bin)['create-backend'], 'bin')),
  );
  return () => rm(folder, { recursive: true, force: true });
}
