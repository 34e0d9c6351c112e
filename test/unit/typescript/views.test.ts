import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { parseBlueprint } from '../../../src/advisor/index.ts';
import { render } from '../../../src/render/render.ts';
import type { TemplateSet } from '../../../src/render/template-set.ts';
import { typescript } from '../../../src/stacks/typescript/stack.ts';
// @ts-expect-error: a script of the build, without types
import { buildTemplates } from '../../../scripts/build-templates.mjs';

const root = path.resolve(import.meta.dirname, '../../..');
let folder = '';
let templates: TemplateSet;

beforeAll(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'views-'));
  await buildTemplates(path.join(root, 'templates'), folder);
  const packs = await Promise.all(
    ['shared', 'typescript'].map(
      async (pack) => (await import(path.join(folder, `${pack}.js`))).default,
    ),
  );
  templates = {
    folders: Object.assign({}, ...packs.map((pack) => pack.folders)),
    resources: Object.assign({}, ...packs.map((pack) => pack.resources)),
  };
});

afterAll(() => fs.rm(folder, { recursive: true }));

/** What Handlebars itself asks for, whether it is there or not. */
const askedAnyway = new Set(['toHTML', 'then', 'length', 'constructor']);

/** A view that takes down what a template asks for and does not get. */
function watched<T>(value: T, missing: Set<string>): T {
  if (typeof value !== 'object' || value === null) return value;
  return new Proxy(value, {
    get(target, key) {
      const unknown = typeof key === 'string' && !(key in target) && !/^\d+$/.test(key);
      if (unknown && !askedAnyway.has(key)) missing.add(key);
      return watched(Reflect.get(target, key), missing);
    },
  });
}

// Handlebars’ strict mode looks no further than the first name of a block parameter.
test('no template asks for what its view does not have', async () => {
  const file = path.join(root, 'test/fixtures/nasty.yaml');
  const parsed = parseBlueprint(await fs.readFile(file, 'utf8'), { file });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  const resources = (name: string) => templates.resources[name] ?? '';
  const { blueprint, decisions } = parsed.value;
  const { parts, files } = typescript.emit(blueprint, decisions, resources);

  const missing = new Set<string>();
  await render({
    emission: {
      files,
      parts: parts.map((part) => ({ ...part, view: watched(part.view, missing) })),
    },
    templates,
    ownerOf: typescript.ownerOf,
    format: async (_path, content) => content,
  });
  expect([...missing]).toEqual([]);
});
