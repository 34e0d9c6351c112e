import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { kebab } from '../../../../src/blueprint/names.ts';
import type { Reply } from '../../../support/http-client.ts';
import { type Created, create, read } from '../../acting.ts';
import { type Resource, allScopes } from '../../api.ts';
import type { Case } from '../../case.ts';
import { fullBody } from '../../samples/fresh.ts';
import type { World } from '../../world.ts';
import { type Refusal, expectEntry, expectTold, noCredentials, noScope } from './refused.ts';

/** What a scope claim may hold that is not the scope. */
const nearly: Readonly<Record<string, (scope: string) => unknown>> = {
  'a longer one': (scope) => `${scope}x`,
  'one with a prefix': (scope) => `x${scope}`,
  'one with a suffix': (scope) => `${scope}:all`,
  'a part of it': (scope) => scope.slice(0, -1),
  'one in capitals': (scope) => scope.toUpperCase(),
  'an asterisk': () => '*',
  'an asterisk for the right': (scope) => scope.replace(/:.*/, ':*'),
  'commas between': (scope) => `${scope},other:read`,
  'tabs between': (scope) => `other:read\t${scope}`,
  'lines between': (scope) => `other:read\n${scope}`,
  'a list': (scope) => [scope],
  'an object': (scope) => ({ [scope]: true }),
  nothing: () => undefined,
  null: () => null,
};

interface Asked {
  readonly reply: Reply;
  readonly correlationId: string;
}

/** Each operation needs its scope, and no other. */
export function scopeCases(resource: Resource): Case[] {
  const { context, name, path, aggregate } = resource;
  const step = aggregate.lifecycle?.transitions[0];
  const operations: readonly (readonly [string, string, string, 'read' | 'write'])[] = [
    ['list', 'GET', path, 'read'],
    ['read', 'GET', `${path}/{id}`, 'read'],
    ['create', 'POST', path, 'write'],
    ['change', 'PATCH', `${path}/{id}`, 'write'],
    ['remove', 'DELETE', `${path}/{id}`, 'write'],
    ...(step === undefined
      ? []
      : [[step.name, 'POST', `${path}/{id}/${kebab(step.name)}`, 'write'] as const]),
  ];
  return operations.flatMap(([operation, method, template, right]): Case[] => {
    const scope = `${context.name}:${right}`;
    const call = async (world: World, token: string | null, of: Created): Promise<Asked> => {
      const correlationId = randomUUID();
      const reply = await world.api.ask({
        method,
        path: template.replace('{id}', of.id),
        token,
        ...(['create', 'change'].includes(operation) ? { json: fullBody(aggregate) } : {}),
        headers: [
          ['X-Correlation-Id', correlationId],
          ...(['PATCH', 'DELETE'].includes(method) ? [['If-Match', of.etag] as const] : []),
        ],
      });
      return { reply, correlationId };
    };
    /** Each token is refused, says so in an entry, and leaves the resource as it was. */
    const refused = async (
      world: World,
      tokens: readonly (string | null)[],
      refusal: Refusal,
    ): Promise<void> => {
      const created = await create(world, resource);
      for (const token of tokens) {
        const { reply, correlationId } = await call(world, token, created);
        expectTold(reply, refusal);
        await expectEntry(world, correlationId, refusal, { method, route: template });
        expect((await read(world, created.path)).object, 'nothing happened').toEqual(created.body);
      }
    };
    return [
      {
        id: `identity/OA-01 ${name}/${operation} without a token`,
        title: `${operation} without a token is 401 without an error code`,
        async run(world) {
          await refused(world, [null], noCredentials);
        },
      },
      {
        id: `identity/OA-26 ${name}/${operation} without its scope`,
        title: `${operation} without ${scope} is 403 and names it`,
        async run(world) {
          const others = allScopes(world.blueprint).filter((each) => each !== scope);
          const tokens = [others, []].map((scopes) => world.identity.token({ scopes }));
          await refused(world, tokens, noScope(scope));
        },
      },
      {
        id: `identity/OA-27 ${name}/${operation} with nearly its scope`,
        title: `${operation} with what only looks like ${scope} is 403`,
        async run(world) {
          const tokens = Object.values(nearly).map((claim) =>
            world.identity.token({ claims: { scope: claim(scope) } }),
          );
          await refused(world, tokens, noScope(scope));
        },
      },
      {
        id: `identity/OA-26 ${name}/${operation} with its scope alone`,
        title: `${operation} needs no more than ${scope}`,
        async run(world) {
          const token = world.identity.token({ scopes: [scope] });
          const { reply } = await call(world, token, await create(world, resource));
          expect([401, 403], reply.text).not.toContain(reply.status);
        },
      },
    ];
  });
}
