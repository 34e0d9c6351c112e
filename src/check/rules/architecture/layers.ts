import { exportedFile, moduleOf } from '../../reading/modules.ts';
import { layerNames, placeOf, type LayerName } from '../../reading/places.ts';
import type { Repository } from '../../reading/repository.ts';
import { inspectEach, type Check, type Rule } from '../../rule.ts';
import { domainImports, innerImports } from './foreign-imports.ts';
import { runtimeGlobals } from './runtime-globals.ts';

/** The layers that a layer may import. */
const sees: Readonly<Record<LayerName, readonly LayerName[]>> = {
  contracts: ['contracts'],
  domain: ['domain'],
  application: ['contracts', 'domain', 'application'],
  infrastructure: ['contracts', 'domain', 'application', 'infrastructure'],
  interface: ['contracts', 'application', 'interface'],
};

const direction: Check = {
  name: 'import-direction',
  title: 'Layers import inwards only',
  reason:
    'A use case that knows its database or its routes cannot be tested without them, nor moved to others.',
  mend: 'Declare what the inner layer needs as an interface there, and implement it in the outer layer; move what both need inwards.',
  subject: 'files of layers',
  inspect: (repository) =>
    inspectEach(
      repository.typescript(`contexts/*/src/{${layerNames.join(',')}}/**/*.ts`),
      function* ({ path, imports, at }) {
        const here = placeOf(path);
        if (here.room !== 'context' || here.layer === 'module' || here.layer === 'test') return;
        for (const { specifier, node } of imports) {
          const there = placeOf(targetOf(repository, path, specifier) ?? '');
          if (there.room !== 'context' || there.context !== here.context) continue;
          const seen: readonly string[] = sees[here.layer];
          if (!seen.includes(there.layer))
            yield at(
              node,
              `The ${here.layer} layer imports ${specifier}, of ${described(there.layer)}.`,
            );
        }
      },
    ),
};

/** The file that an import leads to, by path or by the name of its package; null: it is of elsewhere. */
function targetOf(repository: Repository, path: string, specifier: string): string | null {
  const module = moduleOf(path, specifier);
  if (module.kind === 'file') return module.path;
  return module.kind === 'workspace' ? exportedFile(repository, module) : null;
}

const described = (layer: string): string =>
  layer === 'module' ? 'the composition of its context' : `the ${layer} layer`;

export const layers: Rule = {
  id: 'ARC-2',
  title:
    'Four layers, domain, application, infrastructure and interface; the domain has zero framework dependencies',
  checks: [direction, domainImports, innerImports, runtimeGlobals],
};
