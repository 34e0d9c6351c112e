import { developmentFiles, productionFiles } from '../../reading/code/production.ts';
import { bare, calledName, memberOf, nameOf, syntaxOf } from '../../reading/code/syntax.ts';
import { numberOf, textOf } from '../../reading/code/values.ts';
import { textAt } from '../../reading/data.ts';
import { realms } from '../../reading/deployment/realms.ts';
import { ts, type TypeScriptFile } from '../../reading/typescript.ts';
import { inspectEach, type Check, type Rule } from '../../rule.ts';

const longestSeconds = 900;

/** Keycloak takes -1 for "as long as the session". */
const livesTooLong = (seconds: number): boolean => seconds > longestSeconds || seconds < 0;

const realmLifetimes: Check = {
  name: 'realm-lifetimes',
  title: 'Access tokens of the realm live at most 900 seconds',
  reason: 'A stolen access token works until it expires; nothing else ends it.',
  mend: 'Set accessTokenLifespan, and access.token.lifespan where a client has its own, to 900 or less.',
  subject: 'realms',
  inspect: (repository) =>
    inspectEach(realms(repository), function* (realm) {
      const own = Number(textAt(realm.data, 'accessTokenLifespan') ?? 0);
      if (livesTooLong(own))
        yield realm.at(['accessTokenLifespan'], `Access tokens live ${own} seconds.`);
      for (const client of realm.clients) {
        const seconds = Number(textAt(client.data, 'attributes', 'access.token.lifespan') ?? 0);
        if (livesTooLong(seconds))
          yield client.at(
            ['attributes', 'access.token.lifespan'],
            `Access tokens of ${client.id} live ${seconds < 0 ? 'as long as the session' : `${seconds} seconds`}.`,
          );
      }
    }),
};

/** Members of oidc-provider's configuration that say how long access tokens live. */
const lifetimeMembers = new Set(['AccessToken', 'ClientCredentials', 'accessTokenTTL']);

const developmentLifetimes: Check = {
  name: 'development-lifetimes',
  title: 'Access tokens for development live at most 900 seconds as well',
  reason:
    'The service refuses longer ones, so that development would not work; or it does not refuse them.',
  mend: 'Give AccessToken, ClientCredentials and accessTokenTTL 900 seconds or less.',
  subject: 'files of tools',
  inspect: (repository) =>
    inspectEach(developmentFiles(repository), function* (file) {
      for (const member of syntaxOf(file).members) {
        if (!lifetimeMembers.has(nameOf(member.name) ?? '')) continue;
        const seconds = numberOf(file, member.initializer);
        if (seconds !== null && livesTooLong(seconds))
          yield file.at(member.initializer, `Access tokens live ${seconds} seconds.`);
      }
    }),
};

const refusal: Check = {
  name: 'lifetime-refused',
  title: 'The service refuses access tokens that live longer than 900 seconds',
  reason: 'The provider may be configured otherwise one day, or another one may be trusted.',
  mend: 'Where the token is verified, refuse it when exp - iat is above 900, or give jwtVerify a maxTokenAge of 15 minutes.',
  subject: 'files that verify tokens',
  inspect: (repository) => {
    const files = productionFiles(repository).filter(({ text }) => text.includes('jwtVerify'));
    const limits = new Map(files.map((file) => [file, limitsIn(file)]));
    const somewhere = [...limits.values()].some((found) => found.length > 0);
    return inspectEach(
      files.filter((file) => verificationsIn(file).length > 0),
      function* (file) {
        const found = limits.get(file) ?? [];
        for (const { node, seconds } of found)
          if (livesTooLong(seconds))
            yield file.at(node, `Tokens that live ${seconds} seconds are accepted.`);
        const [first] = verificationsIn(file);
        const ofAccess = verificationsIn(file).some(isOfAccessTokens);
        if (first !== undefined && found.length === 0 && (ofAccess || !somewhere))
          yield file.at(first, 'Tokens are verified, whatever their lifetime.');
      },
    );
  },
};

const verificationsIn = (file: TypeScriptFile): readonly ts.CallExpression[] =>
  syntaxOf(file).calls.filter((call) => calledName(call) === 'jwtVerify');

function isOfAccessTokens({ arguments: given }: ts.CallExpression): boolean {
  const options = given[2];
  if (options === undefined || !ts.isObjectLiteralExpression(options)) return false;
  const type = memberOf(options, 'typ');
  return type !== null && ts.isStringLiteralLike(type) && type.text.endsWith('at+jwt');
}

interface Limit {
  readonly node: ts.Node;
  readonly seconds: number;
}

/** Bounds of `exp - iat`, and ages that jose is told to accept. */
function limitsIn(file: TypeScriptFile): readonly Limit[] {
  const { binaries, members } = syntaxOf(file);
  const limits: Limit[] = [];
  for (const node of binaries) {
    const { left, operatorToken, right } = node;
    if (!comparisons.has(operatorToken.kind)) continue;
    for (const [lifetime, bound] of [
      [left, right],
      [right, left],
    ] as const) {
      if (!isLifetime(lifetime)) continue;
      const seconds = numberOf(file, bound);
      if (seconds !== null) limits.push({ node: bound, seconds });
    }
  }
  for (const member of members) {
    if (nameOf(member.name) !== 'maxTokenAge') continue;
    const seconds = secondsOf(file, member.initializer);
    if (seconds !== null) limits.push({ node: member.initializer, seconds });
  }
  return limits;
}

const comparisons = new Set<ts.SyntaxKind>([
  ts.SyntaxKind.GreaterThanToken,
  ts.SyntaxKind.GreaterThanEqualsToken,
  ts.SyntaxKind.LessThanToken,
  ts.SyntaxKind.LessThanEqualsToken,
]);

function isLifetime(expression: ts.Expression): boolean {
  const value = bare(expression);
  return (
    ts.isBinaryExpression(value) &&
    value.operatorToken.kind === ts.SyntaxKind.MinusToken &&
    endsIn(value.left, 'exp') &&
    endsIn(value.right, 'iat')
  );
}

function endsIn(expression: ts.Expression, name: string): boolean {
  const value = bare(expression);
  if (ts.isIdentifier(value)) return value.text === name;
  return ts.isPropertyAccessExpression(value) && value.name.text === name;
}

const unitSeconds: Readonly<Record<string, number>> = {
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400,
  w: 604_800,
};

/** A duration as jose reads it: seconds, or a text such as `15m` or `15 minutes`. */
function secondsOf(file: TypeScriptFile, expression: ts.Expression): number | null {
  const number = numberOf(file, expression);
  if (number !== null) return number;
  const text = textOf(file, expression);
  const found = text === null ? null : /^(\d{1,9})\s?([smhdw])[a-z]{0,8}$/.exec(text);
  return found === null ? null : Number(found[1]) * (unitSeconds[found[2] ?? ''] ?? 1);
}

export const tokens: Rule = {
  id: 'SEC-2',
  title: 'Access tokens live at most 15 minutes, and the service itself refuses longer ones',
  checks: [realmLifetimes, developmentLifetimes, refusal],
};
