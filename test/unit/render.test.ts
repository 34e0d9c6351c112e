import Handlebars from 'handlebars';
import { expect, test } from 'vitest';

import { portablePathProblem } from '../../src/render/portable-path.ts';
import { render } from '../../src/render/render.ts';
import type { Template } from '../../src/render/template-set.ts';
import type { Part } from '../../src/stacks/stack.ts';

const asIs = async (_path: string, content: string) => content;

function rendered(path: string, source: string): Template {
  const specification = new Function(
    `return ${String(Handlebars.precompile(source, { strict: true, noEscape: true }))}`,
  )();
  return { kind: 'rendered', path, executable: false, specification };
}

function renderOne(templates: readonly Template[], part: Partial<Part> = {}) {
  return render({
    emission: { parts: [{ folder: 'x/part', paths: {}, view: {}, ...part }], files: [] },
    templates: { folders: { 'x/part': templates }, resources: {} },
    ownerOf: () => 'tool',
    format: asIs,
  });
}

test('a value is placed as it is, never escaped for HTML', async () => {
  const tree = await renderOne([rendered('a.ts', 'Map<{{type}}> & {{other}}')], {
    view: { type: '"Order"', other: '<x>' },
  });
  expect(tree.get('a.ts')?.content).toBe('Map<"Order"> & <x>');
});

test('a value the view lacks stops the render and names the template', async () => {
  await expect(renderOne([rendered('a.ts', '{{missing}}')])).rejects.toThrow(/x\/part\/a\.ts/);
});

test('two templates that write one path stop the render', async () => {
  await expect(renderOne([rendered('a.ts', 'a'), rendered('a.ts', 'b')])).rejects.toThrow(
    'Two templates write a.ts',
  );
});

test('a template that renders to white space emits no file', async () => {
  const tree = await renderOne([rendered('a.ts', '{{#if on}}x{{/if}}\n')], { view: { on: false } });
  expect([...tree.keys()]).toEqual([]);
});

test('paths are filled from the part and sorted, whatever the order of the templates', async () => {
  const tree = await renderOne([rendered('{name}/b.ts', 'b'), rendered('a.ts', 'a')], {
    paths: { name: 'z' },
  });
  expect([...tree.keys()]).toEqual(['a.ts', 'z/b.ts']);
});

test.each([
  '../x',
  '/x',
  'a//b',
  'a/./b',
  'con',
  'a/NUL.txt',
  'a/b.',
  'a b ',
  '.git/config',
  'a:b',
  'a\\b',
  'x'.repeat(241),
])('the path %j is refused on every machine', (path) => {
  expect(portablePathProblem(path)).not.toBeNull();
});

test.each(['a', '.github/workflows/ci.yml', 'contexts/console/src/a.ts', '.gitignore'])(
  'the path %j is accepted',
  (path) => {
    expect(portablePathProblem(path)).toBeNull();
  },
);
