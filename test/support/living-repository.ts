import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';

import { parseBlueprint } from '../../src/advisor/index.ts';
import type { Blueprint } from '../../src/blueprint/model.ts';
import type { ChangeReport } from '../../src/commands/change-repository.ts';
import { ok, type Outcome, type World } from '../../src/commands/command.ts';
import { create } from '../../src/commands/create.ts';
import {
  addModule,
  openForModules,
  removeModule,
  type Writing,
} from '../../src/commands/module.ts';
import { noModuleAnswers } from '../../src/commands/module/answers.ts';
import { status, type StatusReport } from '../../src/commands/status.ts';
import { commitAll, scratchFolder } from './scratch.ts';

const source = `
schema: 1
name: shelf
stack: typescript
team: { size: 4, domainComplexity: low, clearBoundaries: false }
targets: { p99Ms: 600, throughputRps: 50, availability: 99.5 }
contexts:
  - name: catalog
    aggregates:
      - name: Product
        fields: [{ name: title, type: string }]
        lifecycle: { initial: draft, transitions: [{ name: publish, from: [draft], to: published }] }
  - name: ordering
    aggregates:
      - name: Order
        fields: [{ name: productId, type: ref(catalog.Product) }]
`;

/** A small blueprint, complete. */
export function shelf(): Blueprint {
  const advised = parseBlueprint(source, { file: null });
  if (!advised.ok) throw new Error(JSON.stringify(advised.error));
  return advised.value.blueprint;
}

export function worldIn(cwd: string): World {
  return {
    cwd,
    environment: process.env,
    isTerminal: false,
    signal: new AbortController().signal,
    progress: () => {},
  };
}

let template: Promise<string> | null = null;
afterAll(async () => {
  if (template !== null) fs.rmSync(path.dirname(await template), { recursive: true, force: true });
});

async function render(): Promise<string> {
  const folder = path.join(
    fs.mkdtempSync(path.join(os.tmpdir(), 'create-backend-shelf-')),
    'shelf',
  );
  const request = {
    directory: folder,
    blueprint: shelf(),
    dryRun: false,
    git: false,
    install: false,
  };
  const created = await create(request, worldIn(path.dirname(folder)));
  if (!created.ok) throw new Error(created.error.message);
  commitAll(folder, 'Create shelf');
  return folder;
}

/** A new repository in a folder of the test's own, committed. */
export async function newRepository({ committed = true } = {}): Promise<string> {
  template ??= render();
  const root = path.join(scratchFolder(), 'shelf');
  fs.cpSync(await template, root, { recursive: true });
  if (!committed) fs.rmSync(path.join(root, '.git'), { recursive: true });
  return root;
}

const writing: Writing = { dryRun: false, allowDirty: false, install: false };

/** `create-backend module billing …` in a repository. */
export async function addBilling(
  root: string,
  options: Partial<Writing> = {},
): Promise<Outcome<ChangeReport>> {
  const how = { ...writing, ...options };
  const opened = await openForModules('.', how, () => ok(null), worldIn(root));
  if (!opened.ok) return opened;
  const answers = {
    ...noModuleAnswers,
    name: 'billing',
    aggregate: ['Invoice(number:string, total:money)'],
    install: false,
  };
  return addModule(opened.value, answers, null, how, worldIn(root));
}

/** `create-backend module remove <name>` in a repository. */
export async function remove(
  root: string,
  name: string,
  options: Partial<Writing> = {},
): Promise<Outcome<ChangeReport>> {
  const how = { ...writing, ...options };
  const opened = await openForModules('.', how, () => ok(null), worldIn(root));
  if (!opened.ok) return opened;
  return removeModule(opened.value, name, how, worldIn(root));
}

export async function statusOf(root: string): Promise<StatusReport> {
  const looked = await status('.', worldIn(root));
  if (!looked.ok) throw new Error(`${looked.error.code}: ${looked.error.message}`);
  return looked.value;
}

export function succeeded<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`${outcome.error.code}: ${outcome.error.message}`);
  return outcome.value;
}
