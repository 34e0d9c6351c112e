import path from 'node:path';

import type { Answers } from './answers.ts';
import { err, exitCodes, ok, type Outcome, type World } from './command.ts';
import { create } from './create.ts';
import { blueprintOf, type Sources } from './request.ts';

export interface RenderReport {
  /** absolute */
  readonly directory: string;
  /** POSIX paths, sorted */
  readonly files: readonly string[];
}

/** Writes the bare tree of a blueprint: what `create` writes, without git and without an install. */
export async function renderTo(
  answers: Answers,
  sources: Sources,
  out: string,
  world: World,
): Promise<Outcome<RenderReport>> {
  if (answers.preset === undefined && answers.blueprint === undefined) {
    return err({
      code: 'missing-answer',
      message: 'There is nothing to render.',
      hint: 'Give --blueprint or --preset.',
      exit: exitCodes.usage,
    });
  }
  const advised = blueprintOf(answers, sources, world.cwd);
  if (!advised.ok) return advised;
  const { blueprint } = advised.value;
  for (const note of sources.elsewhere?.notes ?? []) world.progress(note);
  const created = await create(
    {
      directory: path.resolve(world.cwd, out),
      blueprint,
      sources: sources.elsewhere?.sources ?? null,
      dryRun: false,
      git: false,
      install: false,
    },
    world,
  );
  if (!created.ok) return created;
  return ok({
    directory: created.value.directory,
    files: created.value.changes.map((change) => change.path),
  });
}
