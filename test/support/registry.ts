import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { developerEnvironment, succeed } from './command.ts';
import { asObject, isObject, parseJson, type JsonObject } from './json.ts';

export interface Registry {
  readonly url: string;
  /** the paths that were asked for, in order */
  readonly requests: readonly string[];
  stop(): Promise<void>;
}

interface Packed {
  readonly manifest: JsonObject;
  readonly tarball: Buffer;
}

/**
 * An npm registry of the given package folders and of what they depend on, which it takes from the
 * node_modules of this project. It asks nobody else.
 */
export async function startRegistry(folders: readonly string[]): Promise<Registry> {
  const workshop = await mkdtemp(path.join(tmpdir(), 'create-backend-registry-'));
  const packages = new Map<string, Packed>();
  const waiting = [...folders];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const packed = await pack(next, workshop);
    packages.set(String(packed.manifest['name']), packed);
    waiting.push(...dependenciesOf(packed.manifest).filter((each) => !packages.has(nameOf(each))));
  }
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const asked = decodeURIComponent(request.url ?? '/').slice(1);
    requests.push(asked);
    answer(asked, packages, `http://${request.headers.host}`, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    requests,
    async stop() {
      await close(server);
      await rm(workshop, { recursive: true, force: true });
    },
  };
}

const modules = path.resolve(import.meta.dirname, '../../node_modules');

function dependenciesOf(manifest: JsonObject): string[] {
  return [manifest['dependencies'], manifest['optionalDependencies']]
    .filter((each) => isObject(each))
    .flatMap((each) => Object.keys(each))
    .map((name) => path.join(modules, name))
    .filter((folder) => existsSync(folder));
}

const nameOf = (folder: string): string => path.relative(modules, folder).split(path.sep).join('/');

async function pack(folder: string, workshop: string): Promise<Packed> {
  const manifest = asObject(parseJson(await readFile(path.join(folder, 'package.json'), 'utf8')));
  const { stdout } = await succeed({
    argv: ['npm', 'pack', '--silent', '--ignore-scripts', '--pack-destination', workshop, folder],
    cwd: workshop,
    environment: developerEnvironment(),
  });
  const tarball = await readFile(path.join(workshop, stdout.trim().split('\n').at(-1) ?? ''));
  return { manifest, tarball };
}

function answer(
  asked: string,
  packages: ReadonlyMap<string, Packed>,
  url: string,
  response: ServerResponse,
): void {
  const [name = '', isTarball] = asked.split('/-/');
  const packed = packages.get(name);
  if (packed === undefined) {
    response.writeHead(404, { 'content-type': 'application/json' }).end('{"error":"not_found"}');
    return;
  }
  if (isTarball !== undefined) {
    response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(packed.tarball);
    return;
  }
  const version = String(packed.manifest['version']);
  const document = {
    name,
    'dist-tags': { latest: version },
    versions: {
      [version]: {
        ...available(packed.manifest),
        dist: {
          tarball: `${url}/${name}/-/${version}.tgz`,
          integrity: `sha512-${createHash('sha512').update(packed.tarball).digest('base64')}`,
        },
      },
    },
  };
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(document));
}

/** Binaries of other platforms are not here; npm need not ask for them. */
function available(manifest: JsonObject): JsonObject {
  const optional = manifest['optionalDependencies'];
  if (!isObject(optional)) return manifest;
  const here = Object.entries(optional).filter(([name]) => existsSync(path.join(modules, name)));
  return { ...manifest, optionalDependencies: Object.fromEntries(here) };
}

function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)));
    server.closeAllConnections();
  });
}
