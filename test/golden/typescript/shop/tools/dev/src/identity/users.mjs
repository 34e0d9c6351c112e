/**
 * @typedef {object} User
 * @property {string} id the subject of its tokens; also what `login_hint` takes
 * @property {string} name
 * @property {string} may
 * @property {(scope: string) => boolean} has
 */

/** @type {readonly User[]} */
export const users = [
  { id: 'developer', name: 'Dana Developer', may: 'everything', has: () => true },
  { id: 'reader', name: 'Robin Reader', may: 'read', has: (scope) => scope.endsWith(':read') },
  { id: 'stranger', name: 'Sam Stranger', may: 'nothing', has: () => false },
];

/**
 * @param {User} user
 * @param {readonly string[]} scopes
 */
export function scopesOf(user, scopes) {
  return scopes.filter((scope) => user.has(scope));
}

/** @param {User} user */
export function claimsOf(user) {
  return { sub: user.id, name: user.name, email: `${user.id}@example.test`, email_verified: true };
}
