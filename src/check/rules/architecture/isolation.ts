import { aggregatesOf } from '../../reading/aggregates.ts';
import { contextsOf, type ContextFolder } from '../../reading/contexts.ts';
import { moduleOf } from '../../reading/modules.ts';
import { ts, type TypeScriptFile } from '../../reading/typescript.ts';
import { atFile, inspectEach, type Check, type Rule } from '../../rule.ts';

const contextTests: Check = {
  name: 'context-tests',
  title: 'Every context has tests of its own',
  reason:
    'Tests that start everything tell that something broke, not where; a context with tests of its own is changed by its team alone.',
  mend: 'Put tests beside the context, in contexts/<name>/test.',
  subject: 'contexts',
  inspect: (repository) =>
    inspectEach(contextsOf(repository).filter(isFilled), ({ folder }) =>
      some(repository.typescript(`${folder}/test/**/*.test.ts`), hasTests)
        ? []
        : [atFile(`${folder}/test`, 'The context has no tests.')],
    ),
};

/** Whether it does anything yet; a context may be named before it is known what it holds. */
function isFilled({ blueprint }: ContextFolder): boolean {
  if (blueprint === null) return true;
  const { aggregates, consumes, sagas, externals } = blueprint;
  return [aggregates, consumes, sagas, externals].some(({ length }) => length > 0);
}

/** Looks no further than needed: what is not looked at is not parsed. */
function some<Item>(items: Iterable<Item>, holds: (item: Item) => boolean): boolean {
  for (const item of items) if (holds(item)) return true;
  return false;
}

function hasTests(file: TypeScriptFile): boolean {
  return file.nodes(ts.SyntaxKind.CallExpression).some(({ expression }) => {
    const [name = ''] = expression.getText(file.tree).split(/[.(]/);
    return name === 'test' || name === 'it';
  });
}

const aggregateTests: Check = {
  name: 'aggregate-tests',
  title: 'Every aggregate has a test of its rules',
  reason: 'The rules of the business are what the system is for; nothing is tested more cheaply.',
  mend: 'Import the aggregate in a test of its context, and say what it allows and what it refuses.',
  subject: 'aggregates',
  inspect: (repository) =>
    inspectEach(aggregatesOf(repository), ({ context, className, found }) => {
      if (found === null) return [];
      const naming = new RegExp(`\\b${className}\\b`);
      const tests = repository.typescript(`${context.folder}/test/**/*.test.ts`, naming);
      const isTested = some(tests, ({ imports }) =>
        imports.some(({ names, typeOnly }) => !typeOnly && names.includes(className)),
      );
      return isTested
        ? []
        : [found.file.at(found.declaration, `No test of the context imports ${className}.`)];
    }),
};

const aloneInTests: Check = {
  name: 'alone-in-tests',
  title: 'Tests of a context start neither an app nor another context',
  reason:
    'A test that needs the others fails with them, and keeps the context from being taken out.',
  mend: "Send the context the other's events, as its contracts have them; what spans contexts is tested in apps/<name>/test.",
  subject: 'test files of contexts',
  inspect: (repository) =>
    inspectEach(repository.paths('contexts/*/test/**/*.ts'), function* (path) {
      if (!/apps/.test(repository.text(path) ?? '')) return;
      const file = repository.typescriptFile(path);
      if (file === null) return;
      const { imports, at } = file;
      for (const { specifier, node } of imports) {
        const module = moduleOf(path, specifier);
        if (module.kind !== 'file' && module.kind !== 'workspace') continue;
        const target = module.kind === 'file' ? module.path : module.folder;
        if (target.startsWith('apps/')) yield at(node, `${specifier} is of an app.`);
      }
    }),
};

export const isolation: Rule = {
  id: 'ARC-5',
  title: 'Every context is tested in isolation',
  checks: [contextTests, aggregateTests, aloneInTests],
};
