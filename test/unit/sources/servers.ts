import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface Served {
  readonly url: string;
  /** `GET /path` of every request, in order */
  readonly asked: { readonly path: string; readonly headers: IncomingMessage['headers'] }[];
  stop(): Promise<void>;
}

export async function serve(
  answer: (request: IncomingMessage, response: ServerResponse, url: string) => void,
): Promise<Served> {
  const asked: Served['asked'] = [];
  let url = '';
  const server = createServer((request, response) => {
    asked.push({ path: request.url ?? '', headers: request.headers });
    answer(request, response, url);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let stopped = false;
  const stop = () =>
    new Promise<void>((resolve) => {
      if (stopped) return resolve();
      stopped = true;
      server.closeAllConnections();
      server.close(() => resolve());
    });
  onTestFinished(stop);
  return { url, asked, stop };
}

/** A registry with one package; what it serves may be changed while it runs. */
export interface Registry extends Served {
  readonly versions: Map<string, Buffer>;
  /** where set, the integrity that is announced in place of the true one */
  announced: string | null;
  /** where set, tarballs are sent on to there */
  elsewhere: string | null;
}

export async function registry(name: string, versions: Record<string, Buffer>): Promise<Registry> {
  const state = {
    versions: new Map(Object.entries(versions)),
    announced: null as string | null,
    elsewhere: null as string | null,
  };
  const served = await serve((request, response, url) => {
    const tarball = /-([\d.]+)\.tgz$/.exec(request.url ?? '')?.[1];
    if (tarball !== undefined) {
      if (state.elsewhere === null) response.end(state.versions.get(tarball));
      else response.writeHead(302, { location: `${state.elsewhere}${request.url}` }).end();
      return;
    }
    if (decodeURIComponent(request.url ?? '') !== `/${name}`) {
      response.writeHead(404).end('{}');
      return;
    }
    const list = [...state.versions].map(([version, content]) => [
      version,
      {
        name,
        version,
        scripts: {
          preinstall: 'touch "$MARK"',
          prepare: 'touch "$MARK"',
          prepack: 'touch "$MARK"',
          postinstall: 'touch "$MARK"',
        },
        dist: {
          tarball: `${url}/${name}/-/presets-${version}.tgz`,
          integrity:
            state.announced ?? `sha512-${createHash('sha512').update(content).digest('base64')}`,
        },
      },
    ]);
    const latest = [...state.versions.keys()].at(-1);
    response
      .setHeader('content-type', 'application/json')
      .end(JSON.stringify({ name, 'dist-tags': { latest }, versions: Object.fromEntries(list) }));
  });
  return Object.assign(state, served);
}
