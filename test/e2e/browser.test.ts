import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { type Server, createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Browser, type BrowserContext, type Page, chromium } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { developerEnvironment, endGroup, launch, succeed } from '../support/command.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { send } from '../support/http-client.ts';

const sessionCookie = '__Host-Http-session';
const collection = '/v1/catalog/categories';

/** The shop on its own tools: the browser and the identity provider are real ones. */
describe('a browser at the emitted shop', { timeout: 120_000 }, () => {
  let folder = '';
  let origin = '';
  let service: ReturnType<typeof launch>;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  const closing: (() => void)[] = [];

  beforeAll(async () => {
    const [port, managementPort] = await Promise.all([freePort(), freePort()]);
    origin = `http://localhost:${port}`;
    folder = await mkdtemp(path.join(tmpdir(), 'create-backend-browser-'));
    await chmod(folder, 0o755);
    const repository = path.join(folder, 'shop');
    const environment = {
      ...developerEnvironment(),
      PORT: String(port),
      MANAGEMENT_PORT: String(managementPort),
      RATE_LIMIT_AUTH: '1000/60',
    };
    await succeed({
      argv: [
        'node',
        inject('program'),
        'shop',
        '--preset',
        'shop',
        '--yes',
        '--no-install',
        '--no-git',
      ],
      cwd: folder,
      environment,
    });
    await succeed({ argv: ['bun', 'run', 'setup'], cwd: repository, environment });
    service = launch({
      argv: ['bun', 'tools/dev/main.mjs', '--fresh'],
      cwd: repository,
      environment,
    });
    let said = '';
    for (const stream of [service.stdout, service.stderr]) {
      stream?.on('data', (chunk) => (said = `${said}${String(chunk)}`.slice(-4000)));
    }
    await eventually(
      async () => {
        const url = `http://127.0.0.1:${managementPort}/health/ready`;
        return (await send({ method: 'GET', url })).status === 200 ? true : undefined;
      },
      { withinMs: 120_000, what: 'the shop to be ready' },
    ).catch((error: unknown) => {
      throw new Error(`${String(error)}\n${said}`);
    });
    browser = await chromium.launch({
      executablePath: '/usr/bin/chromium',
      args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    });
  }, 600_000);
  afterAll(async () => {
    await browser?.close();
    if (service !== undefined) {
      service.kill('SIGTERM');
      await eventually(() => service.exitCode ?? undefined, { what: 'the shop to end' }).catch(() =>
        endGroup(service),
      );
    }
    await rm(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    context = await browser.newContext();
    page = await context.newPage();
  });
  afterEach(async () => {
    await context.close();
    for (const close of closing.splice(0)) close();
  });

  async function signIn(): Promise<void> {
    await page.goto(`${origin}/auth/login?returnTo=/docs`);
    await page.click('button[value="developer"]');
    await page.waitForURL(`${origin}/docs`, { waitUntil: 'domcontentloaded' });
  }

  const sessionValue = async (): Promise<string | undefined> =>
    (await context.cookies(origin)).find(({ name }) => name === sessionCookie)?.value;

  /** What the page itself gets when it asks. */
  const ask = (
    at: string,
    options: RequestInit = {},
  ): Promise<{ status: number; body: Record<string, unknown> }> =>
    page.evaluate(
      async ([address, init]) => {
        const response = await fetch(address, init);
        return { status: response.status, body: await response.json() };
      },
      [at, options] as const,
    );

  const csrf = async (): Promise<Record<string, string>> => {
    const { status, body } = await ask('/auth/session');
    expect(status, JSON.stringify(body)).toBe(200);
    return { 'X-CSRF-Token': String(body['csrfToken']) };
  };

  const change = async (headers: Record<string, string>): Promise<number> => {
    const slug = `shelf-${Math.random().toString(36).slice(2)}`;
    const { status } = await ask(collection, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify({ slug, title: 'Shelf', position: 1 }),
    });
    return status;
  };

  const everything = async (): Promise<string> => JSON.stringify((await ask(collection)).body);

  /** A page of somebody else's that makes the browser send something as soon as it is opened. */
  async function elsewhere(host: string, body: string): Promise<string> {
    const server: Server = createServer((_request, response) => {
      response.setHeader('Content-Type', 'text/html').end(`<!doctype html>${body}`);
    });
    const port = await freePort();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()));
    closing.push(() => server.close());
    return `http://${host}:${port}/`;
  }

  const formTo = (at: string): string =>
    `<form method="post" action="${at}" enctype="text/plain"><input name='{"name":"x","a":"' value='"}'></form>
     <script>document.forms[0].submit()</script>`;

  test('signs in at the provider, and comes back with a cookie that no script sees', async () => {
    await signIn();
    const cookies = await context.cookies(origin);
    expect(cookies.map(({ name }) => name)).toEqual([sessionCookie]);
    expect(cookies[0]).toMatchObject({
      httpOnly: true,
      secure: true,
      sameSite: 'Strict',
      path: '/',
      domain: 'localhost',
    });
    expect(await page.evaluate(() => document.cookie)).toBe('');
    const { status, body } = await ask('/auth/session');
    expect(status).toBe(200);
    expect(body).toMatchObject({ authenticated: true, subject: 'developer' });
    expect(JSON.stringify(body)).not.toMatch(/eyJ/);
  });

  test('reads with the cookie, and changes with the header of its own page', async () => {
    await signIn();
    expect((await ask(collection)).status).toBe(200);
    expect(await change({})).toBe(403);
    expect(await change({ 'X-CSRF-Token': 'made-up' })).toBe(403);
    expect(await change(await csrf())).toBe(201);
  });

  test('a page of another site changes and reads nothing in the name of who is signed in', async () => {
    await signIn();
    const before = await everything();
    const attacker = await context.newPage();
    for (const host of ['127.0.0.1', 'localhost']) {
      const answered = attacker.waitForResponse(
        (response) => response.url() === origin + collection,
      );
      await attacker
        .goto(await elsewhere(host, formTo(origin + collection)))
        .catch(() => undefined);
      // From another site the cookie does not come along; from the same site the header is missing.
      expect((await answered).status()).toBe(host === 'localhost' ? 403 : 401);
    }
    const logout = attacker.waitForResponse(
      (response) => response.url() === `${origin}/auth/logout`,
    );
    await attacker
      .goto(await elsewhere('localhost', formTo(`${origin}/auth/logout`)))
      .catch(() => undefined);
    expect((await logout).status()).toBe(403);
    await attacker.goto(await elsewhere('127.0.0.1', `<a href="${origin}${collection}">x</a>`));
    const followed = attacker.waitForResponse((response) => response.url() === origin + collection);
    await attacker.click('a');
    expect((await followed).status()).toBe(401);
    expect(await everything()).toBe(before);
  });

  test('no script plants the cookie of a session, and each login has a new one', async () => {
    await page.goto(`${origin}/docs`, { waitUntil: 'domcontentloaded' });
    await page.evaluate((name) => {
      document.cookie = `${name}=${'A'.repeat(43)}; Path=/; Secure; SameSite=Strict`;
    }, sessionCookie);
    expect(await sessionValue()).toBeUndefined();
    await signIn();
    const first = await sessionValue();
    expect(first).toBeDefined();
    // The provider knows who it is by now and shows no page.
    await page.goto(`${origin}/auth/login?returnTo=/docs`);
    await page.waitForURL(`${origin}/docs`, { waitUntil: 'domcontentloaded' });
    expect(await sessionValue()).not.toBe(first);
    const old = await send({
      method: 'GET',
      url: `${origin}/auth/session`.replace('localhost', '127.0.0.1'),
      headers: [['Cookie', `${sessionCookie}=${first ?? ''}`]],
    });
    expect(old.status).toBe(401);
  });

  test('signs out here and at the provider, which asks again who it is', async () => {
    await signIn();
    const { status, body } = await ask('/auth/logout', { method: 'POST', headers: await csrf() });
    expect(status).toBe(200);
    expect(await sessionValue()).toBeUndefined();
    expect((await ask('/auth/session')).status).toBe(401);
    await page.goto(String(body['endSessionUrl']));
    await page.click('button[value="yes"]');
    await page.waitForURL(`${origin}/`);
    await page.goto(`${origin}/auth/login`);
    expect(await page.locator('button[value="developer"]').count()).toBe(1);
  });

  test('whoever signs out at the provider is signed out here, without this browser', async () => {
    await signIn();
    const elsewherePage = await context.newPage();
    const discovery = new URL((await issuerOf(page)).href);
    await elsewherePage.goto(`${discovery.origin}/session/end`);
    await elsewherePage.click('button[value="yes"]');
    await eventually(async () => ((await ask('/auth/session')).status === 401 ? true : undefined), {
      what: 'the back-channel logout',
    });
    expect(await sessionValue()).toBeDefined();
  });

  /** Where a login leads to. */
  async function issuerOf(at: Page): Promise<URL> {
    const [first] = await Promise.all([
      at.waitForRequest((request) => new URL(request.url()).pathname === '/auth'),
      at.goto(`${origin}/auth/login?returnTo=/docs`),
    ]);
    await at.waitForURL(`${origin}/docs`, { waitUntil: 'domcontentloaded' });
    return new URL(first.url());
  }
});
