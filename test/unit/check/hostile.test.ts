import { describe, expect, test } from 'vitest';

import { rules } from '../../../src/check/rules/index.ts';
import { runChecks } from '../../../src/check/run.ts';
import { edited, repositoryOf, shop, type Edit } from './fixture.ts';

/** A file that somebody wrote to stop the check, or to make it take for ever. */
const code = 'contexts/ordering/src/infrastructure/order/hostile.ts';
const compose = 'compose.yaml';
const many = 2000;
const numbered = (line: (index: number) => string): string =>
  Array.from({ length: many }, (_, index) => line(index)).join('\n');

const hostile: readonly { readonly name: string; readonly edits: readonly Edit[] }[] = [
  {
    name: 'a text put together of thousands of parts',
    edits: [
      {
        path: code,
        write: `export const a = (client: any, x: string) => client.query("SELECT " + ${'x + '.repeat(many)} "");\n`,
      },
    ],
  },
  {
    name: 'constants that stand for one another',
    edits: [
      {
        path: code,
        write: `${numbered((index) => `const a${index} = a${index + 1} + a${index + 1};`)}
const b = b;
export const q = (client: any) => client.query(\`SELECT \${a0} \${b}\`);\n`,
      },
    ],
  },
  {
    name: 'thousands of functions with a variable of the same name',
    edits: [
      {
        path: code,
        write: numbered(
          (index) =>
            `export const f${index} = (x: string) => { let t = 'SELECT '; t += x; return db.query(t); };`,
        ),
      },
    ],
  },
  {
    name: 'a chain of thousands of routes',
    edits: [
      {
        path: code,
        write: `import { Elysia } from 'elysia';\nexport const a = new Elysia()${".get('/x', () => 1)".repeat(500)};\n`,
      },
    ],
  },
  {
    name: 'lists of YAML without end',
    edits: [
      { path: compose, write: `services: ${'['.repeat(many)}${']'.repeat(many)}\n` },
      {
        path: 'deploy/deep.yaml',
        write: `apiVersion: v1\nkind: Pod\ncontainers: token${'['.repeat(many)}\n`,
      },
    ],
  },
  {
    name: 'a billion laughs',
    edits: [
      {
        path: compose,
        write: `a: &a [x,x,x,x,x,x,x,x,x]\n${[...'bcdefghij']
          .map((name, index) => `${name}: &${name} [${`*${'abcdefghi'[index]},`.repeat(9)}]`)
          .join('\n')}\nservices: *j\n`,
      },
    ],
  },
  {
    name: 'a map that merges itself',
    edits: [{ path: compose, write: 'x: &x\n  <<: *x\nservices:\n  a:\n    <<: *x\n' }],
  },
  {
    name: 'thousands of stages, and variables that never end',
    edits: [
      {
        path: 'Dockerfile',
        write: `${numbered((index) => `FROM s${index} AS s${index + 1}`)}\nUSER ${'${a:-'.repeat(many)}\n`,
      },
    ],
  },
  {
    name: 'lines of megabytes',
    edits: [
      {
        path: 'ops/long.sh',
        write: [
          `curl ${' '.repeat(500_000)}`,
          'eyJ-'.repeat(100_000),
          '://a:'.repeat(100_000),
          'AKIA'.repeat(100_000),
          `${' '.repeat(300_000)}x=1`,
          '-----BEGIN PRIVATE KEY-----'.repeat(10_000),
          `password=${'a1'.repeat(100_000)}`,
        ].join('\n'),
      },
    ],
  },
  {
    name: 'names of the prototype, and values of other types',
    edits: [
      {
        path: compose,
        write: `services:
  __proto__: { image: x, environment: { __proto__: 1 } }
  constructor: { image: 'y:1', depends_on: { toString: null } }
  n: null
  m: [1]
  o: { environment: 3, ports: 4, volumes: { a: b }, healthcheck: 7, depends_on: 5, build: 6, image: { a: 1 } }
`,
      },
      {
        path: '.github/workflows/odd.yml',
        write:
          'on: 3\njobs:\n  a: 3\n  b: { steps: 4, services: [1], container: 3, permissions: 4 }\n  c: { steps: [null, 3, { uses: 4, with: 5, run: {} }] }\n',
      },
      {
        path: 'deploy/odd.yaml',
        write:
          'apiVersion: v1\nkind: Pod\nspec: { containers: [null, 3, { env: 4, securityContext: 5, image: [] }] }\n---\nkind: constructor\n',
      },
      {
        path: 'ops/keycloak/odd.json',
        write:
          '{"realm":"x","clients":[null,3,{"clientId":{}},{"clientId":"c","attributes":7,"redirectUris":{"a":1}}]}',
      },
      { path: 'apps/api/package.json', write: '[1,2' },
      { path: 'tools/dev/config.json', write: '{"postgresImage": {}}' },
    ],
  },
];

describe('is read to its end, and soon:', () => {
  test.each(hostile)('$name', { timeout: 60_000 }, ({ edits }) => {
    const results = runChecks(repositoryOf(edited(shop, edits)), rules);
    expect(results).toHaveLength(rules.flatMap(({ checks }) => checks).length);
  });
});
