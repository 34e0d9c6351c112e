import { ok, type Result } from '../blueprint/result.ts';
import { limits } from './limits.ts';
import { refuse, type SourceError } from './source-error.ts';

/** One request, redirects left to the caller; `fetch` in the program, another in tests. */
export type Request = (url: string, signal: AbortSignal) => Promise<Response>;

const request: Request = (url, signal) => fetch(url, { redirect: 'manual', signal });

/** Where the hosts of archives send on to, themselves apart. */
const senders: Readonly<Record<string, readonly string[]>> = {
  'github.com': ['codeload.github.com'],
  'gitlab.com': [],
  'bitbucket.org': [],
};

/**
 * The bytes at an address of a known host. It is asked without credentials; a redirect is followed
 * only by https and to where that host keeps its archives.
 */
export async function download(
  address: string,
  signal: AbortSignal,
  ask: Request = request,
): Promise<Result<Uint8Array, SourceError>> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(limits.patience)]);
  const first = new URL(address).host;
  let url = address;
  for (let hops = 0; hops <= limits.redirects; hops += 1) {
    const { protocol, host } = new URL(url);
    const known = host === first || senders[first]?.includes(host) === true;
    if (protocol !== 'https:' || !Object.hasOwn(senders, first) || !known) {
      return refuse(
        'source-unsafe',
        `${first} sends on to ${protocol}//${host}, where its archives are not kept.`,
        'Nothing was read from there. Name the repository by its present address.',
      );
    }
    let response: Response;
    try {
      response = await ask(url, limit);
    } catch {
      return unreachable(first);
    }
    const location = response.headers.get('location');
    if (response.status >= 300 && response.status < 400 && location !== null) {
      await response.body?.cancel();
      url = new URL(location, url).href;
      continue;
    }
    if (!response.ok) {
      await response.body?.cancel();
      return refuse('source-not-found', `${first} answers ${response.status} for this archive.`);
    }
    return readAll(response, first);
  }
  return refuse('source-unsafe', `${first} redirects too often.`);
}

async function readAll(response: Response, host: string): Promise<Result<Uint8Array, SourceError>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of response.body ?? []) {
      size += chunk.length;
      if (size > limits.archive) {
        return refuse(
          'source-too-large',
          `The archive at ${host} is larger than ${limits.archive / 1024 / 1024} MiB.`,
        );
      }
      chunks.push(chunk);
    }
  } catch {
    return unreachable(host);
  }
  return ok(Buffer.concat(chunks));
}

const unreachable = (host: string) =>
  refuse(
    'source-unreachable',
    `${host} does not answer.`,
    'Check the network, or use a preset that was fetched before.',
  );
