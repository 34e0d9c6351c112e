import type { ComputedFile } from '../stack.ts';
import { neighbours } from './manifests.ts';
import type { ContextModel, RepositoryModel } from './view/model.ts';

/** Layers of a context, inner ones first, and the layers and packages each may see. */
const layers = {
  contracts: { sees: [], packages: ['kernel'], pure: true },
  domain: { sees: [], packages: ['kernel'], pure: true },
  application: { sees: ['contracts', 'domain'], packages: ['kernel'], pure: true },
  infrastructure: {
    sees: ['contracts', 'domain', 'application'],
    packages: ['kernel', 'platform'],
    pure: false,
  },
  interface: { sees: ['contracts', 'application'], packages: ['kernel', 'platform'], pure: false },
} as const;

interface Project {
  /** folder that holds the tsconfig.json */
  readonly folder: string;
  readonly include: readonly string[];
  /** folders of the projects it may import from */
  readonly references: readonly string[];
  /** without the types of Bun: no process, no timers, no network */
  readonly pure: boolean;
  /** folder below which declarations are written, and the project's name there */
  readonly declarations: readonly [string, string];
}

/** One composite project per layer: an import outwards is an error of the compiler. */
export function tsconfigsOf(repository: RepositoryModel): ComputedFile[] {
  const projects = [
    kernel(),
    kernelTests(),
    platform(),
    platformTests(),
    contractTesting(),
    ...repository.contexts.flatMap(contextProjects),
    ...repository.deployables.map((deployable): Project => ({
      folder: `apps/${deployable.name}`,
      include: ['src', 'test'],
      references: [
        'packages/kernel',
        'packages/platform',
        'packages/contract-testing',
        ...deployable.hosted.map((context) => `contexts/${context.name}`),
      ],
      pure: false,
      declarations: [`apps/${deployable.name}`, 'app'],
    })),
    {
      folder: 'test',
      include: ['.'],
      references: [],
      pure: false,
      declarations: ['test', 'test'],
    } satisfies Project,
  ];
  return [
    ...projects.map(projectFile),
    json('tsconfig.json', {
      files: [],
      references: projects.map(({ folder }) => ({ path: `./${folder}` })),
    }),
  ];
}

function kernel(): Project {
  return {
    folder: 'packages/kernel',
    include: ['src'],
    references: [],
    pure: true,
    declarations: ['packages/kernel', 'kernel'],
  };
}

function kernelTests(): Project {
  return {
    folder: 'packages/kernel/test',
    include: ['.'],
    references: ['packages/kernel'],
    pure: false,
    declarations: ['packages/kernel', 'test'],
  };
}

function platform(): Project {
  return {
    folder: 'packages/platform',
    include: ['src'],
    references: ['packages/kernel'],
    pure: false,
    declarations: ['packages/platform', 'platform'],
  };
}

function platformTests(): Project {
  return {
    folder: 'packages/platform/test',
    include: ['.'],
    references: ['packages/kernel', 'packages/platform'],
    pure: false,
    declarations: ['packages/platform', 'test'],
  };
}

function contractTesting(): Project {
  return {
    folder: 'packages/contract-testing',
    include: ['src'],
    references: ['packages/kernel'],
    pure: false,
    declarations: ['packages/contract-testing', 'contract-testing'],
  };
}

function contextProjects(context: ContextModel): Project[] {
  const root = `contexts/${context.name}`;
  const foreign = neighbours(context).map(({ name }) => `contexts/${name}/src/contracts`);
  const layerProjects = Object.entries(layers).map(
    ([layer, { sees, packages, pure }]): Project => ({
      folder: `${root}/src/${layer}`,
      include: ['.'],
      references: [
        ...packages.map((name) => `packages/${name}`),
        ...(layer === 'contracts' || layer === 'domain' ? [] : foreign),
        ...sees.map((inner) => `${root}/src/${inner}`),
      ],
      pure,
      declarations: [root, layer],
    }),
  );
  const all = [
    'packages/kernel',
    'packages/platform',
    ...foreign,
    ...layerProjects.map(({ folder }) => folder),
  ];
  return [
    ...layerProjects,
    {
      folder: root,
      include: ['src/module.ts'],
      references: all,
      pure: false,
      declarations: [root, 'module'],
    },
    {
      folder: `${root}/test`,
      include: ['.'],
      references: [...all, 'packages/contract-testing', root],
      pure: false,
      declarations: [root, 'test'],
    },
  ];
}

function projectFile({
  folder,
  include,
  references,
  pure,
  declarations: [home, name],
}: Project): ComputedFile {
  return json(`${folder}/tsconfig.json`, {
    extends: `${upFrom(folder)}tsconfig.base.json`,
    compilerOptions: {
      rootDir: '.',
      outDir: `${relativePath(folder, home)}/.types/${name}`,
      ...(pure ? {} : { types: ['bun'] }),
    },
    include,
    ...(references.length === 0
      ? {}
      : { references: references.map((path) => ({ path: relativePath(folder, path) })) }),
  });
}

function upFrom(folder: string): string {
  return '../'.repeat(folder.split('/').length);
}

/** Path from one folder of the repository to another. */
function relativePath(from: string, to: string): string {
  const [source, target] = [from.split('/'), to.split('/')];
  let shared = 0;
  while (shared < source.length && source[shared] === target[shared]) shared += 1;
  const path = [...source.slice(shared).map(() => '..'), ...target.slice(shared)].join('/');
  return path === '' ? '.' : path.startsWith('.') ? path : `./${path}`;
}

function json(path: string, content: object): ComputedFile {
  return { path, content: `${JSON.stringify(content, null, 2)}\n` };
}
