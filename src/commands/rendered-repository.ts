import type { Decision } from '../advisor/index.ts';
import { blueprintJsonSchema, writeBlueprint, type Blueprint } from '../blueprint/index.ts';
import { emittedFormatter } from '../formatting/formatter.ts';
import { render } from '../render/render.ts';
import type { TemplateSet } from '../render/template-set.ts';
import type { Tree } from '../render/tree.ts';
import { LOCK_FILE, writeLock } from '../repository/lock.ts';
import { availableStacks, loadStack } from '../stacks/index.ts';
import type { ComputedFile, Stack } from '../stacks/stack.ts';
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
): Promise<Outcome<RenderedRepository>> {
  const stack = await loadStack(blueprint.stack);
  if (stack === null) {
    return err({
      code: 'stack-not-available',
      message: `Stack ${blueprint.stack} is not available in version ${version}.`,
      hint: `Available: ${availableStacks.join(', ')}.`,
      pointer: '/stack',
      exit: exitCodes.usage,
    });
  }
  const templates = await loadTemplates(stack.id);
  const resources = (path: string) => resource(templates, path);
  const emission = stack.emit(blueprint, decisions, resources);
  const tree = await render({
    emission: { ...emission, files: [...emission.files, ...blueprintFiles(blueprint)] },
    templates,
    ownerOf: (path) => stack.ownerOf(path),
    format: await emittedFormatter(stack.formatSettings(resources)),
  });
  const lock = {
    content: writeLock(version, blueprint, tree),
    executable: false,
    owner: 'tool',
  } as const;
  return ok({ stack, tree: new Map([...tree, [LOCK_FILE, lock] as const]) });
}

/** The blueprint itself, for people and editors. */
function blueprintFiles(blueprint: Blueprint): readonly ComputedFile[] {
  const schema = 'docs/backend.schema.json';
  return [
    { path: 'backend.yaml', content: writeBlueprint(blueprint, { schemaUrl: schema }) },
    { path: schema, content: JSON.stringify(blueprintJsonSchema(), null, 2) },
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
