import { decisionsOf, type Decision } from '../advisor/index.ts';
import {
  blueprintJsonSchema,
  writeBlueprint,
  type Blueprint,
  type StackId,
} from '../blueprint/index.ts';
import { emittedFormatter } from '../formatting/formatter.ts';
import { draftsOf, pathsOfPart, render, type Draft } from '../render/render.ts';
import type { TemplateSet } from '../render/template-set.ts';
import type { Tree } from '../render/tree.ts';
import type { LockSources } from '../blueprint/locked-source.ts';
import { LOCK_FILE, lockedFiles, writeLock } from '../repository/lock.ts';
import { availableStacks, loadStack } from '../stacks/index.ts';
import type { ComputedFile, Emission, Stack } from '../stacks/stack.ts';
import { err, exitCodes, ok, type Outcome } from './command.ts';
import { version } from './version.ts';

export interface RenderedRepository {
  readonly stack: Stack;
  /** The whole repository, lock included. */
  readonly tree: Tree;
}

/** Renders a blueprint with this version's templates, in memory. */
export async function renderRepository(
  blueprint: Blueprint,
  decisions: readonly Decision[],
  sources: LockSources | null = null,
): Promise<Outcome<RenderedRepository>> {
  const pack = await loadPack(blueprint.stack);
  if (!pack.ok) return pack;
  const { stack, templates } = pack.value;
  const tree = await render({
    emission: emissionOf(blueprint, decisions, pack.value),
    templates,
    ownerOf: (path) => stack.ownerOf(path),
    format: await emittedFormatter(formatSettings(pack.value)),
  });
  const lock = {
    content: writeLock(version, blueprint, lockedFiles(tree), sources),
    executable: false,
    owner: 'tool',
  } as const;
  return ok({ stack, tree: new Map([...tree, [LOCK_FILE, lock] as const]) });
}

/** The files of a blueprint before they are formatted; cheap, for comparing. */
export function draftRepository(blueprint: Blueprint, pack: Pack): ReadonlyMap<string, Draft> {
  return draftsOf(emissionOf(blueprint, decisionsOf(blueprint), pack), pack.templates);
}

/** A part of the model, and the files that are its own. */
export interface Element {
  /** e.g. `aggregate` */
  readonly kind: string;
  /** e.g. `catalog/product` */
  readonly name: string;
  readonly files: readonly string[];
}

/** What the model of a blueprint consists of, as far as it has files: contexts, aggregates, deployables, … */
export function elementsOf(blueprint: Blueprint, pack: Pack): readonly Element[] {
  const { parts } = emissionOf(blueprint, decisionsOf(blueprint), pack);
  return parts.flatMap((part): Element[] => {
    const names = Object.entries(part.paths).filter(([placeholder]) => placeholder !== 'plural');
    if (names.length === 0) return [];
    return [
      {
        kind: part.folder.slice(part.folder.lastIndexOf('/') + 1),
        name: names.map(([, name]) => name).join('/'),
        files: pathsOfPart(part, pack.templates),
      },
    ];
  });
}

/** A language pack and its templates. */
export interface Pack {
  readonly stack: Stack;
  readonly templates: TemplateSet;
}

export async function loadPack(id: StackId): Promise<Outcome<Pack>> {
  const stack = await loadStack(id);
  if (stack !== null) return ok({ stack, templates: await loadTemplates(stack.id) });
  return err({
    code: 'stack-not-available',
    message: `Stack ${id} is not available in version ${version}.`,
    hint: `Available: ${availableStacks.join(', ')}.`,
    pointer: '/stack',
    exit: exitCodes.usage,
  });
}

/** The settings of the formatter, as emitted. */
export function formatSettings({ stack, templates }: Pack): string {
  return stack.formatSettings((path) => resource(templates, path));
}

function emissionOf(
  blueprint: Blueprint,
  decisions: readonly Decision[],
  { stack, templates }: Pack,
): Emission {
  const emission = stack.emit(blueprint, decisions, (path) => resource(templates, path));
  return { ...emission, files: [...emission.files, ...blueprintFiles(blueprint)] };
}

/** The JSON Schema of the blueprint, in the repository. */
export const SCHEMA_FILE = 'docs/backend.schema.json';

let schema: string | undefined;

/** The same for every blueprint: a change renders two. */
const schemaText = (): string => (schema ??= JSON.stringify(blueprintJsonSchema(), null, 2));

/** The blueprint itself, for people and editors. */
function blueprintFiles(blueprint: Blueprint): readonly ComputedFile[] {
  return [
    { path: 'backend.yaml', content: writeBlueprint(blueprint, { schemaUrl: SCHEMA_FILE }) },
    { path: SCHEMA_FILE, content: schemaText() },
  ];
}

async function loadTemplates(stack: string): Promise<TemplateSet> {
  const [shared, own] = await Promise.all([
    import('#templates/shared.js'),
    import(`#templates/${stack}.js`) as Promise<{ default: TemplateSet }>,
  ]);
  return {
    folders: { ...shared.default.folders, ...own.default.folders },
    resources: { ...shared.default.resources, ...own.default.resources },
  };
}

function resource(templates: TemplateSet, path: string): string {
  const text = templates.resources[path];
  if (text === undefined) throw new Error(`There is no template resource ${path}.`);
  return text;
}
