import { describe, expect, test } from 'vitest';

import { golden, merge, replaced } from './merging.ts';

describe('package.json', () => {
  const base = golden('package.json');

  test('two additions at one place are both kept', async () => {
    const ours = replaced(
      base,
      '"typescript": "7.0.2"',
      '"typescript": "7.0.2",\n    "vitest": "4.1.12"',
    );
    const theirs = replaced(
      base,
      '"typescript": "7.0.2"',
      '"typescript": "7.0.2",\n    "wrangler": "4.0.0"',
    );
    expect(await merge('package.json', base, ours, theirs)).toEqual({
      kind: 'clean',
      how: 'structure',
      content: replaced(
        base,
        '"typescript": "7.0.2"',
        '"typescript": "7.0.2",\n    "vitest": "4.1.12",\n    "wrangler": "4.0.0"',
      ),
    });
  });

  test('a version that both sides changed is a conflict', async () => {
    const ours = replaced(base, '"oxlint": "1.94.0"', '"oxlint": "1.95.0"');
    const theirs = replaced(base, '"oxlint": "1.94.0"', '"oxlint": "1.96.0"');
    const result = await merge('package.json', base, ours, theirs);
    expect(result).toMatchObject({ kind: 'conflict', conflicts: 1 });
    expect(result.content).toContain('"oxlint": "1.95.0"');
    expect(result.content).toContain('"oxlint": "1.96.0"');
  });

  test('keys in another order do not hide a value that both sides changed', async () => {
    const sorted = (text: string) => {
      const { devDependencies, ...rest } = JSON.parse(text);
      return `${JSON.stringify({ devDependencies, ...rest }, null, 2)}\n`;
    };
    const ours = sorted(replaced(base, '"oxlint": "1.94.0"', '"oxlint": "1.95.0"'));
    const theirs = replaced(base, '    "oxlint": "1.94.0",\n', '');
    expect((await merge('package.json', base, ours, theirs)).kind).toBe('conflict');
  });

  test('a reordered file takes what theirs changed', async () => {
    const { devDependencies, ...rest } = JSON.parse(base);
    const ours = `${JSON.stringify({ devDependencies, ...rest }, null, 2)}\n`;
    const theirs = replaced(base, '"oxlint": "1.94.0"', '"oxlint": "1.96.0"');
    expect(await merge('package.json', base, ours, theirs)).toMatchObject({
      kind: 'clean',
      content: replaced(ours, '"oxlint": "1.94.0"', '"oxlint": "1.96.0"'),
    });
  });
});

describe('tsconfig.json', () => {
  const base = golden('tsconfig.json');

  test('keeps the comments and the trailing comma of the user', async () => {
    const ours = replaced(
      base,
      '    {\n      "path": "./test"\n    }\n',
      '    // Our own tools.\n    { "path": "./test" }, // last\n    { "path": "./tools/ours" }, /* kept */\n',
    );
    const theirs = replaced(
      base,
      '    {\n      "path": "./apps/api"\n    },\n    {\n      "path": "./test"\n    }\n',
      '    {\n      "path": "./apps/api"\n    },\n    {\n      "path": "./test"\n    },\n    {\n      "path": "./contexts/billing"\n    }\n',
    );
    const result = await merge('tsconfig.json', base, ours, theirs);
    expect(result.kind).toBe('clean');
    expect(result.content).toContain(
      '    // Our own tools.\n    { "path": "./test" }, // last\n    { "path": "./tools/ours" }, /* kept */\n    {\n      "path": "./contexts/billing"\n    },',
    );
  });
});

test('bun.lock keeps its trailing commas and one package a line', async () => {
  const base = golden('bun.lock');
  const packages = base.slice(base.indexOf('"packages": {'));
  const [line] = /\n {4}"typescript": \[.*\],\n/.exec(packages) ?? [];
  if (line === undefined) throw new Error('bun.lock lists no typescript.');
  const ours = replaced(
    base,
    line,
    `${line}\n    "user-package": ["user-package@1.0.0", "", {}, "sha512-a"],\n`,
  );
  const theirs = replaced(
    base,
    line,
    `${line}\n    "tool-package": ["tool-package@1.0.0", "", {}, "sha512-b"],\n`,
  );
  const result = await merge('bun.lock', base, ours, theirs);
  expect(result).toEqual({
    kind: 'clean',
    how: 'structure',
    content: replaced(
      base,
      line,
      `${line}\n    "user-package": ["user-package@1.0.0", "", {}, "sha512-a"],\n\n    "tool-package": ["tool-package@1.0.0", "", {}, "sha512-b"],\n`,
    ),
  });
});

