import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { NodePlopAPI, PlopCfg } from 'node-plop';

import { inShadow, remembering, watchedActions, type Watch } from './watch.ts';

/** What plop hands to the file that it loads, beside its settings. */
type Open = (plop: NodePlopAPI) => Promise<void>;

/**
 * Loads a plopfile into plop, for work in a shadow of its repository. plop loads a file of two lines
 * of ours, which hands over what plopfiles get; so a plopfile, and the packs that it loads, get it
 * with actions that are watched.
 */
export async function openPlop(
  plopfile: string,
  watch: Watch,
  beside: string,
): Promise<NodePlopAPI> {
  const [{ default: nodePlop }, { default: resolve }] = await Promise.all([
    import('node-plop'),
    import('resolve'),
  ]);
  const bridge = path.join(beside, 'plopfile.mjs');
  fs.writeFileSync(bridge, 'export default (plop, { open }) => open(plop);\n');

  const opening =
    (file: string): Open =>
    async (plop) => {
      plop.setPlopfilePath(file);
      const settings = { destBasePath: plop.getDestBasePath(), force: false };
      await (
        await definitionIn(file)
      )(watched(plop), settings);
    };
  const watched = (plop: NodePlopAPI): NodePlopAPI => ({
    ...plop,
    setGenerator: (name, config) =>
      plop.setGenerator(
        name,
        Object.assign(config, { actions: watchedActions(config.actions, watch, plop) }),
      ),
    setActionType: (name, own) => plop.setActionType(name, remembering(own, watch) as typeof own),
    async load(targets, given, include) {
      const settings = given ?? {};
      const { destBasePath } = settings;
      const destination =
        destBasePath === undefined
          ? {}
          : { destBasePath: inShadow(path.resolve(watch.root, destBasePath), watch) };
      for (const target of [targets].flat()) {
        const file =
          target === ownPack
            ? ownPackFile()
            : resolve.sync(target, { basedir: plop.getPlopfilePath() });
        const handedOver: Partial<PlopCfg> & { open: Open } = {
          ...settings,
          ...destination,
          open: opening(file),
        };
        await plop.load(bridge, handedOver, include);
      }
    },
  });
  const settings: PlopCfg & { open: Open } = {
    destBasePath: watch.shadow,
    force: false,
    open: opening(plopfile),
  };
  return nodePlop(bridge, settings);
}

type Definition = (plop: NodePlopAPI, settings: PlopCfg) => unknown;

async function definitionIn(file: string): Promise<Definition> {
  const loaded: unknown = await import(/* @vite-ignore */ pathToFileURL(file).href);
  const { default: definition } = loaded as { readonly default?: unknown };
  if (typeof definition !== 'function')
    throw new Error(`${path.basename(file)} does not export a function by default`);
  return definition as Definition;
}

const ownPack = 'create-backend';

/** The pack of this very program, so that a repository need not have it installed. */
const ownPackFile = (): string => createRequire(import.meta.url).resolve('#plop-pack');
