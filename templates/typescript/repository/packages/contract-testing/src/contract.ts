import { expect, test } from 'bun:test';
import { MatchersV3, PactV4, SpecificationVersion } from '@pact-foundation/pact';

import { PactFile } from './pact-file.ts';

type Text = string | MatchersV3.Matcher<string>;

export interface Expected {
  /** what must be so at the provider before */
  readonly given: string;
  readonly request: {
    readonly method: string;
    readonly path: Text;
    readonly headers?: Readonly<Record<string, string>>;
    /** a value, or what it must be like */
    readonly body?: unknown;
  };
  readonly response: {
    readonly status: number;
    readonly headers?: Readonly<Record<string, Text>>;
    /** a value, or what it must be like */
    readonly body?: unknown;
  };
}

/** The contract of a consumer of an HTTP API: each expectation is a test. */
export function contractBetween({ consumer, provider }: { consumer: string; provider: string }) {
  const file = new PactFile('api', provider, consumer);
  const pact = new PactV4({
    consumer,
    provider,
    dir: file.draftFolder,
    spec: SpecificationVersion.SPECIFICATION_VERSION_V4,
    logLevel: 'error',
  });

  return {
    settle: () => file.settle(),
    expects(description: string, { given, request, response }: Expected): void {
      test(description, async () => {
        await pact
          .addInteraction()
          .given(given)
          .uponReceiving(description)
          .withRequest(request.method, request.path, (builder) => {
            if (request.headers !== undefined) builder.headers({ ...request.headers });
            if (request.body !== undefined) builder.jsonBody(request.body);
          })
          .willRespondWith(response.status, (builder) => {
            if (response.headers !== undefined) builder.headers({ ...response.headers });
            if (response.body !== undefined) builder.jsonBody(response.body);
          })
          .executeTest(async ({ url }) => {
            const answer = await ask(url, request);
            expect(answer.status).toBe(response.status);
            if (response.body !== undefined) {
              expect(await answer.json()).toEqual(MatchersV3.reify(response.body));
            }
          });
      });
    },
  };
}

function ask(url: string, { method, path, headers, body }: Expected['request']): Promise<Response> {
  return fetch(`${url}${MatchersV3.reify<string>(path)}`, {
    method,
    headers: {
      ...headers,
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(MatchersV3.reify(body)) }),
  });
}
