import { describe, expect, test } from 'vitest';

import { format, golden, merge, replaced } from './merging.ts';

const CONTEXTS = 'apps/api/src/contexts.ts';
const base = golden(CONTEXTS);

/** The composition root with one more module, as it is emitted. */
function withModule(text: string, name: string): Promise<string> {
  const type = name[0]?.toUpperCase() + name.slice(1);
  const added = replaced(
    replaced(
      text,
      'import type { Module,',
      `import { create${type}Module, ${name}Migrations } from '@contexts/${name}';\nimport type { Module,`,
    ),
    '  ];\n',
    `    create${type}Module(dependencies),\n  ];\n`,
  ).replace(/Migrations,?\s*\];/, `Migrations, ${name}Migrations];`);
  return format(CONTEXTS, added);
}

const billing = await withModule(base, 'billing');
const shipping = await withModule(base, 'shipping');
const both = await withModule(shipping, 'billing');

describe('a module added to a composition root', () => {
  test('joins another one that was added at the same place', async () => {
    expect(await merge(CONTEXTS, base, shipping, billing)).toEqual({
      kind: 'clean',
      how: 'structure',
      content: both,
    });
  });

  test('joins a list that the user reordered, wrapped and commented', async () => {
    const ours = base
      .replace(
        /return \[[\s\S]*?\];/,
        `return [
    // Money first.
    createPaymentsModule(
      dependencies,
    ), // PSP
    createCatalogModule({ ...dependencies, cache: slow }), createOrderingModule(dependencies)
  ];`,
      )
      .replace(/\/\*\* The contexts/, 'const slow = never();\n\n/** The contexts');
    const result = await merge(CONTEXTS, base, ours, billing);
    expect(result.kind).toBe('clean');
    expect(result.content).toContain(`return [
    // Money first.
    createPaymentsModule(
      dependencies,
    ), // PSP
    createCatalogModule({ ...dependencies, cache: slow }), createOrderingModule(dependencies),
    createBillingModule(dependencies)
  ];`);
    expect(result.content).toContain(
      "import { createBillingModule, billingMigrations } from '@contexts/billing';",
    );
    expect(result.content).toContain('paymentsMigrations,\n  billingMigrations');
  });

  test('leaves what the user wrote byte for byte', async () => {
    const ours = replaced(
      base,
      'export const migrations = [catalogMigrations, orderingMigrations, paymentsMigrations];',
      'export const migrations = [ catalogMigrations , orderingMigrations ,paymentsMigrations ] ;   // all\n\n\n/* end */',
    );
    const result = await merge(CONTEXTS, base, ours, billing);
    expect(result.kind).toBe('clean');
    expect(result.content).toContain(
      'export const migrations = [ catalogMigrations , orderingMigrations ,paymentsMigrations, billingMigrations ] ;   // all\n\n\n/* end */',
    );
  });

  test('joins a function that the user gave another parameter and a body of more than a return', async () => {
    const ours = replaced(
      replaced(
        base,
        '(dependencies: ModuleDependencies)',
        '(dependencies: ModuleDependencies, quiet = false)',
      ),
      '  return [',
      '  if (!quiet) console.warn("starting");\n  return [',
    );
    const result = await merge(CONTEXTS, base, ours, billing);
    expect(result.kind).toBe('clean');
    expect(result.content).toContain('createBillingModule(dependencies),\n  ];');
    expect(result.content).toContain('quiet = false');
  });

  test('joins a list inside of a call that the user put around it', async () => {
    const ours = replaced(base, '  return [', '  return traced("modules", [').replace(
      '\n  ];',
      '\n  ]).filter(Boolean);',
    );
    const result = await merge(CONTEXTS, base, ours, billing);
    expect(result.kind).toBe('clean');
    expect(result.content).toContain('createBillingModule(dependencies),\n  ]).filter(Boolean);');
  });

  test('joins a list that the user gave a name', async () => {
    const ours = replaced(base, '  return [', '  const modules: Module[] = [').replace(
      '\n  ];\n}',
      '\n  ];\n  // Not before the probe.\n  return modules;\n}',
    );
    const result = await merge(CONTEXTS, base, ours, billing);
    expect(result.content).toContain('createBillingModule(dependencies),');
    expect(result.content).not.toContain('return [');
  });

  test('does not land in what the user commented out', async () => {
    const ours = base.replace(
      /(return \[\n)([\s\S]*?)(\n {2}\];)/,
      (_all, open, items, close) => `${open}    /*\n${items}\n    */${close}`,
    );
    const result = await merge(CONTEXTS, base, ours, billing);
    expect(result.kind).toBe('clean');
    expect(result.content.replaceAll(/\/\*[\s\S]*?\*\//g, '')).toContain('createBillingModule(dep');
    expect(result.content).toContain('/*\n    createCatalogModule(dependencies),');
  });

  test('is a conflict where the user renamed what it uses', async () => {
    const ours = base
      .replaceAll('dependencies', 'deps')
      .replace('ModuleDependencies', 'ModuleDependencies');
    expect((await merge(CONTEXTS, base, ours, billing)).kind).toBe('conflict');
  });

  test('is there once when the user added it by hand, too', async () => {
    const ours = replaced(billing, '    createBillingModule(dependencies),\n', '').replace(
      '  return [\n',
      '  return [\n    createBillingModule(dependencies),\n',
    );
    const result = await merge(CONTEXTS, base, ours, billing);
    expect(result).toMatchObject({ kind: 'clean', content: ours });
  });
});

describe('a module removed from a composition root', () => {
  test('leaves those that the user added', async () => {
    expect(await merge(CONTEXTS, billing, both, base)).toMatchObject({
      kind: 'clean',
      content: await withModule(base, 'shipping'),
    });
  });

  test('goes from where the user moved it', async () => {
    const ours = replaced(billing, '    createBillingModule(dependencies),\n', '').replace(
      '  return [\n',
      '  return [\n    createBillingModule(dependencies),\n',
    );
    expect(await merge(CONTEXTS, billing, ours, base)).toMatchObject({
      kind: 'clean',
      content: base,
    });
  });

  test('is a conflict where the user changed it', async () => {
    const ours = replaced(
      billing,
      'createBillingModule(dependencies)',
      'createBillingModule({ ...dependencies, x })',
    );
    expect((await merge(CONTEXTS, billing, ours, base)).kind).toBe('conflict');
  });

  test('is a conflict where the user moved and wrapped it', async () => {
    const ours = replaced(billing, '    createBillingModule(dependencies),\n', '').replace(
      '  return [\n',
      '  return [\n    audited(createBillingModule(dependencies)),\n',
    );
    expect((await merge(CONTEXTS, billing, ours, base)).kind).toBe('conflict');
  });

  test('is a conflict where the user refers to it elsewhere', async () => {
    const ours = `${billing}\nexport const first = billingMigrations;\n`;
    expect((await merge(CONTEXTS, billing, ours, base)).kind).toBe('conflict');
  });
});

describe('the other roots', () => {
  test('subscriptions of two modules are both kept, at the same place and formatted', async () => {
    const file = 'apps/api/src/subscriptions.ts';
    const text = golden(file);
    const with_ = (schema: string, consumer: string) =>
      format(
        file,
        replaced(
          text,
          '];\n',
          `{ type: 'payments.payment-created.v1', schema: '${schema}', consumer: '${consumer}' }, ];\n`,
        ),
      );
    const ours = await with_('shipping', 'shipping.ship');
    const theirs = await with_('billing', 'billing.bill');
    const result = await merge(file, text, ours, theirs);
    expect(result).toMatchObject({ kind: 'clean', how: 'structure' });
    expect(result.content).toContain("'shipping.ship'");
    expect(result.content).toContain("'billing.bill'");
    expect(await format(file, result.content)).toBe(result.content);
  });

  test('an external is named in main.ts beside the one of the user', async () => {
    const file = 'apps/api/src/main.ts';
    const text = golden(file);
    const ours = replaced(
      text,
      "externals: ['PAYMENT_GATEWAY_URL']",
      "externals: [\n      'PAYMENT_GATEWAY_URL', // theirs\n      'OURS_URL',\n    ]",
    );
    const theirs = replaced(
      text,
      "externals: ['PAYMENT_GATEWAY_URL']",
      "externals: ['PAYMENT_GATEWAY_URL', 'CARRIER_URL']",
    );
    const result = await merge(file, text, ours, theirs);
    expect(result.kind).toBe('clean');
    expect(result.content).toContain("// theirs\n      'OURS_URL',\n      'CARRIER_URL',\n    ]");
  });

  test('statements that both sides put at one place of main.ts are a conflict: their order matters', async () => {
    const file = 'apps/api/src/main.ts';
    const text = golden(file);
    const ours = replaced(text, 'await start();', 'await warmUp();\nawait start();');
    const theirs = replaced(text, 'await start();', 'await migrate();\nawait start();');
    expect((await merge(file, text, ours, theirs)).kind).toBe('conflict');
  });
});
