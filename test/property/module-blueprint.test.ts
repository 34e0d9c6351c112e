import fc from 'fast-check';
import { expect, test } from 'vitest';

import { parseRaw, withContext, withoutContext } from '../../src/advisor/index.ts';
import type { Blueprint } from '../../src/blueprint/model.ts';
import { backends, type RawBackend as Raw } from './arbitrary-backend.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
const runs = { seed, numRuns: 300, endOnFailure: true };

function whole(raw: object): Blueprint {
  const parsed = parseRaw(raw);
  if (!parsed.ok) throw new Error(parsed.error.map(({ message }) => message).join('\n'));
  return parsed.value.blueprint;
}

/** The backend as it would have been created with these contexts only. */
function part(raw: Raw, names: readonly string[]): object {
  return {
    ...raw,
    contexts: raw.contexts.filter(({ name }) => names.includes(name)),
    ...(raw.deployables === undefined
      ? {}
      : {
          deployables: raw.deployables
            .map(({ name, contexts }) => ({
              name,
              contexts: contexts.filter((each) => names.includes(each)),
            }))
            .filter(({ contexts }) => contexts.length > 0),
        }),
  };
}

const hostIn = (raw: Raw, context: string): string | null =>
  raw.deployables?.find(({ contexts }) => contexts.includes(context))?.name ?? null;

const text = (value: unknown): string => JSON.stringify(value);

test(
  `contexts added one by one make what they make together, in every order (SEED=${seed})`,
  { timeout: 120_000 },
  () => {
    let added = 0;
    fc.assert(
      fc.property(backends, ({ raw, order }) => {
        const expected = whole(raw);
        const first = order.find((name) => parseRaw(part(raw, [name])).ok);
        if (first === undefined) throw new Error('One context rests on no other.');
        let blueprint = whole(part(raw, [first]));
        const present = [first];
        const waiting = order.filter((name) => name !== first);
        while (waiting.length > 0) {
          const name = waiting.shift() ?? '';
          const addition = {
            context: raw.contexts.find((context) => context.name === name),
            deployable: hostIn(raw, name),
          };
          const after = withContext(blueprint, addition);
          expect(withContext(blueprint, addition)).toEqual(after);
          const together = parseRaw(part(raw, [...present, name]));
          expect(after.ok, `adding ${name} is refused as creating it is`).toBe(together.ok);
          if (after.ok) {
            added += 1;
            present.push(name);
            blueprint = after.value;
          } else waiting.push(name);
        }
        expect(text(blueprint)).toBe(text(expected));
      }),
      runs,
    );
    expect(added).toBeGreaterThan(100);
  },
);

test(
  `a context removed and added again leaves no trace (SEED=${seed})`,
  { timeout: 120_000 },
  () => {
    let removed = 0;
    let refused = 0;
    fc.assert(
      fc.property(backends, ({ raw, order }) => {
        const before = whole(raw);
        for (const name of order) {
          const without = withoutContext(before, name);
          expect(withoutContext(before, name)).toEqual(without);
          const others = order.filter((each) => each !== name);
          const created = parseRaw(part(raw, others));
          expect(without.ok, `${name} can be left where the rest can be created`).toBe(created.ok);
          if (!without.ok || !created.ok) {
            refused += 1;
            continue;
          }
          removed += 1;
          expect(text(without.value)).toBe(text(created.value.blueprint));
          const again = withContext(without.value, {
            context: raw.contexts.find((context) => context.name === name),
            deployable: hostIn(raw, name),
          });
          expect(again.ok && text(again.value)).toBe(text(before));
        }
      }),
      runs,
    );
    expect(removed).toBeGreaterThan(100);
    expect(refused).toBeGreaterThan(100);
  },
);
