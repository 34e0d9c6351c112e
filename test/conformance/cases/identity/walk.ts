import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { asArray, asObject, isObject } from '../../../support/json.ts';
import type { Resource } from '../../api.ts';
import type { Case } from '../../case.ts';
import { expectNone, expectProblem, expectStatus } from '../../expectations.ts';
import { type Operation, readDocument } from '../../openapi-document.ts';
import type { World } from '../../world.ts';
import {
  type Refusal,
  badToken,
  expectEntry,
  expectTold,
  noCredentials,
  noScope,
} from './refused.ts';

const everyMethod = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** What is open to everybody, by the contract. */
const open = ['/openapi.json', '/docs'];

/** Nothing is open that is not meant to be. */
export function walkCases({ path }: Resource): Case[] {
  return [
    {
      id: 'identity/OA-38 every operation names its scope',
      title: 'every operation of the document lists the one scope that it needs',
      async run(world) {
        const { operations, schemes } = await documentOf(world);
        expect(operations.length).toBeGreaterThan(0);
        for (const operation of operations) {
          const { method, template, definition } = operation;
          const name = `${method} ${template}`;
          const waysIn = asArray(definition.security, name).map((way) =>
            Object.entries(asObject(way)),
          );
          expect(waysIn.length, name).toBeGreaterThan(0);
          for (const [[scheme = '', scopes] = [], ...more] of waysIn) {
            expect(more, name).toEqual([]);
            expect(schemes, name).toContain(scheme);
            expect(scopes, name).toEqual([scopeOf(operation)]);
          }
          expect(scopeOf(operation)).toMatch(/^[a-z][a-z0-9-]*:(read|write)$/);
        }
      },
    },
    walk('without a token', 'is 401', null, () => noCredentials),
    walk('with a bad token', 'is 401 invalid_token', 'x', () => badToken('malformed')),
    walk('without a scope', 'is 403 and names the scope of the document', undefined, (operation) =>
      noScope(scopeOf(operation)),
    ),
    {
      id: 'identity/OA-38 other methods',
      title: 'a method that an address does not have is 405 and nothing else, without a token too',
      async run(world) {
        const { operations } = await documentOf(world);
        const templates = new Set(operations.map(({ template }) => template));
        for (const template of templates) {
          const had = operations
            .filter((operation) => operation.template === template)
            .flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
          for (const method of everyMethod.filter((each) => !had.includes(each))) {
            const reply = await world.api.ask({ method, path: filled(template), token: null });
            if (method === 'HEAD') expectStatus(reply, 405);
            else expectProblem(reply, 405, 'method-not-allowed');
            expect((reply.headers.allow ?? '').split(', ').toSorted()).toEqual(had.toSorted());
          }
        }
      },
    },
    {
      id: 'identity/OA-38 unknown routes',
      title: 'any address that is no route is 404 with and without a token',
      async run(world) {
        const { operations } = await documentOf(world);
        const words = ['admin', 'internal', 'debug', 'users', 'graphql', 'v1', '..;', '%2e%2e'];
        const made = Array.from(
          { length: 20 },
          (_, index) => `/${words[index % words.length]}/${randomUUID()}`,
        );
        const beside = operations.map(({ template }) => `${filled(template)}/${randomUUID()}/x/y`);
        for (const address of [...made, ...new Set(beside)]) {
          for (const token of [null, world.api.token()]) {
            for (const method of ['GET', 'DELETE']) {
              expectProblem(await world.api.ask({ method, path: address, token }), 404);
            }
          }
        }
      },
    },
    {
      id: 'identity/OA-38 other spellings',
      title: 'no spelling of an address opens it',
      async run(world) {
        const [, version = '', context = '', plural = ''] = path.split('/');
        const encodedLetter = `%${plural.charCodeAt(0).toString(16)}${plural.slice(1)}`;
        const spellings = [
          `${path}/`,
          `/${path}`,
          `${path}//`,
          `${path};x=1`,
          `${path}.json`,
          `${path}%00`,
          `${path}%20`,
          `${path}%2f`,
          `${path}?`,
          `${path}?access=public`,
          `${path}#x`,
          `/./${version}/${context}/${plural}`,
          `/${version}/x/../${context}/${plural}`,
          `/${version}/${context}/%2e/${plural}`,
          `/${version}/${context}/${encodedLetter}`,
          `/${version}%2f${context}%2f${plural}`,
          `/openapi.json/../${version}/${context}/${plural}`,
          `/openapi.json%2f..${path}`,
          `/docs/..${path}`,
          `/\\${path}`,
          path.toUpperCase(),
        ];
        const served: string[] = [];
        for (const spelling of spellings) {
          const reply = await world.api.ask({ method: 'GET', path: spelling, token: null });
          if (![400, 401, 404].includes(reply.status)) served.push(`${spelling}: ${reply.status}`);
        }
        expectNone(served, `${spellings.length} spellings`);
      },
    },
    {
      id: 'identity/OA-38 what is open',
      title: 'what is open to everybody describes the API, and says nothing of its data',
      async run(world) {
        for (const address of open) {
          for (const token of [null, 'x', world.api.token()]) {
            expectStatus(await world.api.ask({ method: 'GET', path: address, token }), 200);
          }
        }
      },
    },
  ];
}

/** Asks for every operation, each audited as what it is. */
function walk(
  title: string,
  result: string,
  token: string | null | undefined,
  refusalOf: (operation: Operation) => Refusal,
): Case {
  return {
    id: `identity/OA-38 every operation ${title}`,
    title: `every operation of the document ${title} ${result}`,
    timeoutMs: 60_000,
    async run(world) {
      const bearer = token === undefined ? world.identity.token({ scopes: [] }) : token;
      for (const operation of (await documentOf(world)).operations) {
        const { method, template } = operation;
        const correlationId = randomUUID();
        const reply = await world.api.ask({
          method,
          path: filled(template),
          token: bearer,
          // Whoever is not let in is not told what else is wrong.
          ...(['POST', 'PATCH'].includes(method) ? { body: '{' } : {}),
          headers: [['X-Correlation-Id', correlationId]],
        });
        const refusal = refusalOf(operation);
        expectTold(reply, refusal);
        await expectEntry(world, correlationId, refusal, { method, route: template });
      }
    },
  };
}

async function documentOf(
  world: World,
): Promise<{ readonly operations: readonly Operation[]; readonly schemes: readonly string[] }> {
  const reply = await world.api.ask({ method: 'GET', path: '/openapi.json', token: null });
  expectStatus(reply, 200);
  const components = asObject(reply.object.components, 'components');
  return {
    // Signing in is for those who have no token yet.
    operations: readDocument(reply.object).operations.filter(
      ({ template }) => !template.startsWith('/auth/'),
    ),
    schemes: Object.keys(asObject(components.securitySchemes, 'securitySchemes')),
  };
}

const filled = (template: string): string => template.replaceAll(/\{[^}]+\}/g, () => randomUUID());

/** The first scope of the first requirement. */
function scopeOf({ definition: { security } }: Operation): string {
  const [requirement] = asArray(security, 'security');
  const [scopes] = isObject(requirement) ? Object.values(requirement) : [];
  return String(asArray(scopes, 'scopes')[0]);
}
