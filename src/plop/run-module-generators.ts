import type { NodePlopAPI } from 'node-plop';
import path from 'node:path';

import { err, ok, type Result } from '../blueprint/result.ts';
import { messageOf, type PlopFailure } from './failure.ts';
import type { ModuleData } from './module-data.ts';
import { openPlop } from './open-plop.ts';
import type { Shadow } from './shadow.ts';
import { isRecord, type Watch } from './watch.ts';

const prefix = 'module:';

/** Runs the generators of a plopfile that are for modules, in its order, in a shadow of the repository. */
export async function runModuleGenerators(
  root: string,
  plopfile: string,
  data: ModuleData,
  { folder, beside }: Shadow,
  progress: (message: string) => void,
): Promise<Result<void, PlopFailure>> {
  const watch: Watch = { root, shadow: folder, data: {}, actions: [], thrown: undefined };
  let plop: NodePlopAPI;
  try {
    plop = await openPlop(path.join(root, plopfile), watch, beside);
  } catch (error) {
    return err(unusable(plopfile, error));
  }
  const names = plop
    .getGeneratorList()
    .flatMap(({ name }) => (name.startsWith(prefix) ? [name] : []));
  for (const name of names) {
    progress(`Running ${name} of ${plopfile}`);
    const failed = await runGenerator(plop, name, structuredClone({ ...data }), watch);
    if (failed !== null) return err(told(failed, name, plopfile, watch));
  }
  return ok(undefined);
}

interface Failed {
  /** null: before the first action */
  readonly action: string | null;
  readonly thrown: unknown;
}

/** null: all its actions were done */
async function runGenerator(
  plop: NodePlopAPI,
  name: string,
  data: Record<string, unknown>,
  watch: Watch,
): Promise<Failed | null> {
  watch.data = data;
  watch.actions = [];
  watch.thrown = undefined;
  let done = 0;
  let failed: Failed | null = null;
  const next = (): void => void (done += 1);
  try {
    await plop.getGenerator(name).runActions(data, {
      onSuccess: next,
      onComment: next,
      onFailure(thrown) {
        failed ??= { action: shownAction(watch, done), thrown };
        next();
      },
    });
  } catch (thrown) {
    return { action: null, thrown };
  }
  return failed;
}

/** `action 2 (modify docs/index.md)` */
function shownAction({ actions, shadow }: Watch, index: number): string {
  const action = actions[index];
  const number = `action ${index + 1}`;
  if (!isRecord(action)) return number;
  const target = action['path'] ?? action['destination'];
  const shown = typeof target === 'string' ? [withoutShadow(target, shadow)] : [];
  return `${number} (${[String(action['type']), ...shown].join(' ')})`;
}

/** What plop says names files of the shadow; people know those of the repository. */
const withoutShadow = (text: string, shadow: string): string =>
  text.replaceAll(`${shadow}${path.sep}`, '').replaceAll(shadow, '.');

function told(
  { action, thrown }: Failed,
  name: string,
  plopfile: string,
  watch: Watch,
): PlopFailure {
  const said = isRecord(thrown) ? (thrown['error'] ?? thrown['message']) : messageOf(thrown);
  const why = withoutShadow(String(said), watch.shadow).replace(/\n *-> */, ': ');
  return {
    code: 'plop-action-failed',
    message: `${name} of ${plopfile} failed${action === null ? '' : ` at ${action}`}: ${why}. Nothing was written.`,
    hint: `Mend the generator in ${plopfile}, or add the module without it: --no-plop.`,
    cause: watch.thrown ?? thrown,
  };
}

const unusable = (plopfile: string, thrown: unknown): PlopFailure => ({
  code: 'plopfile-unusable',
  message: `${plopfile} cannot be used: ${messageOf(thrown)}. Nothing was written.`,
  hint: 'Mend it, or add the module without it: --no-plop.',
  cause: thrown,
});
