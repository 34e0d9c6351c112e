import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { MessageProviderPact, Verifier } from '@pact-foundation/pact';

import { CollectionStates, type Collection } from './collection.ts';
import { pactsFolder } from './pact-file.ts';
import type { Service } from './service.ts';

/** A request of the verifier, before it is sent. */
interface Request {
  readonly headers: Record<string, string>;
}

/** Checks that a running service keeps every contract of its consumers. */
export async function verifyService(
  provider: string,
  service: Service,
  collections: readonly Collection[],
): Promise<void> {
  const states = new CollectionStates(service);
  await new Verifier({
    provider,
    providerBaseUrl: service.url,
    pactUrls: pactsOf('api', provider),
    stateHandlers: Object.assign({}, ...collections.map((collection) => states.of(collection))),
    requestFilter: (request: Request, _response: unknown, next: () => void) => {
      request.headers['authorization'] = `Bearer ${service.token}`;
      next();
    },
    logLevel: 'error',
  }).verifyProvider();
}

/**
 * Checks that a context publishes its events as the contexts that listen expect them.
 * `messages`: by type, how the context comes to tell one.
 */
export async function verifyEvents(
  provider: string,
  messages: Readonly<Record<string, () => object>>,
): Promise<void> {
  await new MessageProviderPact({
    provider,
    pactUrls: pactsOf('events', provider),
    messageProviders: Object.fromEntries(
      Object.entries(messages).map(([type, tell]) => [type, () => Promise.resolve(tell())]),
    ),
    logLevel: 'error',
  }).verify();
}

function pactsOf(...segments: readonly string[]): string[] {
  const folder = join(pactsFolder, ...segments);
  return readdirSync(folder).map((name) => join(folder, name));
}
