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
  /** @type {{ access_token?: string, error?: string, error_description?: string }} */
  const answer = await response.json();
  if (answer.access_token === undefined) {
    throw new Problem(
      `the identity provider refused: ${answer.error_description ?? answer.error ?? response.status}`,
    );
  }
  return answer.access_token;
}
