import { afterEach, beforeEach, describe, expect, test } from 'bun:test';
import { createExternalClient, responseGuard, type Operation } from '../../src/resilience/index.ts';
import { createTestTelemetry, type Telemetry } from '../../src/telemetry/index.ts';

interface Charged {
  readonly chargeId: string;
}

const charge: Operation<Charged> = {
  name: 'charge',
  method: 'POST',
  path: '/charges',
  idempotent: true,
  isResponse: responseGuard<Charged>({
    type: 'object',
    required: ['chargeId'],
    properties: { chargeId: { type: 'string' } },
  }),
};
const options = { idempotencyKey: 'a-key' };

let telemetry: Telemetry;
let requests: { readonly url: string; readonly headers: Headers; readonly body: string }[];
let answer: () => Response | Promise<Response>;
let gateway: Bun.Server<undefined>;

beforeEach(() => {
  telemetry = createTestTelemetry();
  requests = [];
  answer = () => Response.json({ chargeId: 'c1', more: true });
  gateway = Bun.serve({
    port: 0,
    fetch: async (request) => {
      const { url, headers } = request;
      requests.push({ url, headers, body: await request.text() });
      return answer();
    },
  });
});
afterEach(() => gateway.stop(true));

const client = (address: string | null = gateway.url.href) =>
  createExternalClient({ name: 'gateway', address, telemetry });

describe('calling a service outside', () => {
  test('gives what it answered, members nobody asked for included', async () => {
    const outcome = await client().call(charge, { amount: '1.00' }, options);

    expect(outcome).toMatchObject({ kind: 'accepted', value: { chargeId: 'c1' } });
    expect(requests[0]?.headers.get('idempotency-key')).toBe('a-key');
    expect(requests[0]?.body).toBe('{"amount":"1.00"}');
  });

  test('continues the trace and the correlation', async () => {
    const trace = `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01`;

    await telemetry.tracing.continue(trace, 'a-correlation', 'work', { kind: 'internal' }, () =>
      client().call(charge, {}, options),
    );

    expect(requests[0]?.headers.get('traceparent')).toStartWith(`00-${'1'.repeat(32)}-`);
    expect(requests[0]?.headers.get('x-correlation-id')).toBe('a-correlation');
  });

  test('fills the path, and the query where there is no body', async () => {
    const find: Operation<Charged> = { ...charge, method: 'GET', path: '/charges/{id}' };

    await client().call(find, { id: 'a/b', currency: 'EUR' }, options);

    expect(new URL(requests[0]?.url ?? '').pathname).toBe('/charges/a%2Fb');
    expect(new URL(requests[0]?.url ?? '').search).toBe('?currency=EUR');
  });

  test('tells a refusal from a failure', async () => {
    answer = () => new Response(null, { status: 402 });

    expect(await client().call(charge, {}, options)).toEqual({ kind: 'refused', status: 402 });
    expect(requests).toHaveLength(1);
  });

  test('tries again what may be done twice', async () => {
    answer = () => {
      answer = () => Response.json({ chargeId: 'c2' });
      return new Response(null, { status: 503 });
    };

    expect(await client().call(charge, {}, options)).toMatchObject({ kind: 'accepted' });
    expect(requests).toHaveLength(2);
  });

  test('never tries again what may not', async () => {
    answer = () => new Response(null, { status: 503 });

    const outcome = await client().call({ ...charge, idempotent: false }, {}, options);

    expect(outcome).toMatchObject({ kind: 'unavailable' });
    expect(requests).toHaveLength(1);
  });

  test.each([
    ['an answer without what was agreed', () => Response.json({})],
    ['an answer that is no JSON', () => new Response('<html>')],
    ['wrong credentials', () => new Response(null, { status: 401 })],
    ['too many requests', () => new Response(null, { status: 429 })],
  ])('takes %s for a service that is unavailable', async (_name, bad) => {
    answer = bad;

    expect(await client().call(charge, {}, options)).toMatchObject({ kind: 'unavailable' });
  });

  test('gives up on a service that does not answer', async () => {
    answer = () => new Promise(() => {});

    const outcome = await client().call({ ...charge, idempotent: false }, {}, options);

    expect(outcome).toMatchObject({ kind: 'unavailable' });
  });

  test('stops asking a service that keeps failing, and shows it', async () => {
    answer = () => new Response(null, { status: 500 });
    const failing = client();
    for (let call = 0; call < 3; call += 1) {
      await failing.call(charge, {}, options);
    }
    const asked = requests.length;

    await failing.call(charge, {}, options);

    expect(requests).toHaveLength(asked);
    expect(await telemetry.metrics.metrics()).toContain('circuit_breaker_state{name="gateway"} 2');
  });

  test('is unavailable where no address is given', async () => {
    expect(await client(null).call(charge, {}, options)).toMatchObject({ kind: 'unavailable' });
  });
});
