import { loginPage } from './pages.mjs';
import { users } from './users.mjs';

/**
 * The login page: shows who can sign in, and signs in whoever is chosen, or named by the request's
 * `login_hint`, without a page.
 * @param {import('oidc-provider').Provider} provider
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 */
export async function interact(provider, request, response) {
  const { prompt, params, uid } = await provider.interactionDetails(request, response);
  if (prompt.name === 'consent') {
    return await provider.interactionFinished(request, response, { consent: {} });
  }
  const chosen = request.method === 'POST' ? await chosenUser(request) : params.login_hint;
  if (users.some((user) => user.id === chosen)) {
    return await provider.interactionFinished(request, response, {
      login: { accountId: String(chosen) },
    });
  }
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
  });
  response.end(loginPage(`/interaction/${uid}`, String(params.client_id), users));
}

/** @param {import('node:http').IncomingMessage} request */
async function chosenUser(request) {
  let body = '';
  for await (const chunk of request) {
    body += chunk;
    if (body.length > 1000) break;
  }
  return new URLSearchParams(body).get('user');
}
