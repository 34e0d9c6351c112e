import { MessageProviderPact, Verifier } from '@pact-foundation/pact';

import { CollectionStates, type Access, type Collection } from './collection.ts';

/** What to verify, as plain data: it comes from another process. */
export type Task = ServiceTask | EventsTask;

interface ServiceTask {
  readonly kind: 'service';
  readonly provider: string;
  readonly pacts: readonly string[];
  readonly service: Access;
  readonly collections: readonly Collection[];
}

interface EventsTask {
  readonly kind: 'events';
  readonly provider: string;
  readonly pacts: readonly string[];
  readonly messages: Readonly<Record<string, object>>;
}

/** A request of the verifier, before it is sent. */
interface Request {
  readonly headers: Record<string, string>;
}

async function verifyService({ provider, pacts, service, collections }: ServiceTask) {
  const states = new CollectionStates(service);
  await new Verifier({
    provider,
    providerBaseUrl: service.url,
    pactUrls: [...pacts],
    stateHandlers: Object.assign({}, ...collections.map((collection) => states.of(collection))),
    requestFilter: (request: Request, _response: unknown, next: () => void) => {
      request.headers['authorization'] = `Bearer ${service.token}`;
      next();
    },
    logLevel: 'error',
  }).verifyProvider();
}

async function verifyEvents({ provider, pacts, messages }: EventsTask) {
  await new MessageProviderPact({
    provider,
    pactUrls: [...pacts],
    messageProviders: Object.fromEntries(
      Object.entries(messages).map(([type, message]) => [type, () => Promise.resolve(message)]),
    ),
    logLevel: 'error',
  }).verify();
}

if (import.meta.main) {
  const [file = ''] = process.argv.slice(2);
  const task = (await Bun.file(file).json()) as Task;
  await (task.kind === 'service' ? verifyService(task) : verifyEvents(task));
}
