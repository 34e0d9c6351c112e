import { afterAll, beforeAll, describe, expect, test } from 'bun:test';

import { WorkspaceCopy, type Finding } from './workspace-copy.ts';

/** Layers of a context that a layer must not see. */
const outward = {
  contracts: ['domain', 'application', 'infrastructure', 'interface'],
  domain: ['contracts', 'application', 'infrastructure', 'interface'],
  application: ['infrastructure', 'interface'],
  infrastructure: ['interface'],
  interface: ['infrastructure'],
} as const;

const innerLayers = ['contracts', 'domain', 'application'] as const;

/** What the inner layers must not import by name. */
const foreign = [
  'elysia',
  'kysely',
  'node:fs',
  'bun',
  'bun:test',
  '@packages/platform/http',
  '@packages/kernel/testing',
];

/** Offences against a rule, each in a file of its own, and what was found about all files. */
class Offences {
  readonly files: string[] = [];
  findings: readonly Finding[] = [];

  plant(file: string, source: string): void {
    workspace.plant(file, source);
    this.files.push(file);
  }

  unnoticed(): readonly string[] {
    return this.files.filter((file) => !this.findings.some((finding) => finding.file === file));
  }

  beside(): readonly Finding[] {
    return this.findings.filter(({ file }) => !this.files.includes(file));
  }
}

const workspace = new WorkspaceCopy();
const contexts = workspace.contexts();

afterAll(() => workspace.remove());

describe('the compiler refuses', () => {
  const offences = new Offences();

  /** Each offence gets a target of its own: a file is complained about once. */
  function plantImport(file: string, target: string, specifier: string): void {
    workspace.plant(target, 'export type Planted = string;\n');
    offences.plant(file, `export type { Planted } from '${specifier}';\n`);
  }

  beforeAll(() => {
    for (const context of contexts) {
      const root = `contexts/${context}/src`;
      for (const [layer, targets] of Object.entries(outward)) {
        for (const target of targets) {
          const name = `planted-for-${layer}.ts`;
          plantImport(
            `${root}/${layer}/planted-${target}.ts`,
            `${root}/${target}/${name}`,
            `../${target}/${name}`,
          );
        }
      }
      for (const layer of innerLayers) {
        offences.plant(`${root}/${layer}/planted-process.ts`, 'export const pid = process.pid;\n');
        offences.plant(`${root}/${layer}/planted-timer.ts`, 'setTimeout(() => {}, 1);\n');
        offences.plant(`${root}/${layer}/planted-network.ts`, "await fetch('http://localhost');\n");
      }
      offences.plant(`${root}/infrastructure/planted-undeclared.ts`, "import 'pino';\n");
      for (const other of contexts.filter((name) => name !== context)) {
        const name = `planted-for-${context}.ts`;
        plantImport(
          `${root}/infrastructure/planted-relative-${other}.ts`,
          `contexts/${other}/src/domain/${name}`,
          `../../../${other}/src/domain/${name}`,
        );
        offences.plant(
          `${root}/application/planted-deep-${other}.ts`,
          `import '@contexts/${other}/src/module.ts';\n`,
        );
      }
      offences.plant(
        `packages/platform/src/planted-${context}.ts`,
        `import '@contexts/${context}';\n`,
      );
    }
    offences.plant('packages/kernel/src/planted.ts', "import '@packages/platform/http';\n");
    offences.findings = workspace.compile([
      'packages/kernel',
      'packages/platform',
      ...contexts.map((context) => `contexts/${context}`),
    ]);
  }, 120_000);

  test('imports outwards, past a boundary and undeclared, and the globals of the runtime', () => {
    expect(offences.files.length).toBeGreaterThan(20 * contexts.length);
    expect(offences.unnoticed()).toEqual([]);
  });

  test('nothing else', () => {
    expect(offences.beside()).toEqual([]);
  });
});

describe('the linter refuses', () => {
  const offences = new Offences();

  beforeAll(() => {
    for (const context of contexts) {
      const root = `contexts/${context}/src`;
      for (const layer of innerLayers) {
        for (const [index, name] of foreign.entries()) {
          offences.plant(`${root}/${layer}/planted-package-${index}.ts`, `import '${name}';\n`);
        }
        offences.plant(`${root}/${layer}/planted-context.ts`, "import '@contexts/other';\n");
      }
      offences.plant(
        `${root}/infrastructure/planted-folder.ts`,
        "import '../../../other/src/module.ts';\n",
      );
    }
    offences.plant('packages/kernel/src/planted-package.ts', "import 'elysia';\n");
    offences.findings = workspace
      .lint(offences.files)
      .filter(({ message }) => message.includes('no-restricted-imports'));
  }, 120_000);

  test('packages, modules of the runtime and other contexts in the inner layers', () => {
    expect(offences.unnoticed()).toEqual([]);
  });
});

describe('Bun refuses', () => {
  const [context = ''] = contexts;

  test.each([
    ['the inside of a context', `@contexts/${context}/src/module.ts`],
    ['an undeclared package', 'pino'],
  ])('%s', (_, name) => {
    const file = `contexts/${context}/planted.ts`;
    workspace.plant(file, `import '${name}';\n`);
    expect(workspace.run(file)).toMatch(/Cannot find (module|package)/);
  });
});
