import { lintFromString, createConfig } from '@redocly/openapi-core';
import { expect } from 'vitest';
import type { Blueprint } from '../../../src/blueprint/model.ts';
import { kebab } from '../../../src/blueprint/names.ts';
import { type Json, type JsonObject, asObject, isObject, parseJson } from '../../support/json.ts';
import { resourcesOf } from '../api.ts';
import type { Case } from '../case.ts';
import { expectNone, expectStatus } from '../expectations.ts';
import { type ApiDocument, readDocument } from '../openapi-document.ts';
import type { World } from '../world.ts';
import { judge } from './observed.ts';

/** The API document: valid, complete, and true of everything that was asked and answered. */
export function openapiCases(blueprint: Blueprint): Case[] {
  const synchronous = blueprint.features.acceptance === 'synchronous';
  return [
    {
      id: 'openapi/valid',
      title: 'a strict validator accepts the document',
      async run(world) {
        const reply = await world.api.ask({ method: 'GET', path: '/openapi.json', token: null });
        const config = await createConfig({ extends: ['spec'] });
        const problems = await lintFromString({
          source: reply.text,
          absoluteRef: 'openapi.json',
          config,
        });
        expectNone(
          problems.map(({ message, location }) => `${message} ${location[0]?.pointer ?? ''}`),
          'the problems',
        );
      },
    },
    {
      id: 'openapi/complete',
      title: 'every operation of the blueprint is documented, and no other of these contexts',
      async run(world) {
        const { api } = await documentOf(world);
        const documented = api.operations
          .filter(({ template }) => template.startsWith('/v1/'))
          .filter(({ template }) => !/^\/v1\/[^/]+\/operations(\/|$)/.test(template) || synchronous)
          .map(({ method, template }) => `${method} ${template}`);
        expect(documented.toSorted()).toEqual(expectedOperations(blueprint).toSorted());
      },
    },
    {
      id: 'openapi/security',
      title: 'every operation names the scope it needs',
      async run(world) {
        const { api } = await documentOf(world);
        for (const { method, template, definition } of api.operations) {
          if (!template.startsWith('/v1/')) continue;
          const context = template.split('/')[2] ?? '';
          const scope = `${context}:${method === 'GET' ? 'read' : 'write'}`;
          expect(JSON.stringify(definition.security), `${method} ${template}`).toContain(
            `"${scope}"`,
          );
        }
      },
    },
    {
      id: 'openapi/described',
      title: 'every operation has an id, a summary, its errors as problems and examples',
      async run(world) {
        const { api } = await documentOf(world);
        const ids = api.operations.map(({ definition }) => definition.operationId);
        expect(new Set(ids).size).toBe(ids.length);
        for (const { method, template, definition } of api.operations) {
          if (!template.startsWith('/v1/')) continue;
          const name = `${method} ${template}`;
          expect(definition, name).toMatchObject({
            operationId: expect.stringMatching(/./),
            summary: expect.stringMatching(/./),
            tags: expect.anything(),
          });
          const statuses = Object.keys(asObject(definition.responses));
          const missing = ['401', '403', '500', '503'].filter((each) => !statuses.includes(each));
          expect(missing, `${name} does not document`).toEqual([]);
          expect(
            statuses.some((status) => status.startsWith('2')),
            name,
          ).toBe(true);
        }
      },
    },
    {
      id: 'openapi/examples',
      title: 'every example in the document fits the schema beside it',
      async run(world) {
        const { document, api } = await documentOf(world);
        const faults: string[] = [];
        let seen = 0;
        for (const operation of api.operations) {
          const responses = asObject(operation.definition.responses);
          for (const [status, response] of Object.entries(responses)) {
            for (const [mediaType, example] of examplesOf(document, response)) {
              seen += 1;
              const fault = api.faultOfResponse(operation, Number(status), mediaType, example);
              if (fault)
                faults.push(`${operation.method} ${operation.template} ${status}: ${fault}`);
            }
          }
          const body = operation.definition.requestBody;
          for (const [mediaType, example] of body === undefined ? [] : examplesOf(document, body)) {
            seen += 1;
            const fault = api.faultOfRequest(operation, mediaType, example);
            if (fault) faults.push(`${operation.method} ${operation.template} request: ${fault}`);
          }
        }
        expectNone(faults, `${seen} examples`);
        expect(seen, 'examples in the document').toBeGreaterThan(api.operations.length);
      },
    },
    {
      id: 'openapi/statuses',
      title: 'every status that was answered is documented',
      async run(world) {
        const { api } = await documentOf(world);
        judge(world, ({ ask, reply }) => {
          const operation = api.find(ask.method, ask.path);
          // Refused before any operation is known: too long, or no HTTP that we read.
          if (operation === undefined || [400, 405, 414, 431].includes(reply.status))
            return undefined;
          const documented = api.statuses(operation);
          return documented.includes(String(reply.status))
            ? undefined
            : `only ${documented.join(' ')} are documented`;
        });
      },
    },
    {
      id: 'openapi/responses',
      title: 'every body that was answered fits its schema',
      async run(world) {
        const { api } = await documentOf(world);
        judge(world, ({ ask, reply }) => {
          const operation = api.find(ask.method, ask.path);
          if (operation === undefined || ask.method === 'HEAD' || reply.bytes.length === 0)
            return undefined;
          if (!api.statuses(operation).includes(String(reply.status))) return undefined;
          const mediaType = reply.headers['content-type'] ?? '';
          if (!mediaType.includes('json')) return undefined;
          return api.faultOfResponse(operation, reply.status, mediaType, reply.json);
        });
      },
    },
    {
      id: 'openapi/requests',
      title: 'every body that was taken fits its schema, and none that misfits was taken',
      async run(world) {
        const { api } = await documentOf(world);
        judge(world, ({ ask, reply }) => {
          const operation = api.find(ask.method, ask.path);
          if (operation === undefined || reply.status >= 300) return undefined;
          const text =
            ask.body?.toString() ?? (ask.json === undefined ? undefined : JSON.stringify(ask.json));
          if (text === undefined || operation.definition.requestBody === undefined)
            return undefined;
          const usual =
            ask.method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
          const mediaType = ask.mediaType ?? usual;
          return api.faultOfRequest(operation, mediaType, readBody(mediaType, text));
        });
      },
    },
  ];
}

