import { expect, test } from 'bun:test';
import { PactV4, SpecificationVersion } from '@pact-foundation/pact';
import type { EventHandler, Execution, IntegrationEvent } from '@packages/kernel/application';

import { id, like, time } from './matchers.ts';
import { PactFile } from './pact-file.ts';

const execution: Execution = {
  actor: { kind: 'system', id: 'contract-testing', clientId: null, tenant: null },
  correlationId: 'contract-testing',
  causationId: null,
  idempotency: null,
  delivery: null,
};

/**
 * What a context expects of the events of another: each expectation is a test, in which whoever
 * listens to the event must get along with it. `listeners`: new ones for each test.
 */
export function eventContractBetween(
  { consumer, provider }: { readonly consumer: string; readonly provider: string },
  listeners: () => readonly EventHandler[],
) {
  const file = new PactFile('events', provider, consumer);
  const pact = new PactV4({
    consumer,
    provider,
    dir: file.draftFolder,
    spec: SpecificationVersion.SPECIFICATION_VERSION_V4,
    logLevel: 'error',
  });

  return {
    settle: () => file.settle(),
    /** `data`: what of the event's data the context relies on */
    expects(type: string, data: object): void {
      test(type, async () => {
        await pact
          .addAsynchronousInteraction()
          .expectsToReceive(type, (builder) => {
            builder.withJSONContent({ ...envelope(provider, type), data });
          })
          .executeTest(async ({ contents: { content } }) => {
            await hear(content as unknown as IntegrationEvent, listeners());
          });
      });
    },
  };
}

/** The attributes of an event as CloudEvents has them. */
function envelope(provider: string, type: string) {
  const example = '01890a5d-ac96-774b-bcce-b302099a8057';
  return {
    specversion: '1.0',
    id: id(example),
    source: `/${provider}`,
    type,
    subject: id(example),
    time: time('2026-01-15T09:30:00.000Z'),
    datacontenttype: 'application/json',
    correlationid: like('contract-testing'),
  };
}

async function hear(event: IntegrationEvent, listeners: readonly EventHandler[]): Promise<void> {
  const concerned = listeners.filter(({ types }) => types.includes(event.type));
  expect(concerned).not.toBeEmpty();
  for (const listener of concerned) {
    // oxlint-disable-next-line no-await-in-loop -- one after another, as they come
    expect(await listener.handle(event, execution)).toMatchObject({ ok: true });
  }
}
