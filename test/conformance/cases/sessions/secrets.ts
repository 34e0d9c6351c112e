import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { chmod, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';
import { eventually } from '../../../support/eventually.ts';
import { send } from '../../../support/http-client.ts';
import type { TokenForm } from '../../../support/identity-provider/sign-in.ts';
import { asObject, parseJson } from '../../../support/json.ts';
import type { Api, Resource } from '../../api.ts';
import { openBrowser, sessionCookie } from '../../browser.ts';
import type { Case } from '../../case.ts';
import { expectProblem, expectStatus } from '../../expectations.ts';
import { type World, withInstance } from '../../world.ts';
import { expireAccess, sessionCase } from './observing.ts';

const key = (): string => randomBytes(32).toString('base64');
const pem = (): string =>
  generateKeyPairSync('ec', { namedCurve: 'P-256' })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString();

async function secretFile(world: World, name: string, content: string): Promise<string> {
  const file = path.join(world.folder, name);
  await writeFile(file, content);
  await chmod(file, 0o644);
  return file;
}

/** Everything that the platform's own schema holds, as text. */
async function kept(world: World): Promise<string> {
  const tables = await world.query(
    "SELECT tablename FROM pg_tables WHERE schemaname = '_security'",
  );
  const rows = await Promise.all(
    tables.map(({ tablename }) => world.query(`SELECT * FROM _security."${String(tablename)}"`)),
  );
  return JSON.stringify(rows);
}

interface Load {
  /** Everybody has asked anew, from the beginning to the end, at least once. */
  round(): Promise<void>;
  /** Fails with the first that was refused. */
  stop(): Promise<void>;
}

/** People who renew their tokens and sign in again, all the time. */
function startLoad(world: World, api: Api, path: string): Load {
  const load = { stopped: false };
  const rounds = [0, 0, 0, 0];
  const work = Promise.all(
    rounds.map(async (_, person) => {
      while (!load.stopped) {
        const browser = openBrowser(api);
        await browser.signIn();
        await expireAccess(world);
        expectStatus(await browser.ask(path), 200);
        rounds[person] = (rounds[person] ?? 0) + 1;
      }
    }),
  );
  // Whoever stops it is told.
  work.catch(() => undefined);
  return {
    async round() {
      const goals = rounds.map((done) => done + 2);
      await Promise.race([
        work,
        eventually(
          () => (rounds.every((done, person) => done >= (goals[person] ?? 0)) ? true : undefined),
          { withinMs: 30_000, what: 'everybody to have asked anew' },
        ),
      ]);
    },
    async stop() {
      load.stopped = true;
      await work;
    },
  };
}

/** The key that the service proved itself with. */
function keyOf({ form }: TokenForm): string {
  const [header = ''] = (form.get('client_assertion') ?? '').split('.');
  const { kid } = asObject(parseJson(Buffer.from(header, 'base64url').toString()));
  return String(kid);
}

/** Where tokens and keys are, and where they are not. */
export function secretCases({ path: resource }: Resource): Case[] {
  return [
    sessionCase(
      'OB-17 outside',
      'no token, code, verifier or cookie of a sign-in is in an answer, a log, a trace or a metric',
      async (world, browser) => {
        const { signIn } = world.identity;
        const back = await browser.signIn('/x');
        const cookie = browser.cookies.get(sessionCookie) ?? '';
        await expireAccess(world);
        expectStatus(await browser.ask(resource), 200);
        const metrics = await send({
          method: 'GET',
          url: `${world.service.managementUrl}/metrics`,
        });
        const logout = await browser.ask('/auth/logout', {
          method: 'POST',
          headers: await browser.own(),
        });
        expectStatus(logout, 200);

        const said = [
          JSON.stringify(world.service.logs()),
          world.service.strayLines().join('\n'),
          world.service.stderr(),
          metrics.text,
          world.sink.received(),
          ...world.api.exchanges
            .filter(({ reply }) => reply !== back)
            .map(({ reply }) => JSON.stringify(reply.headers) + reply.text),
          back.text,
        ].join('\n');
        const verifiers = signIn.tokenForms.flatMap(({ form }) => form.get('code_verifier') ?? []);
        expect(signIn.issued.size).toBeGreaterThan(4);
        for (const secret of [...signIn.issued, ...verifiers, cookie]) {
          expect(said.includes(secret), secret.slice(0, 12)).toBe(false);
        }
      },
    ),
    sessionCase(
      'at rest',
      'nothing in the database signs anybody in: no token, cookie, state, nonce or verifier is readable',
      async (world, browser) => {
        const { signIn } = world.identity;
        const pending = openBrowser(world.api);
        await pending.login();
        await browser.signIn();
        await expireAccess(world);
        expectStatus(await browser.ask(resource), 200);
        const everything = await kept(world);
        expect(everything).toContain('user-1');
        const visit = signIn.visits.at(-1);
        const secrets = [
          ...signIn.issued,
          ...signIn.tokenForms.flatMap(({ form }) => form.get('code_verifier') ?? []),
          ...['state', 'nonce'].map((name) => visit?.get(name) ?? 'nothing'),
          ...browser.cookies.values(),
          ...pending.cookies.values(),
          String((await browser.ask('/auth/session')).object.csrfToken),
        ];
        for (const secret of secrets) {
          expect(everything.includes(secret), secret.slice(0, 12)).toBe(false);
        }
      },
    ),
    sessionCase(
      'moved row',
      'the tokens of one session are no good in the row of another',
      async (world, browser) => {
        await browser.signIn();
        world.identity.signIn.person.subject = 'victim';
        const victim = openBrowser(world.api);
        await victim.signIn();
        await world.query(
          `UPDATE _security.sessions SET tokens =
             (SELECT tokens FROM _security.sessions WHERE subject = 'victim'
              ORDER BY started_at DESC LIMIT 1)
           WHERE subject = 'user-1'`,
        );
        expectProblem(await browser.ask(resource), 401);
        expectStatus(await victim.ask(resource), 200);
      },
    ),
    sessionCase(
      'session key rotation',
      'sessions outlive a change of the session key, while the former key is still in the file',
      async (world) => {
        const [first, second] = [key(), key()];
        const file = await secretFile(world, 'session-key', first);
        await withInstance(world, { SESSION_KEY_FILE: file }, async (_service, api) => {
          const browser = openBrowser(api);
          await browser.signIn();
          const stale = openBrowser(api);
          await stale.signIn();
          await writeFile(file, `${second}\n${first}\n`);
          expectStatus(await browser.ask(resource), 200);
          await expireAccess(world);
          expectStatus(await browser.ask(resource), 200);
          await writeFile(file, second);
          expectStatus(await browser.ask(resource), 200);
          expectProblem(await stale.ask(resource), 401);
          await writeFile(file, 'nonsense');
          expectStatus(await browser.ask(resource), 200);
        });
      },
      60_000,
    ),
    sessionCase(
      'client key',
      'a service with a key of its own signs in with it, publishes the public half, and changes it without a failed request',
      async (world) => {
        const [first, second] = [pem(), pem()];
        const file = await secretFile(world, 'client-key', first);
        const changes = { OIDC_CLIENT_SECRET_FILE: undefined, OIDC_CLIENT_KEY_FILE: file };
        await withInstance(world, changes, async (service, api) => {
          const { signIn } = world.identity;
          const before = signIn.tokenForms.length;
          const browser = openBrowser(api);
          const published = async (): Promise<number> => {
            const reply = await browser.ask('/auth/jwks.json');
            expectStatus(reply, 200);
            expect(reply.text).not.toContain('"d"');
            return (Array.isArray(reply.object.keys) ? reply.object.keys : []).length;
          };
          signIn.client.keysAddress = `${service.baseUrl}/auth/jwks.json`;
          try {
            await browser.signIn();
            expect(await published()).toBe(1);
            const { form, authorization } = signIn.tokenForms.at(-1) ?? {};
            expect(authorization).toBeUndefined();
            expect(form?.get('client_assertion_type')).toBe(
              'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
            );
            const load = startLoad(world, api, resource);
            try {
              await load.round();
              await writeFile(file, second + first);
              await load.round();
              expect(await published()).toBe(2);
              await writeFile(file, second);
              await load.round();
              expect(await published()).toBe(1);
            } finally {
              await load.stop();
            }
            const keys = new Set(signIn.tokenForms.slice(before).map(keyOf));
            expect(keys.size, 'both keys were used').toBe(2);
          } finally {
            signIn.client.keysAddress = null;
          }
        });
      },
      60_000,
    ),
    sessionCase(
      'client secret rotation',
      'while a new client secret is on its way to the provider, the former one in the file still signs in',
      async (world) => {
        const { signIn } = world.identity;
        const before = signIn.client.secret;
        const file = await secretFile(world, 'rotated-client-secret', before);
        await withInstance(world, { OIDC_CLIENT_SECRET_FILE: file }, async (_service, api) => {
          const browser = openBrowser(api);
          await browser.signIn();
          await writeFile(file, `the-next-secret\n${before}\n`);
          try {
            for (const secret of [before, 'the-next-secret']) {
              signIn.client.secret = secret;
              await expireAccess(world);
              expectStatus(await browser.ask(resource), 200);
              await openBrowser(api).signIn();
            }
          } finally {
            signIn.client.secret = before;
          }
        });
      },
      60_000,
    ),
    sessionCase(
      'no client key',
      'a service with a secret publishes no keys',
      async (_world, browser) => {
        const reply = await browser.ask('/auth/jwks.json');
        expectStatus(reply, 200);
        expect(reply.object).toEqual({ keys: [] });
      },
    ),
  ];
}
