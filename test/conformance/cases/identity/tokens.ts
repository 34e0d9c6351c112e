import { expect } from 'vitest';
import { asString } from '../../../support/json.ts';
import { waiting } from '../../acting.ts';
import { type Resource, allScopes } from '../../api.ts';
import type { Case } from '../../case.ts';
import { expectStatus } from '../../expectations.ts';
import { fullBody } from '../../samples/fresh.ts';
import { badTokens } from './bad-tokens.ts';
import { goodTokens } from './good-tokens.ts';
import { badToken, expectRefused } from './refused.ts';

/** Which access tokens are taken, and which are not. */
export function tokenCases(resource: Resource): Case[] {
  const { path, aggregate, context } = resource;
  return [
    ...badTokens.map(({ id, title, reason, make }): Case => ({
      id: `identity/${id} refuses ${title}`,
      title: `a token with ${title} is 401 invalid_token`,
      async run(world) {
        const made = make(world);
        const token =
          typeof made === 'string'
            ? made
            : world.identity.token({ scopes: allScopes(world.blueprint), ...made });
        await expectRefused(world, resource, { token }, badToken(reason));
      },
    })),
    ...goodTokens.map(([id, title, request]): Case => ({
      id: `identity/${id} takes ${title}`,
      title: `a token with ${title} is taken`,
      async run(world) {
        const scopes = allScopes(world.blueprint);
        const token = world.identity.token({ scopes, ...request(world) });
        expectStatus(await world.api.ask({ method: 'GET', path, token }), 200);
      },
    })),
    {
      id: 'identity/OA-21 keeps a subject as it is',
      title: 'what somebody does is kept under the subject of the token, letter by letter',
      async run(world) {
        const subject = 'Jürgen "Zoë" O’Neil; DROP TABLE 株 🙂';
        const token = world.identity.token({ scopes: allScopes(world.blueprint), subject });
        const json = fullBody(aggregate);
        const headers = waiting(world);
        const reply = await world.api.ask({ method: 'POST', path, json, token, headers });
        expectStatus(reply, 201);
        const actor = await world.kept?.actorOf(context, asString(reply.object.id, 'id'));
        expect([subject, undefined]).toContain(actor);
      },
    },
  ];
}
