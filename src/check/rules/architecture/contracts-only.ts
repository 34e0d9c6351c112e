import { moduleOf } from '../../reading/modules.ts';
import { placeOf } from '../../reading/places.ts';
import { inspectEach, type Check } from '../../rule.ts';

export const contractsOnly: Check = {
  name: 'contracts-only',
  title: 'Of another context only its contracts are imported',
  reason:
    'Whatever else is imported becomes a promise that its team never gave: it cannot change its own model any more, nor move away.',
  mend: "React to the other context's events (@contexts/<name>/contracts), and keep a copy of what is needed of it.",
  subject: 'files of contexts',
  inspect: (repository) =>
    inspectEach(repository.paths('contexts/*/{src,test}/**/*.ts'), function* (path) {
      // Tests are many, and few of them reach that far.
      if (!/contexts|\.\.\/\.\.\/\.\./.test(repository.text(path) ?? '')) return;
      const file = repository.typescriptFile(path);
      if (file === null) return;
      const { imports, at } = file;
      const here = placeOf(path);
      if (here.room !== 'context') return;
      for (const { specifier, node } of imports) {
        const module = moduleOf(path, specifier);
        if (module.kind === 'file') {
          const there = placeOf(module.path);
          if (there.room === 'context' && there.context !== here.context)
            yield at(node, `${specifier} reaches into the context ${there.context}.`);
        } else if (module.kind === 'workspace') {
          const { folder, entry } = module;
          const isForeign = folder.startsWith('contexts/') && folder !== `contexts/${here.context}`;
          if (isForeign && entry !== './contracts')
            yield at(node, `${specifier} is more of another context than its contracts.`);
        }
      }
    }),
};
