/** What a browser does between two clicks: follows redirects, and keeps cookies for each host. */
export class Browser {
  readonly #cookies = new Map<string, string>();

  /** Follows redirects as long as they stay with the host of the address. */
  async open(address: string): Promise<Page> {
    return this.#visit(new URL(address), { method: 'GET' });
  }

  async submit(page: Page, fields: Readonly<Record<string, string>>): Promise<Page> {
    const action = /<form[^>]*\saction="([^"]+)"/.exec(page.html)?.[1];
    if (action === undefined) throw new Error(`There is no form:\n${page.html.slice(0, 2000)}`);
    const address = new URL(action.replaceAll('&amp;', '&'), page.address);
    return this.#visit(address, { method: 'POST', body: new URLSearchParams(fields) });
  }

  /** What the browser would send as Cookie. */
  cookieFor({ host }: URL): string {
    return [...this.#cookies]
      .flatMap(([key, value]) => {
        const [ofHost, name] = key.split(' ');
        return ofHost === host ? [`${name}=${value}`] : [];
      })
      .join('; ');
  }

  async #visit(address: URL, request: RequestInit): Promise<Page> {
    const response = await fetch(address, {
      ...request,
      redirect: 'manual',
      headers: { cookie: this.cookieFor(address) },
    });
    for (const cookie of response.headers.getSetCookie()) this.#keep(address, cookie);
    const html = await response.text();
    const location = response.headers.get('location');
    if (location === null) return { status: response.status, address, html, leadsTo: null };
    const next = new URL(location, address);
    return next.host === address.host
      ? this.#visit(next, { method: 'GET' })
      : { status: response.status, address, html, leadsTo: next };
  }

  #keep(address: URL, cookie: string): void {
    const [pair = ''] = cookie.split(';');
    const [name = '', value = ''] = pair.split(/=(.*)/s);
    const key = `${address.host} ${name}`;
    if (/;\s*max-age=0/i.test(cookie) || value === '') this.#cookies.delete(key);
    else this.#cookies.set(key, value);
  }
}

export interface Page {
  readonly status: number;
  readonly address: URL;
  readonly html: string;
  /** another host, which the browser would go to next */
  readonly leadsTo: URL | null;
}
