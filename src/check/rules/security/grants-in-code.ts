import { developmentFiles, productionFiles } from '../../reading/code/production.ts';
import { bare, memberOf, nameOf, syntaxOf } from '../../reading/code/syntax.ts';
import { textOf } from '../../reading/code/values.ts';
import type { Repository } from '../../reading/repository.ts';
import { ts, type TypeScriptFile } from '../../reading/typescript.ts';
import { inspectEach, type Check, type Finding } from '../../rule.ts';

const code = (repository: Repository) => [
  ...productionFiles(repository),
  ...developmentFiles(repository),
];

/** What code asks an identity provider for, or lets it give, by the member that says so. */
const refusedValues: Readonly<Record<string, (value: string) => string | null>> = {
  grant_type: grantProblem,
  grant_types: grantProblem,
  grantTypes: grantProblem,
  response_type: responseProblem,
  response_types: responseProblem,
  responseTypes: responseProblem,
  code_challenge_method: methodProblem,
};

function grantProblem(value: string): string | null {
  if (value === 'password') return 'The password grant is used.';
  return value === 'implicit' ? 'The implicit grant is used.' : null;
}

function responseProblem(value: string): string | null {
  return value.split(' ').some((word) => word === 'token' || word === 'id_token')
    ? `The response type ${value} has tokens in the address.`
    : null;
}

function methodProblem(value: string): string | null {
  return value === 'plain' ? 'The code challenge is sent as it is.' : null;
}

export const codeGrants: Check = {
  name: 'code-grants',
  title: 'No code asks for a token by password, in the address, or without S256',
  reason:
    'What the realm refuses, code should not ask for; what code asks for, somebody will allow.',
  mend: 'Use the authorization code with PKCE (S256) for people, and client credentials for machines.',
  subject: 'source files',
  inspect: (repository) => inspectEach(code(repository), grantsIn),
};

function* grantsIn(file: TypeScriptFile): Generator<Finding> {
  const { members, calls, texts } = syntaxOf(file);
  for (const member of members) {
    const name = nameOf(member.name);
    if (name === null || !Object.hasOwn(refusedValues, name)) continue;
    for (const value of valuesOf(member.initializer)) {
      const problem = refusedValues[name]?.(textOf(file, value) ?? '') ?? null;
      if (problem !== null) yield file.at(value, problem);
    }
  }
  for (const { arguments: given } of calls) {
    const [name, value] = given;
    if (name === undefined || value === undefined || !ts.isStringLiteralLike(name)) continue;
    if (!Object.hasOwn(refusedValues, name.text)) continue;
    const problem = refusedValues[name.text]?.(textOf(file, value) ?? '') ?? null;
    if (problem !== null) yield file.at(value, problem);
  }
  for (const node of texts) {
    if (!node.text.includes('=')) continue;
    for (const [name, value] of queriesIn(node.text)) {
      const problem = refusedValues[name]?.(value) ?? null;
      if (problem !== null) yield file.at(node, problem);
    }
  }
}

/** One value, or those of a list. */
function valuesOf(expression: ts.Expression): readonly ts.Expression[] {
  const value = bare(expression);
  return ts.isArrayLiteralExpression(value) ? value.elements : [value];
}

/** Members of a query or a form that a text holds, of those we look for. */
function* queriesIn(text: string): Generator<readonly [string, string]> {
  for (const [, name = '', value = ''] of text.matchAll(
    /\b(grant_type|response_type|code_challenge_method)=([a-z_+%0-9]*)/g,
  ))
    yield [name, value.replaceAll('+', ' ').replaceAll('%20', ' ')];
}

export const scriptGrants: Check = {
  name: 'script-grants',
  title: 'No script asks for a token by password or in the address',
  reason: 'What a script does by hand is what the next service copies.',
  mend: 'Use client credentials with a key or a secret from a file.',
  subject: 'scripts',
  inspect: (repository) =>
    inspectEach(repository.paths('**/*.sh'), function* (path) {
      const text = repository.text(path) ?? '';
      let offset = 0;
      for (const line of text.split('\n')) {
        for (const [name, value] of line.trimStart().startsWith('#') ? [] : queriesIn(line)) {
          const problem = refusedValues[name]?.(value) ?? null;
          if (problem !== null) yield repository.at(path, offset + line.indexOf(name), problem);
        }
        offset += line.length + 1;
      }
    }),
};

export const developmentPkce: Check = {
  name: 'development-pkce',
  title: 'The identity provider for development demands PKCE as well',
  reason:
    'A sign-in that works without PKCE on the own machine fails, or is allowed to, in production.',
  mend: 'Let pkce.required return true, and keep S256 the only method.',
  subject: 'files of tools',
  inspect: (repository) =>
    inspectEach(developmentFiles(repository), function* (file) {
      for (const member of syntaxOf(file).members) {
        const settings = bare(member.initializer);
        if (nameOf(member.name) !== 'pkce' || !ts.isObjectLiteralExpression(settings)) continue;
        const required = memberOf(settings, 'required');
        if (required !== null && isNever(required))
          yield file.at(required, 'PKCE is not required.');
        const methods = memberOf(settings, 'methods');
        for (const method of methods === null ? [] : valuesOf(methods))
          if (textOf(file, method) === 'plain')
            yield file.at(method, 'The code challenge may be sent as it is.');
      }
    }),
};

/** `false`, or a function that is nothing but that. */
function isNever(expression: ts.Expression): boolean {
  const value = bare(expression);
  if (value.kind === ts.SyntaxKind.FalseKeyword) return true;
  return ts.isArrowFunction(value) && value.body.kind === ts.SyntaxKind.FalseKeyword;
}