const readBody = (mediaType: string, text: string): Json =>
  mediaType === 'application/x-www-form-urlencoded'
    ? Object.fromEntries(new URLSearchParams(text))
    : parseJson(text);

async function documentOf(world: World): Promise<{ document: JsonObject; api: ApiDocument }> {
  const reply = await world.api.ask({ method: 'GET', path: '/openapi.json', token: null });
  expectStatus(reply, 200);
  return { document: reply.object, api: readDocument(reply.object) };
}

function expectedOperations(blueprint: Blueprint): string[] {
  const ofAggregates = resourcesOf(blueprint).flatMap(({ path, aggregate }) => [
    `GET ${path}`,
    `POST ${path}`,
    `GET ${path}/{id}`,
    `PATCH ${path}/{id}`,
    `DELETE ${path}/{id}`,
    ...(aggregate.lifecycle?.transitions ?? []).map(
      ({ name }) => `POST ${path}/{id}/${kebab(name)}`,
    ),
  ]);
  const ofReadModels = blueprint.contexts.flatMap((context) =>
    context.consumes.flatMap(({ reaction }) =>
      reaction.kind === 'project'
        ? [
            `GET /v1/${context.name}/${reaction.plural}`,
            `GET /v1/${context.name}/${reaction.plural}/{id}`,
          ]
        : [],
    ),
  );
  return [...ofAggregates, ...new Set(ofReadModels)];
}

function resolve(document: JsonObject, value: Json): JsonObject {
  const object = asObject(value);
  if (typeof object.$ref !== 'string') return object;
  let target: unknown = document;
  for (const part of object.$ref.slice(2).split('/')) {
    target = asObject(target)[part.replaceAll('~1', '/').replaceAll('~0', '~')];
  }
  return asObject(target);
}

/** The examples of a response or request body, by media type. */
function examplesOf(document: JsonObject, holder: Json): [string, Json][] {
  const { content } = resolve(document, holder);
  if (!isObject(content)) return [];
  return Object.entries(content).flatMap(([mediaType, value]) => {
    const { example, examples } = asObject(value);
    const named = Object.values(isObject(examples) ? examples : {}).map(
      (each) => resolve(document, each).value ?? null,
    );
    const all = example === undefined ? named : [example, ...named];
    return all.map((each): [string, Json] => [mediaType, each]);
  });
}
