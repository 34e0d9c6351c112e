import { posix } from 'node:path';

import { contextsOf, type ContextFolder } from '../../reading/contexts.ts';
import { isData, textsOf, valueAt } from '../../reading/data.ts';
import { layerNames, type LayerName } from '../../reading/places.ts';
import type { Repository } from '../../reading/repository.ts';
import { atFile, inspectEach, type Check, type Finding } from '../../rule.ts';

/** The layers of its own context that a layer's project refers to at most. */
const refersTo: Readonly<Record<LayerName, readonly LayerName[]>> = {
  contracts: [],
  domain: [],
  application: ['contracts', 'domain'],
  infrastructure: ['contracts', 'domain', 'application'],
  interface: ['contracts', 'application'],
};
const pure: readonly LayerName[] = ['contracts', 'domain', 'application'];

export const layerProjects: Check = {
  name: 'layer-projects',
  title: 'Every layer is a project of the compiler that refers inwards only',
  reason:
    'With a project per layer an import outwards is an error of the compiler, for everybody and at once, not a finding of a review.',
  mend: "Give the layer's folder a tsconfig.json with references to the layers inside of it, and list it in the tsconfig.json of the root. Inner layers have no types of a runtime.",
  subject: 'layers',
  inspect: (repository) =>
    inspectEach(layersOf(repository), ({ context, layer }) =>
      projectFindings(repository, context, layer),
    ),
};

interface LayerOf {
  readonly context: ContextFolder;
  readonly layer: LayerName;
}

function layersOf(repository: Repository): readonly LayerOf[] {
  return contextsOf(repository).flatMap((context) =>
    layerNames
      .filter((layer) => repository.paths(`${context.folder}/src/${layer}/**/*.ts`).length > 0)
      .map((layer) => ({ context, layer })),
  );
}

function* projectFindings(
  repository: Repository,
  { folder }: ContextFolder,
  layer: LayerName,
): Generator<Finding> {
  const path = `${folder}/src/${layer}/tsconfig.json`;
  const project = repository.json(path);
  if (project === null) {
    yield atFile(path, `The ${layer} layer is no project of the compiler.`);
    return;
  }
  const listed = referencesOf(repository.json('tsconfig.json')?.data, 'tsconfig.json');
  if (!listed.includes(posix.dirname(path)))
    yield atFile(path, 'The tsconfig.json of the root does not list this project.');
  for (const [index, target] of referencesOf(project.data, path).entries()) {
    const [top = '', context = '', , foreignLayer = ''] = target.split('/');
    const own = `${top}/${context}` === folder;
    const inwards = own
      ? refersTo[layer].some((inner) => inner === foreignLayer)
      : foreignLayer === 'contracts';
    if (top === 'apps' || (top === 'contexts' && !inwards))
      yield project.at(['references', index], `The ${layer} layer refers to ${target}.`);
    if (target === 'packages/platform' && pure.includes(layer))
      yield project.at(['references', index], `The ${layer} layer refers to ${target}.`);
  }
  const types = textsOf(valueAt(project.data, 'compilerOptions', 'types'));
  if (types.length > 0 && pure.includes(layer))
    yield project.at(
      ['compilerOptions', 'types'],
      `The ${layer} layer has the types of ${types.join(', ')}.`,
    );
  if (valueAt(project.data, 'compilerOptions', 'composite') === false)
    yield project.at(['compilerOptions', 'composite'], 'The project is not composite.');
}

/** Folders that a project refers to. */
function referencesOf(data: unknown, path: string): readonly string[] {
  const references = valueAt(data, 'references');
  if (!Array.isArray(references)) return [];
  return references.map((reference) => {
    const target = valueAt(reference, 'path');
    return typeof target === 'string' ? posix.join(posix.dirname(path), target) : '';
  });
}

export const closedExports: Check = {
  name: 'closed-exports',
  title: 'A package shows what it exports, and a context its module and its contracts',
  reason: 'Without exports every file is public: whoever imports one decides how it may change.',
  mend: 'List the entries under exports in package.json, without patterns; a context has "." and "./contracts". Keep linker = "isolated" in bunfig.toml, so that nothing is found that is not declared.',
  subject: 'packages',
  inspect: (repository) =>
    inspectEach(repository.paths('{contexts,packages}/*/package.json'), function* (path) {
      const manifest = repository.json(path);
      const exported = valueAt(manifest?.data, 'exports');
      if (manifest === null || !isData(exported)) {
        yield atFile(path, 'The package does not say what it exports.');
        return;
      }
      for (const entry of Object.keys(exported)) {
        if (entry.includes('*'))
          yield manifest.at(['exports', entry], `${entry} exports whatever is there.`);
        else if (path.startsWith('contexts/') && entry !== '.' && entry !== './contracts')
          yield manifest.at(['exports', entry], `The context exports ${entry}.`);
      }
      if (path === repository.paths('{contexts,packages}/*/package.json')[0])
        yield* linker(repository);
    }),
};

function* linker(repository: Repository): Generator<Finding> {
  const lines = (repository.text('bunfig.toml') ?? '').split('\n');
  if (!lines.some((line) => /^linker\s*=\s*["']isolated["']/.test(line.trim())))
    yield atFile('bunfig.toml', 'Packages find what they do not declare.');
}

export const lintBoundaries: Check = {
  name: 'lint-boundaries',
  title: 'The linter keeps packages out of the inner layers',
  reason: 'The compiler takes any installed package; only the linter knows that a domain has none.',
  mend: 'Keep the rule no-restricted-imports at "error" for contracts, domain and application in .oxlintrc.json.',
  subject: 'settings of the linter',
  inspect(repository) {
    const path = '.oxlintrc.json';
    const overrides = valueAt(repository.json(path)?.data, 'overrides');
    const restricted = (Array.isArray(overrides) ? overrides : []).filter(isRestricting);
    const missing = pure.filter((layer) => !restricted.some((files) => covers(files, layer)));
    return inspectEach([path], () =>
      missing.map((layer) => atFile(path, `No rule restricts what the ${layer} layer imports.`)),
    );
  },
};

function isRestricting(override: unknown): boolean {
  const rule = valueAt(override, 'rules', 'no-restricted-imports');
  const severity: unknown = Array.isArray(rule) ? rule[0] : rule;
  return severity === 'error' || severity === 'deny' || severity === 2;
}

const covers = (override: unknown, layer: LayerName): boolean =>
  textsOf(valueAt(override, 'files')).some(
    (glob) => glob.startsWith('contexts/') && glob.includes(layer),
  );
