import path from 'node:path';

import type { StackId } from '../../blueprint/model.ts';
import { noAnswers, type Answers } from '../../commands/answers.ts';
import { ok, type Outcome } from '../../commands/command.ts';
import { renderTo } from '../../commands/render.ts';
import { readSources } from '../../commands/sources.ts';
import type { Answer } from '../output.ts';
import { printableLine } from '../printable.ts';
import type { Session } from '../session.ts';

export interface RenderOptions {
  readonly preset?: string;
  readonly blueprint?: string;
  readonly stack?: StackId;
  readonly set: readonly string[];
  readonly out: string;
}

export async function renderAction(
  { out, preset, blueprint, stack, set }: RenderOptions,
  { world }: Session,
): Promise<Outcome<Answer>> {
  const answers: Answers = {
    ...noAnswers,
    set,
    ...(preset === undefined ? {} : { preset }),
    ...(blueprint === undefined ? {} : { blueprint }),
    ...(stack === undefined ? {} : { stack }),
  };
  const sources = await readSources(answers, world);
  if (!sources.ok) return sources;
  const rendered = await renderTo(answers, sources.value, out, world);
  if (!rendered.ok) return rendered;
  const folder = path.relative(world.cwd, rendered.value.directory) || '.';
  return ok({
    result: rendered.value,
    text: `Rendered ${rendered.value.files.length} files to ${printableLine(folder)}.`,
  });
}
