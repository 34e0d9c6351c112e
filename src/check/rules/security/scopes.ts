import { contextFiles, contextOf, productionFiles } from '../../reading/code/production.ts';
import {
  bare,
  calledName,
  memberOf,
  nameOf,
  receiverOf,
  syntaxOf,
} from '../../reading/code/syntax.ts';
import { textOf } from '../../reading/code/values.ts';
import { derived } from '../../reading/derived.ts';
import { realms } from '../../reading/deployment/realms.ts';
import { nodesOf, ts, type TypeScriptFile } from '../../reading/typescript.ts';
import { inspectEach, type Check, type Rule } from '../../rule.ts';
import { databaseRoles } from './database-roles.ts';
import { tenantTables } from './tenant-tables.ts';
import { publicRoutes, routesAreEndpoints } from './route-access.ts';

interface DeclaredScope {
  readonly file: TypeScriptFile;
  readonly node: ts.Expression;
  /** `read` and `write` of a resource, or `scope` of an operation. */
  readonly of: string;
  readonly value: string;
}

/** Scopes that operations are declared with. */
const declaredScopes = derived((repository): readonly DeclaredScope[] =>
  contextFiles(repository).flatMap((file) => {
    if (!file.path.includes('/interface/') || !file.text.includes('scope')) return [];
    return syntaxOf(file).members.flatMap((member): DeclaredScope[] => {
      const name = nameOf(member.name);
      const value = bare(member.initializer);
      const scope = (node: ts.Expression | null, of: string): DeclaredScope[] => {
        const text = node === null ? null : textOf(file, node);
        return node === null || text === null ? [] : [{ file, node, of, value: text }];
      };
      if (name === 'scope') return scope(value, 'scope');
      if (name !== 'scopes' || !ts.isObjectLiteralExpression(value)) return [];
      return [
        ...scope(memberOf(value, 'read'), 'read'),
        ...scope(memberOf(value, 'write'), 'write'),
      ];
    });
  }),
);

const scopesAreOwn: Check = {
  name: 'scope-of-its-context',
  title: 'An operation asks for a scope of its own context, and changes ask for more than reading',
  reason:
    'A scope that opens more than one thing cannot be given to somebody who needs only one of them.',
  mend: 'Use <context>:read for what reads, and <context>:write, or a narrower scope, for what changes.',
  subject: 'declared scopes',
  inspect: (repository) =>
    inspectEach(declaredScopes(repository), function* ({ file, node, of, value }) {
      const context = contextOf(file.path) ?? '';
      if (
        !value.startsWith(`${context}:`) ||
        value.length === context.length + 1 ||
        value.includes('*')
      )
        yield file.at(node, `The scope "${value}" is no scope of ${context}.`);
      else if (of === 'write' && value === `${context}:read`)
        yield file.at(node, `Changes are allowed to whoever has the scope ${value}.`);
    }),
};

const noServers: Check = {
  name: 'no-server-of-its-own',
  title: 'Contexts and deployables listen through the platform only',
  reason: 'Whatever listens beside the edge has no tokens, no limits, no headers and no logs.',
  mend: 'Add routes to the context, and let createServer of the platform listen.',
  subject: 'source files',
  inspect: (repository) =>
    inspectEach(
      productionFiles(repository).filter(({ path }) => !path.startsWith('packages/')),
      function* (file) {
        for (const call of syntaxOf(file).calls) {
          const on = receiverOf(call)?.getText(file.tree) ?? '';
          const name = calledName(call);
          const listens =
            (on === 'Bun' && (name === 'serve' || name === 'listen')) ||
            (name === 'createServer' && /^(?:http|https|http2|net|tls)$/.test(on)) ||
            (name === 'listen' && startsWithElysia(call));
          if (listens)
            yield file.at(
              call,
              `${on === '' ? '' : `${on.slice(0, 40)}.`}${name ?? ''} opens a port of its own.`,
            );
        }
      },
    ),
};

function startsWithElysia(call: ts.CallExpression): boolean {
  for (const node of nodesOf(call.expression))
    if (ts.isNewExpression(node) && calledName(node) === 'Elysia') return true;
  return false;
}

const realmScopes: Check = {
  name: 'realm-full-scope',
  title: 'No client of the realm gets every role there is',
  reason:
    'With the full scope a token carries all that its user may do, whatever the application needs.',
  mend: 'Set fullScopeAllowed to false, and list the scopes that the client may ask for.',
  subject: 'clients of realms',
  inspect: (repository) =>
    inspectEach(
      realms(repository).flatMap((realm) => realm.clients),
      function* (client) {
        if (client.data['fullScopeAllowed'] === true)
          yield client.at(
            ['fullScopeAllowed'],
            `The client ${client.id} gets every scope there is.`,
          );
      },
    ),
};

export const scopes: Rule = {
  id: 'SEC-4',
  title: 'Least privilege: a scope for every operation; deny by default',
  checks: [
    routesAreEndpoints,
    publicRoutes,
    scopesAreOwn,
    noServers,
    realmScopes,
    databaseRoles,
    tenantTables,
  ],
};
