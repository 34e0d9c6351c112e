/** Where a service is, and a token with all its scopes. */
export interface Access {
  readonly url: string;
  readonly token: string;
}

/** A collection of the API and the two states a consumer can ask it to be in. */
export interface Collection {
  readonly path: string;
  readonly none: string;
  readonly some: string;
  /** creates the one of `some` */
  readonly body: object;
}

/** Prepares a collection over the API itself, as the front end would. */
export class CollectionStates {
  readonly #service: Access;

  constructor(service: Access) {
    this.#service = service;
  }

  /** What prepares each state of a collection; `some` tells the id of the one there is. */
  of({ path, none, some, body }: Collection) {
    return {
      [none]: async () => {
        await this.#empty(path);
        return {};
      },
      [some]: async () => {
        await this.#empty(path);
        return { id: await this.#create(path, body) };
      },
    };
  }

  async #empty(path: string): Promise<void> {
    for (let left = await this.#ids(path); left.length > 0; left = await this.#ids(path)) {
      await Promise.all(
        left.map((id) => this.#ask('DELETE', `${path}/${id}`, { headers: { 'If-Match': '*' } })),
      );
    }
  }

  async #ids(path: string): Promise<readonly string[]> {
    const response = await this.#ask('GET', `${path}?limit=100`);
    const page = (await response.json()) as { readonly items: readonly { readonly id: string }[] };
    return page.items.map(({ id }) => id);
  }

  async #create(path: string, body: object): Promise<string> {
    const response = await this.#ask('POST', path, {
      headers: { 'Content-Type': 'application/json', Prefer: 'wait=10' },
      body: JSON.stringify(body),
    });
    const created = (await response.json()) as { readonly id: string };
    return created.id;
  }

  async #ask(
    method: string,
    path: string,
    init: { headers?: Record<string, string>; body?: string } = {},
  ): Promise<Response> {
    const { url, token } = this.#service;
    const response = await fetch(`${url}${path}`, {
      ...init,
      method,
      headers: { ...init.headers, Authorization: `Bearer ${token}` },
    });
    if (!response.ok && response.status !== 404) {
      throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
    }
    return response;
  }
}
