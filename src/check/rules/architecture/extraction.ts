import { moduleOf } from '../../reading/modules.ts';
import { inspectEach, type Check, type Rule } from '../../rule.ts';

const knowsNoApp: Check = {
  name: 'knows-no-app',
  title: 'Contexts know no app, and shared packages know no context',
  reason:
    'A context that does not know which process hosts it moves into another without a change; a shared package that knows one drags it along everywhere.',
  mend: 'Let the composition root of the app hand in what is needed, as a value or behind a port.',
  subject: 'files of contexts and packages',
  inspect: (repository) =>
    inspectEach(
      repository.typescript('{contexts,packages}/*/src/**/*.ts'),
      function* ({ path, imports, at }) {
        const forbidden = path.startsWith('packages/') ? ['apps', 'contexts'] : ['apps'];
        for (const { specifier, node } of imports) {
          const module = moduleOf(path, specifier);
          if (module.kind !== 'file' && module.kind !== 'workspace') continue;
          const target = module.kind === 'file' ? module.path : module.folder;
          if (forbidden.includes(target.split('/')[0] ?? ''))
            yield at(node, `${specifier} is imported here.`);
        }
      },
    ),
};

export const extraction: Rule = {
  id: 'ARC-11',
  title:
    'A context can be extracted into a service without touching its domain or application code',
  checks: [knowsNoApp],
};
