import fc from 'fast-check';
import { expect, test } from 'vitest';

import { parseRaw } from '../../src/advisor/index.ts';
import { Repository } from '../../src/check/reading/repository.ts';
import type { TypeScriptFile } from '../../src/check/reading/typescript.ts';
import { rules } from '../../src/check/rules/index.ts';
import { runChecks } from '../../src/check/run.ts';
import { renderRepository } from '../../src/commands/rendered-repository.ts';
import { memoryFiles } from '../support/memory-files.ts';
import { arbitraryBlueprint } from './arbitrary-blueprint.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);

/** Most files of the platform are the same in every repository. */
const parsed = new Map<string, TypeScriptFile>();

test(
  `check has nothing to report on what any valid blueprint emits (SEED=${seed})`,
  { timeout: 240_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryBlueprint(), async (raw) => {
        const advised = parseRaw(raw);
        if (!advised.ok) throw new Error(advised.error.map(({ message }) => message).join('\n'));
        const { blueprint, decisions } = advised.value;
        const rendered = await renderRepository(blueprint, decisions);
        if (!rendered.ok) throw new Error(rendered.error.message);
        const texts = new Map([...rendered.value.tree].map(([path, file]) => [path, file.content]));
        const repository = new Repository(blueprint, memoryFiles(texts), { parsed });
        const found = runChecks(repository, rules).flatMap(({ id, findings }) =>
          findings.map(({ path, line, message }) => `${id} ${path}:${line} ${message}`),
        );
        expect([...found, ...repository.unparsed]).toEqual([]);
      }),
      { seed, numRuns: 20, endOnFailure: true },
    );
  },
);
