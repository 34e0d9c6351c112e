import { aggregatesOf } from '../../reading/aggregates.ts';
import { moduleOf } from '../../reading/modules.ts';
import type { Repository } from '../../reading/repository.ts';
import { ts, type TypeScriptFile } from '../../reading/typescript.ts';
import { atFile, inspectEach, type Check, type Finding, type Rule } from '../../rule.ts';

const compositionRoots: Check = {
  name: 'composition-roots',
  title: 'Each deployable puts together the contexts that it hosts, in one place',
  reason:
    'Where a context is created twice, or somewhere else, the two copies get different dependencies, and nobody can say what runs.',
  mend: 'Create the modules of the contexts in one file of the app (src/contexts.ts), exactly those that the blueprint gives to it.',
  subject: 'deployables',
  inspect: (repository) =>
    inspectEach(repository.blueprint.deployables, ({ name, contexts }) =>
      compositionOf(repository, `apps/${name}`, new Set(contexts)),
    ),
};

function* compositionOf(
  repository: Repository,
  folder: string,
  hosted: ReadonlySet<string>,
): Generator<Finding> {
  const created = new Map<string, string>();
  for (const file of repository.typescript(`${folder}/src/**/*.ts`)) {
    for (const { context, node } of modulesOf(file)) {
      const first = created.get(context) ?? file.path;
      created.set(context, first);
      if (!hosted.has(context))
        yield file.at(node, `${folder} does not host ${context}, and creates it.`);
      else if (first !== file.path)
        yield file.at(node, `${context} is created here, and in ${first}.`);
    }
  }
  for (const context of hosted) {
    if (!created.has(context))
      yield atFile(`${folder}/src`, `${context} is hosted here, and nothing creates it.`);
  }
}

/** Imports of what creates a context. */
function* modulesOf({ path, imports }: TypeScriptFile) {
  for (const { specifier, names, typeOnly, node } of imports) {
    const module = moduleOf(path, specifier);
    if (typeOnly || module.kind !== 'workspace' || module.entry !== '.') continue;
    const [top, context = ''] = module.folder.split('/');
    const creates = names.some((name) => name === '*' || /^create\w*Module$/.test(name));
    if (top === 'contexts' && creates) yield { context, node };
  }
}

/** What there is one of in a process, made by its composition root. */
const processWide = new Set([
  'createCache',
  'createDatabase',
  'createHttpTools',
  'createIdentity',
  'createLogger',
  'createMessaging',
  'createServer',
  'createTelemetry',
  'loadConfig',
  'loadMigrationConfig',
  'migrate',
  'runProcess',
]);

const processParts: Check = {
  name: 'process-parts',
  title: 'What a process has one of is created by its composition root',
  reason:
    'A second database, cache or logger has limits of its own, is in no transaction of the first, is not measured, and is not closed when the process stops.',
  mend: 'Take the database, the cache and the rest from ModuleDependencies; the composition root of the app creates them.',
  subject: 'files of contexts',
  inspect: (repository) =>
    inspectEach(repository.typescript('contexts/*/src/**/*.ts'), function* ({ path, imports, at }) {
      for (const { specifier, names, typeOnly, node } of imports) {
        if (typeOnly) continue;
        const module = moduleOf(path, specifier);
        if (module.kind === 'workspace' && module.folder === 'packages/platform') {
          const made = names.find((name) => processWide.has(name));
          if (made !== undefined) yield at(node, `${made} belongs to the composition root.`);
        }
      }
    }),
};

const repositoryPorts: Check = {
  name: 'repository-ports',
  title: 'The repository of an aggregate is a port of the domain, implemented in infrastructure',
  reason:
    'The side that needs the data says how it asks for it; then the store follows the domain, and a test brings its own.',
  mend: 'Declare interface <Aggregate>Repository beside the aggregate, and import it where infrastructure implements it.',
  subject: 'aggregates',
  inspect: (repository) =>
    inspectEach(aggregatesOf(repository), function* ({ context, className, found }) {
      if (found === null) return;
      const port = `${className}Repository`;
      const declared = [...repository.typescript(`${context.folder}/src/domain/**/*.ts`)].find(
        (file) => declares(file, port),
      );
      if (declared === undefined) {
        yield found.file.at(found.declaration, `The domain has no port ${port}.`);
        return;
      }
      const infrastructure = [
        ...repository.typescript(`${context.folder}/src/infrastructure/**/*.ts`),
      ];
      if (!infrastructure.some(({ imports }) => imports.some(({ names }) => names.includes(port))))
        yield atFile(declared.path, `Nothing in infrastructure implements ${port}.`);
    }),
};

function declares(file: TypeScriptFile, name: string): boolean {
  return [
    ...file.nodes(ts.SyntaxKind.InterfaceDeclaration),
    ...file.nodes(ts.SyntaxKind.TypeAliasDeclaration),
  ].some((declaration) => declaration.name.text === name);
}

export const composition: Rule = {
  id: 'ARC-3',
  title:
    'Ports inside (repository ports in the domain, the others in the application layer), adapters in infrastructure, wired in one composition root per deployable',
  checks: [compositionRoots, processParts, repositoryPorts],
};
