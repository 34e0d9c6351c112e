import { liveRun } from './claim.mjs';
import { stateFolder } from './places.mjs';
import { Problem } from './problem.mjs';

/**
 * An access token of the running identity provider, for a machine client that exists only there.
 * @param {import('./arguments.mjs').TokenRequest} request
 * @returns {Promise<string>}
 */
export async function fetchToken({ scope }) {
  const terminal = (await liveRun(stateFolder))?.terminal;
  if (!terminal) {
    throw new Problem(
      'no identity provider is running',
      'Start it in another terminal: main.mjs without a command.',
    );
  }
  const response = await fetch(terminal.tokenEndpoint, {
    method: 'POST',
    headers: {
      authorization: `Basic ${btoa(`${terminal.clientId}:${terminal.clientSecret}`)}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      scope: scope ?? terminal.scope,
    }),
  });
  const answer = /** @type {TokenAnswer} */ (await response.json());
  const wanted = scope ?? terminal.scope;
  const missing = wanted.split(' ').filter((one) => !(answer.scope ?? '').split(' ').includes(one));
  if (answer.access_token === undefined || missing.length > 0) {
    const reason = answer.error_description ?? answer.error ?? `no scope ${missing.join(' ')}`;
    throw new Problem(`the identity provider refused: ${reason}`, `Scopes: ${terminal.scope}`);
  }
  return answer.access_token;
}

/** @typedef {{ access_token?: string, scope?: string, error?: string, error_description?: string }} TokenAnswer */
