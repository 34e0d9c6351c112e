import Handlebars from 'handlebars/runtime.js';

import type { Emission, Owner, Part } from '../stacks/stack.ts';
import type { Formatter } from './format.ts';
import { assertPortablePath } from './portable-path.ts';
import type { RenderedTemplate, Template, TemplateSet } from './template-set.ts';
import type { Tree, TreeFile } from './tree.ts';

export interface RenderInput {
  readonly emission: Emission;
  readonly templates: TemplateSet;
  readonly ownerOf: (path: string) => Owner;
  readonly format: Formatter;
}

/** A file before it is formatted. */
export interface Draft {
  readonly path: string;
  readonly content: string;
  readonly executable: boolean;
  /** Verbatim templates are committed formatted; a test holds that. */
  readonly formatted: boolean;
}

/**
 * Renders an emission to the tree of a repository, in memory. Deterministic: the same input gives
 * the same bytes. A path emitted twice, a missing template value or an output that does not parse
 * is a bug of the stack and throws.
 */
export async function render(input: RenderInput): Promise<Tree> {
  const drafts = draftsOf(input.emission, input.templates);
  const contents = await formatted([...drafts.values()], input.format);
  const tree = new Map<string, TreeFile>();
  for (const { path, executable } of drafts.values()) {
    const content = contents.get(path) ?? '';
    tree.set(path, { content, executable, owner: input.ownerOf(path) });
  }
  return tree;
}

/** The files of an emission as the templates print them, by path, sorted. */
export function draftsOf(emission: Emission, templates: TemplateSet): ReadonlyMap<string, Draft> {
  const drafts = [
    ...emission.parts.flatMap((part) => renderPart(part, templates)),
    ...emission.files.map((file) => ({ ...file, executable: false, formatted: false })),
  ];
  drafts.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  const byPath = new Map<string, Draft>();
  for (const draft of drafts) {
    assertPortablePath(draft.path);
    if (byPath.has(draft.path)) throw new Error(`Two templates write ${draft.path}.`);
    byPath.set(draft.path, draft);
  }
  return byPath;
}

/** The paths that a part may emit files at. */
export function pathsOfPart(part: Part, templates: TemplateSet): readonly string[] {
  return (templates.folders[part.folder] ?? []).map(({ path }) => fillPath(path, part));
}

/** The drafts' texts by path, formatted; those that are formatted already stay as they are. */
export async function formatted(
  drafts: readonly Draft[],
  format: Formatter,
): Promise<ReadonlyMap<string, string>> {
  const contents = new Map<string, string>();
  let next = 0;
  const finishNext = async (): Promise<void> => {
    for (let at = next++; at < drafts.length; at = next++) {
      const draft = drafts[at];
      if (draft === undefined) continue;
      contents.set(
        draft.path,
        draft.formatted ? draft.content : await format(draft.path, draft.content),
      );
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, finishNext));
  return contents;
}

/** Files formatted side by side: enough to keep every core busy, few enough to keep memory flat. */
const AT_ONCE = 8;

function renderPart(part: Part, templates: TemplateSet): Draft[] {
  const folder = templates.folders[part.folder];
  if (folder === undefined) throw new Error(`There is no template folder ${part.folder}.`);
  const drafts: Draft[] = [];
  for (const template of folder) {
    const draft = renderTemplate(template, part);
    if (draft !== null) drafts.push(draft);
  }
  return drafts;
}

/** A template that renders to nothing but white space emits no file. */
function renderTemplate(template: Template, part: Part): Draft | null {
  const path = fillPath(template.path, part);
  if (template.kind === 'verbatim') {
    return { path, content: template.content, executable: template.executable, formatted: true };
  }
  const content = evaluate(template, part, path);
  if (content.trim() === '') return null;
  return { path, content, executable: template.executable, formatted: false };
}

const programs = new WeakMap<RenderedTemplate, (view: object) => string>();

function evaluate(template: RenderedTemplate, part: Part, path: string): string {
  const program = programs.get(template) ?? Handlebars.template(template.specification);
  programs.set(template, program);
  try {
    return program(part.view);
  } catch (error) {
    throw new Error(`Template ${part.folder}/${template.path} (for ${path}) failed.`, {
      cause: error,
    });
  }
}

function fillPath(path: string, part: Part): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = part.paths[name];
    if (value === undefined)
      throw new Error(`${part.folder}/${path} needs the path variable ${name}.`);
    return value;
  });
}