describe('backend.yaml', () => {
  const base = golden('backend.yaml');
  const billing =
    '\n  - name: billing\n    aggregates:\n      - name: Invoice\n        fields:\n          - { name: total, type: money }\n';
  const withBilling = replaced(
    replaced(
      base,
      'contexts: [catalog, ordering, payments] }',
      'contexts: [catalog, ordering, payments, billing] }',
    ),
    '              - { name: refundId, type: string, maxLength: 64 }\n',
    `              - { name: refundId, type: string, maxLength: 64 }\n${billing}`,
  );

  test('two contexts added at the end are both kept, with their comments', async () => {
    const shipping =
      '\n  # Ours, not to be touched.\n  - name: shipping   # soon\n    aggregates: []\n';
    const ours = `${base}${shipping}`.replace(
      'contexts: [catalog, ordering, payments] }',
      "contexts: [ 'catalog',ordering, payments, shipping ] }  # hosts all",
    );
    expect(await merge('backend.yaml', base, ours, withBilling)).toEqual({
      kind: 'clean',
      how: 'structure',
      content: ours.replace('shipping ] }', 'shipping, billing ] }') + billing,
    });
  });

  test('a value that both sides changed is a conflict', async () => {
    const ours = replaced(base, 'p99Ms: 300', 'p99Ms: 200');
    const theirs = replaced(base, 'p99Ms: 300', 'p99Ms: 100');
    expect(await merge('backend.yaml', base, ours, theirs)).toMatchObject({ kind: 'conflict' });
  });

  test('what theirs removed goes, and all around it stays as it was written', async () => {
    const ours = replaced(base, 'name: shop\n', 'name:   "shop"    # the name\n\n\n');
    const back = replaced(withBilling, 'name: shop\n', 'name:   "shop"    # the name\n\n\n');
    expect(await merge('backend.yaml', withBilling, back, base)).toMatchObject({
      kind: 'clean',
      content: ours,
    });
  });

  test('what theirs removed and the user edited is a conflict', async () => {
    const ours = replaced(
      withBilling,
      '- { name: total, type: money }\n',
      '- { name: total, type: money }\n          - { name: vat, type: money }\n',
    );
    expect((await merge('backend.yaml', withBilling, ours, base)).kind).toBe('conflict');
  });
});

describe('a workflow', () => {
  const base = golden('.github/workflows/ci.yml');

  test('has the step that the user added and the action that theirs renewed', async () => {
    const [uses] = /uses: actions\/checkout@\S+.*/.exec(base) ?? [''];
    const ours = base.replaceAll(uses, `${uses}\n      - run: echo ours`);
    const theirs = base.replaceAll(
      uses,
      'uses: actions/checkout@0000000000000000000000000000000000000000 # v9',
    );
    const result = await merge('.github/workflows/ci.yml', base, ours, theirs);
    expect(result.kind).toBe('clean');
    expect(result.content).toContain('checkout@0000000000000000000000000000000000000000');
    expect(result.content).toContain('- run: echo ours');
  });

  test('has both edits of one script', async () => {
    const script = (lines: readonly string[]) =>
      `steps:\n  - name: Build\n    run: |\n${lines.map((line) => `      ${line}\n`).join('')}`;
    const lines = ['set -e', 'make clean', 'make all', 'make check', 'make install'];
    const result = await merge(
      'ci.yml',
      script(lines),
      script(lines.with(0, 'set -euo pipefail')),
      script(lines.with(4, 'make deploy')),
    );
    expect(result).toMatchObject({
      kind: 'clean',
      content: script(lines.with(0, 'set -euo pipefail').with(4, 'make deploy')),
    });
  });
});

test('a text with anchors is merged by line, and has to parse', async () => {
  const base = 'a: &a { x: 1 }\nb: 1\nc: *a\nd: 3\ne: 4\nf: 5\n';
  const ours = replaced(base, 'x: 1', 'x: 2');
  const theirs = replaced(base, 'f: 5', 'f: *a');
  expect(await merge('x.yaml', base, ours, theirs)).toMatchObject({ kind: 'clean', how: 'text' });
  const without = replaced(replaced(base, '&a ', ''), '*a', '{}');
  expect((await merge('x.yaml', base, without, theirs)).kind).toBe('conflict');
});
