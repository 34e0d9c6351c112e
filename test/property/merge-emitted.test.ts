import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';

import { emittedFormatter } from '../../src/formatting/formatter.ts';
import { mergeFile } from '../../src/repository/merge/merge-file.ts';
import { edits, type Edit } from './merge-edits.ts';

const patient = { timeout: 240_000 };
const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
const numRuns = Number(process.env['RUNS'] ?? 60);

const golden = (file: string) =>
  fs.readFileSync(path.resolve('test/golden/typescript/shop', file), 'utf8');
const format = await emittedFormatter(golden('.oxfmtrc.json'));

/** A file as it is emitted, what the tool adds to it, and a line that a person may put anywhere. */
interface Emitted {
  readonly file: string;
  readonly changes: readonly (readonly [RegExp, string])[];
  readonly line: (token: string) => string;
}

const emitted: readonly Emitted[] = [
  {
    file: 'apps/api/src/contexts.ts',
    changes: [
      [
        /^import type \{ Module/m,
        "import { createToolModule, toolMigrations } from '@contexts/tool';\n$&",
      ],
      [/^ {2}\];/m, '    createToolModule(dependencies),\n$&'],
      [/paymentsMigrations\];/, 'paymentsMigrations, toolMigrations];'],
    ],
    line: (token) => `// ${token}`,
  },
  {
    file: 'apps/api/src/subscriptions.ts',
    changes: [[/^\];/m, "  { type: 'tool.made.v1', schema: 'tool', consumer: 'tool.made' },\n$&"]],
    line: (token) => `  // ${token}`,
  },
  {
    file: 'backend.yaml',
    changes: [
      [/payments\] \}/, 'payments, tool] }'],
      [
        /$(?![\s\S])/,
        '\n  - name: tool\n    aggregates:\n      - name: Made\n        fields:\n          - { name: sku, type: string }\n',
      ],
    ],
    line: (token) => `  # ${token}`,
  },
  {
    file: 'compose.yaml',
    changes: [[/^volumes:/m, '  tool:\n    image: tool:1\n\n$&']],
    line: (token) => `  # ${token}`,
  },
  {
    file: 'package.json',
    changes: [[/"typescript": "7/, '"tool": "1.0.0",\n    $&']],
    line: (token) => `    "${token}": "1",`,
  },
  {
    file: 'tsconfig.json',
    changes: [[/ {2}\]\n\}/, ',{ "path": "./contexts/tool" }\n  ]\n}']],
    line: (token) => `    // ${token}`,
  },
];

test.each(emitted)(
  `$file keeps every line of the user, and takes none back that was deleted (SEED=${seed})`,
  patient,
  async ({ file, changes, line }) => {
    const base = golden(file);
    const changed = changes.reduce((text, [where, by]) => {
      if (!where.test(text)) throw new Error(`${file} has no ${String(where)}.`);
      return text.replace(where, by);
    }, base);
    const theirs = await format(file, changed);
    await fc.assert(
      fc.asyncProperty(edits(5), async (all) => {
        const ours = editedBy(base, all, line);
        const result = await mergeFile({ path: file, base, ours, theirs, format });
        for (const token of ours.match(/user-\d+/g) ?? []) expect(result.content).toContain(token);
        for (const token of theirs.match(/"?\btool[.\w]*/gi) ?? []) {
          expect(result.content).toContain(token);
        }
        const outside = new Set(withoutConflicts(result.content).map((each) => each.trim()));
        for (const deleted of deletedLines(base, ours, theirs)) {
          expect(outside.has(deleted), `${deleted}\n\n${result.content}`).toBe(false);
        }
        if (result.kind === 'clean') await format(file, result.content);
      }),
      { seed, numRuns, endOnFailure: true },
    );
  },
);

/** A person's edits: lines put in, marked, deleted and moved, whether they still parse or not. */
function editedBy(text: string, all: readonly Edit[], line: (token: string) => string): string {
  const lines = text.split('\n');
  for (const [index, { kind, at, to }] of all.entries()) {
    const place = Math.floor(at * lines.length);
    if (kind === 'insert' || kind === 'change') lines.splice(place, 0, line(`user-${index}`));
    else {
      const [taken = ''] = lines.splice(place, 1);
      if (kind === 'move') lines.splice(Math.floor(to * (lines.length + 1)), 0, taken);
    }
  }
  return lines.join('\n');
}

/** Lines that say something, occur once in base, and are nowhere in ours. */
function deletedLines(base: string, ours: string, theirs: string): readonly string[] {
  const trimmed = base.split('\n').map((line) => line.trim());
  const left = squeezed(ours);
  return trimmed.filter(
    (line) =>
      /[a-z]{3}/i.test(line) &&
      trimmed.filter((other) => other === line).length === 1 &&
      theirs.split(line).length === 2 &&
      !left.includes(squeezed(line)),
  );
}

function squeezed(text: string): string {
  return text.replaceAll(/\s+/g, '');
}

function withoutConflicts(text: string): readonly string[] {
  return text.replaceAll(/^<<<<<<< yours$[\s\S]*?^>>>>>>> create-backend$/gm, '').split('\n');
}
