import { moduleOf } from '../../reading/modules.ts';
import { layerNames, placeOf, type LayerName } from '../../reading/places.ts';
import { inspectEach, type Check, type Rule } from '../../rule.ts';

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
          const module = moduleOf(path, specifier);
          if (module.kind !== 'file') continue;
          const there = placeOf(module.path);
          if (there.room !== 'context' || there.context !== here.context) continue;
          const seen: readonly string[] = sees[here.layer];
          if (!seen.includes(there.layer))
            yield at(
              node,
              `The ${here.layer} layer imports ${specifier}, of the ${there.layer} layer.`,
            );
        }
      },
    ),
};

export const layers: Rule = {
  id: 'ARC-2',
  title:
    'Four layers, domain, application, infrastructure and interface; the domain has zero framework dependencies',
  checks: [direction],
};
