import { expect, test } from 'bun:test';
import { MatchersV3, PactV4, SpecificationVersion } from '@pact-foundation/pact';

import { PactFile } from './pact-file.ts';

type Text = string | MatchersV3.Matcher<string>;

interface Parties {
  readonly consumer: string;
  readonly provider: string;
}

export interface Expected {
  /** what must be so at the provider before */
  readonly given?: string;
  readonly request: {
    readonly method: string;
    readonly path: Text;
    readonly query?: Readonly<Record<string, string>>;
    readonly headers?: Readonly<Record<string, string>>;
    /** a value, or what it must be like */
    readonly body?: unknown;
  };
  readonly response: {
    readonly status: number;
    readonly headers?: Readonly<Record<string, Text>>;
    readonly body?: unknown;
  };
}

/** What a consumer of this API expects of it. */
export function contractBetween(parties: Parties) {
  const contract = new HttpContract(
    parties,
    new PactFile('api', parties.provider, parties.consumer),
  );
  return {
    settle: () => contract.settle(),
    /** An expectation that is a test: the provider's stand-in answers as it says. */
    expects(description: string, { request, response, ...expected }: Expected): void {
      contract.expects(description, { request, response, ...expected }, async (url) => {
        const answer = await ask(url, request);
        expect(answer.status).toBe(response.status);
        if (response.body !== undefined) {
          expect(await answer.json()).toEqual(MatchersV3.reify(response.body));
        }
      });
    },
  };
}

/** What a context expects of an outside service. */
export function externalContractBetween(parties: Parties) {
  return new HttpContract(parties, new PactFile('externals', parties.provider, parties.consumer));
}

class HttpContract {
  readonly #file: PactFile;
  readonly #pact: PactV4;

  constructor(parties: Parties, file: PactFile) {
    this.#file = file;
    this.#pact = new PactV4({
      ...parties,
      dir: file.draftFolder,
      spec: SpecificationVersion.SPECIFICATION_VERSION_V4,
      logLevel: 'error',
    });
  }

  /** An expectation that is a test. `use`: asks the provider's stand-in at that address. */
  expects(
    description: string,
    { given, request, response }: Expected,
    use: (url: string) => Promise<void>,
  ): void {
    test(description, async () => {
      const interaction = this.#pact.addInteraction();
      if (given !== undefined) interaction.given(given);
      await interaction
        .uponReceiving(description)
        .withRequest(request.method, request.path, (builder) => {
          if (request.query !== undefined) builder.query({ ...request.query });
          if (request.headers !== undefined) builder.headers({ ...request.headers });
          if (request.body !== undefined) builder.jsonBody(request.body);
        })
        .willRespondWith(response.status, (builder) => {
          if (response.headers !== undefined) builder.headers({ ...response.headers });
          if (response.body !== undefined) builder.jsonBody(response.body);
        })
        .executeTest(({ url }) => use(url));
    });
  }

  settle(): void {
    this.#file.settle();
  }
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
