/** @typedef {import('./users.mjs').User} User */

/**
 * @param {string} action where the choice is sent
 * @param {string} client
 * @param {readonly User[]} users
 */
export function loginPage(action, client, users) {
  const choices = users.map(
    ({ id, name, may }) =>
      `<button name="user" value="${escape(id)}"><strong>${escape(name)}</strong> may ${escape(may)}</button>`,
  );
  return page(
    `Sign in to ${client}`,
    `<p>Development only: choose who you are.</p>
<form method="post" action="${escape(action)}">${choices.join('')}</form>`,
  );
}

/** @param {string} form the provider's own, without buttons */
export function logoutPage(form) {
  return page(
    'Sign out?',
    `${form}<button form="op.logoutForm" name="logout" value="yes" autofocus>Sign out</button>
<button form="op.logoutForm">Stay</button>`,
  );
}

export function loggedOutPage() {
  return page('Signed out', '<p>You can close this page.</p>');
}

/**
 * @param {string} error
 * @param {string} description
 */
export function errorPage(error, description) {
  return page(
    'This did not work',
    `<p><strong>${escape(error)}</strong> ${escape(description)}</p>`,
  );
}

/**
 * @param {string} title
 * @param {string} body
 */
function page(title, body) {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escape(title)}</title>
<style>
  body { font: 1rem/1.5 system-ui, sans-serif; max-width: 24rem; margin: 4rem auto; padding: 0 1rem }
  button { display: block; width: 100%; margin: .5rem 0; padding: .75rem; font: inherit; text-align: left; cursor: pointer }
</style>
<h1>${escape(title)}</h1>
${body}
</html>
`;
}

/** @type {Record<string, string>} */
const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** @param {string} text */
function escape(text) {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
