import { randomNonce, randomPKCECodeVerifier, randomState } from 'openid-client';
import type { Database } from '../database/index.ts';
import { fingerprintOf, randomText } from './cookies.ts';
import { insertLogin, takeLogin } from './login-statements.ts';
import type { Login } from './provider-client.ts';
import type { Sealing } from './sealing.ts';

/** A sign-in under way. */
export interface PendingLogin extends Login {
  /** An address of our own. */
  readonly returnTo: string;
  /** The session that the browser had when it began. */
  readonly replaces: string | null;
}

/** Sign-ins under way: each belongs to one browser and is good for one callback. */
export interface Logins {
  begin(
    wish: Pick<PendingLogin, 'returnTo' | 'replaces'>,
  ): Promise<{ readonly login: PendingLogin; readonly cookie: string }>;
  /** Null where there is none for this browser, or it took too long. */
  take(state: string, cookie: string): Promise<PendingLogin | null>;
}

export const createLogins = ({ primary }: Database, { seal, open }: Sealing): Logins => ({
  async begin({ returnTo, replaces }) {
    const cookie = randomText();
    const state = randomState();
    const kept = { nonce: randomNonce(), verifier: randomPKCECodeVerifier(), returnTo, replaces };
    const id = fingerprintOf(state);
    await primary.affected(insertLogin, {
      id,
      browser: fingerprintOf(cookie),
      sealed: seal(placeOf(id), JSON.stringify(kept)),
    });
    return { login: { ...kept, state }, cookie };
  },
  async take(state, cookie) {
    const id = fingerprintOf(state);
    const row = await primary.row(takeLogin, { id, browser: fingerprintOf(cookie) });
    const text = row === null ? null : open(placeOf(id), row.sealed);
    return text === null ? null : { ...JSON.parse(text), state };
  },
});

const placeOf = (id: string): string => `login ${id}`;
