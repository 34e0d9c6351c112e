import { moduleOf, type Module } from '../../reading/modules.ts';
import type { TypeScriptFile } from '../../reading/typescript.ts';
import { inspectEach, type Check, type Finding } from '../../rule.ts';

export const domainImports: Check = {
  name: 'domain-imports',
  title: 'The domain imports itself and the kernel, and nothing else',
  reason:
    'What the business decides must not change because a framework does. Without one, a domain is tested in milliseconds and outlives them all.',
  mend: 'Let the application layer hand in the value, or declare a port there. What every domain needs belongs to the kernel.',
  subject: 'files of domains',
  inspect: (repository) =>
    inspectEach(repository.typescript('contexts/*/src/domain/**/*.ts'), (file) =>
      foreignImports(
        file,
        'domain',
        ({ folder, entry }) => `${folder} ${entry}` === 'packages/kernel .',
      ),
    ),
};

export const innerImports: Check = {
  name: 'inner-imports',
  title: 'Use cases and contracts import no framework and no adapter',
  reason:
    'A use case says what happens, in terms of ports; the library that makes it happen is exchanged without touching it.',
  mend: 'Declare what is needed as a port in the application layer, and implement it with the library in infrastructure.',
  subject: 'files of application layers and contracts',
  inspect: (repository) =>
    inspectEach(repository.typescript('contexts/*/src/{application,contracts}/**/*.ts'), (file) =>
      foreignImports(file, file.path.split('/')[3] ?? '', isKnownInside),
    ),
};

type Workspace = Extract<Module, { kind: 'workspace' }>;

/** The kernel, save what tests borrow of it; which part of another context may be seen is told by ARC-9. */
function isKnownInside({ folder, entry }: Workspace): boolean {
  if (folder === 'packages/kernel') return entry === '.' || entry === './application';
  return folder.startsWith('contexts/');
}

function* foreignImports(
  { path, imports, at }: TypeScriptFile,
  layer: string,
  isKnown: (module: Workspace) => boolean,
): Generator<Finding> {
  for (const { specifier, node } of imports) {
    const module = moduleOf(path, specifier);
    switch (module.kind) {
      case 'runtime':
        yield at(node, `The ${layer} layer imports ${specifier}, a module of the runtime.`);
        break;
      case 'package':
        yield at(node, `The ${layer} layer imports the package ${module.name}.`);
        break;
      case 'workspace':
        if (!isKnown(module)) yield at(node, `The ${layer} layer imports ${specifier}.`);
        break;
      case 'file':
        if (!module.path.startsWith('contexts/'))
          yield at(node, `The ${layer} layer imports ${specifier}, a file outside its context.`);
    }
  }
}
