import { expect, test } from 'vitest';

import { renamedPaths } from '../../src/stacks/renamed-paths.ts';

const renames = [
  {
    since: '4.1.0',
    from: 'contexts/{context}/src/{name}.routes.ts',
    to: 'contexts/{context}/http/{name}.ts',
  },
  {
    since: '4.2.0',
    from: 'contexts/{context}/http/{name}.ts',
    to: 'contexts/{context}/edge/{name}.ts',
  },
  { since: '4.2.0', from: 'compose.yaml', to: 'ops/compose.yaml' },
];

const paths = [
  'compose.yaml',
  'composeXyaml',
  'contexts/a/src/orders.routes.ts',
  'contexts/a/b/src/x.routes.ts',
];

test('a file follows every rename since the version that emitted it', () => {
  expect([...renamedPaths(paths, renames, () => true)]).toEqual([
    ['compose.yaml', 'ops/compose.yaml'],
    ['contexts/a/src/orders.routes.ts', 'contexts/a/edge/orders.ts'],
  ]);
});

test('releases that the repository has seen are not applied again', () => {
  expect([...renamedPaths(paths, renames, (since) => since === '4.1.0')]).toEqual([
    ['contexts/a/src/orders.routes.ts', 'contexts/a/http/orders.ts'],
  ]);
  expect(renamedPaths(paths, renames, () => false).size).toBe(0);
});

test('a rename that names what it does not bind is a bug of ours', () => {
  const wrong = [{ since: '4.1.0', from: 'a', to: '{b}' }];
  expect(() => renamedPaths(['a'], wrong, () => true)).toThrow('does not bind {b}');
});
