import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { parseBlueprint, parseRaw } from '../../src/advisor/index.ts';
import type { Blueprint } from '../../src/blueprint/index.ts';
import { writeBlueprint } from '../../src/blueprint/index.ts';
import { anyWritten } from './blueprint-arbitrary.ts';

const options = { schemaUrl: './backend.schema.json' };

const blueprintOf = (written: unknown): Blueprint => {
  const advised = parseRaw(written);
  if (!advised.ok) throw new Error(JSON.stringify(advised.error));
  return advised.value.blueprint;
};

test('whatever the blueprint, its text reads back as the same one', () => {
  fc.assert(
    fc.property(anyWritten, (written) => {
      const blueprint = blueprintOf(written);
      const text = writeBlueprint(blueprint, options);
      const reread = parseBlueprint(text, { file: null });
      expect(reread.ok ? reread.value.blueprint : reread.error).toEqual(blueprint);
      expect(writeBlueprint(blueprint, options)).toBe(text);
    }),
    { numRuns: 60 },
  );
}, 60_000);

test('the order in which contexts are written does not matter', () => {
  fc.assert(
    fc.property(anyWritten, (written) => {
      const { contexts, ...rest } = written as { contexts: readonly unknown[] };
      expect(blueprintOf({ ...rest, contexts: contexts.toReversed() })).toEqual(
        blueprintOf(written),
      );
    }),
    { numRuns: 50 },
  );
}, 60_000);

test('a blueprint is plain data: JSON carries it unchanged', () => {
  fc.assert(
    fc.property(anyWritten, (written) => {
      const blueprint = blueprintOf(written);
      expect(JSON.parse(JSON.stringify(blueprint))).toEqual(blueprint);
    }),
    { numRuns: 50 },
  );
}, 60_000);
