import type { Dependency } from '../../blueprint/edit/dependents.ts';
import { ok, type Outcome } from '../../commands/command.ts';
import { listModules, type ListedModule } from '../../commands/module-list.ts';
import type { Answer } from '../output.ts';
import { printableLine } from '../printable.ts';
import type { Session } from '../session.ts';
import type { Style } from '../style.ts';

export async function moduleListAction({ world, terminal }: Session): Promise<Outcome<Answer>> {
  const modules = await listModules(world.cwd, world);
  if (!modules.ok) return modules;
  const { style } = terminal.out;
  return ok({
    result: { modules: modules.value },
    text: modules.value.map((module) => moduleText(module, style)).join('\n\n'),
  });
}

/** A context in a few lines: what it is, what it holds, what it takes and what is taken from it. */
function moduleText(module: ListedModule, style: Style): string {
  const { name, owner, deployable, description } = module;
  const lines = [
    ['aggregates', module.aggregates.join(', ')],
    ['externals', module.externals.join(', ')],
    ['sagas', module.sagas.join(', ')],
    ['consumes', wordsOf(module.consumes.filter(({ kind }) => kind !== 'references'))],
    ['refers to', wordsOf(module.consumes.filter(({ kind }) => kind === 'references'))],
    ['consumed by', [...new Set(module.consumedBy.map(({ context }) => context))].join(', ')],
  ].filter(([, value]) => value !== '');
  return [
    `${style.bold(name)}${owner === null ? '' : ` ${owner}`} ${style.dim(`in ${deployable}`)}`,
    ...(description === null ? [] : [`  ${printableLine(description)}`]),
    ...lines.map(([label = '', value = '']) => `  ${style.dim(label.padEnd(11))}  ${value}`),
  ].join('\n');
}

/** `ordering.OrderPlaced, catalog.Product` */
function wordsOf(dependencies: readonly Dependency[]): string {
  return [...new Set(dependencies.map(({ what }) => what))].join(', ');
}
