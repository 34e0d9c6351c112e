import { afterAll, beforeAll, describe, test } from 'vitest';
import type { Blueprint } from '../../src/blueprint/model.ts';
import { sectionsOf } from './suite.ts';
import { type Subject, type World, openWorld } from './world.ts';

/** For a subject that is only a part of a service. */
export interface Selection {
  readonly sections?: ReadonlySet<string>;
  readonly without?: readonly string[];
}

/**
 * Makes every case a test of its own. The subject is asked for when the tests start, so that an
 * outer `beforeAll` can still be making it; the blueprint is needed at once, for the list of cases.
 */
export function registerConformance(
  blueprint: Blueprint,
  subject: () => Subject,
  { sections, without = [] }: Selection = {},
): void {
  describe('conformance', () => {
    const worlds = new Map<boolean, Promise<World>>();
    let passed = 0;
    let registered = 0;
    // A promise is kept, also a broken one: a service that does not start is tried once.
    const worldFor = (externals: boolean): Promise<World> => {
      const label = externals ? `${blueprint.name} events` : blueprint.name;
      const world = worlds.get(externals) ?? openWorld(subject(), { label, externals });
      worlds.set(externals, world);
      return world;
    };
    afterAll(async () => {
      for (const world of await Promise.allSettled(worlds.values())) {
        if (world.status === 'fulfilled') await world.value.close();
      }
      console.log(`conformance of ${blueprint.name}: ${passed} of ${registered} cases passed`);
    }, 60_000);

    test('the service migrates, starts and gets ready', { timeout: 120_000 }, async () => {
      await worldFor(false);
    });
    for (const section of sectionsOf(blueprint)) {
      if (sections?.has(section.name) === false) continue;
      const cases = section.cases.filter(({ id }) => !without.includes(id));
      if (cases.length === 0) continue;
      describe(section.name, () => {
        const externals = section.withExternals === true;
        beforeAll(() => worldFor(externals).then(() => undefined), 120_000);
        for (const each of cases) {
          registered += 1;
          test(`${each.id}: ${each.title}`, { timeout: each.timeoutMs ?? 30_000 }, async () => {
            await each.run(await worldFor(externals));
            passed += 1;
          });
        }
      });
    }
  });
}
