import { afterAll, beforeAll, describe, test } from 'vitest';
import type { Blueprint } from '../../src/blueprint/model.ts';
import type { Section } from './case.ts';
import { sectionsOf } from './suite.ts';
import { type Subject, type World, openWorld } from './world.ts';

/** Which cases are run, where it is not all of them. */
export interface Selection {
  readonly sections?: ReadonlySet<string>;
  /** Ids of cases that a subject cannot be asked, being only a part of a service. */
  readonly without?: readonly string[];
  /** Whether another repository of the stack is judged by what is to be judged once. */
  readonly repeated?: boolean;
  /** Sections that a repeated run takes all the same. */
  readonly again?: readonly string[];
}

/** The sections of a run, each with the cases that are left of it. */
export function selected(
  sections: readonly Section[],
  { sections: named, without = [], repeated = false, again = [] }: Selection,
): Section[] {
  return sections.flatMap((section) => {
    if (named?.has(section.name) === false) return [];
    const whole = !repeated || again.includes(section.name);
    if (section.once === true && !whole) return [];
    const cases = section.cases.filter(
      ({ id, once }) => !without.includes(id) && (whole || once !== true),
    );
    return cases.length === 0 ? [] : [{ ...section, cases }];
  });
}

/**
 * Makes every case a test of its own. The subject is asked for when the tests start, so that an
 * outer `beforeAll` can still be making it; the blueprint is needed at once, for the list of cases.
 */
export function registerConformance(
  blueprint: Blueprint,
  subject: () => Subject,
  selection: Selection = {},
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
    for (const section of selected(sectionsOf(blueprint), selection)) {
      describe(section.name, () => {
        const externals = section.withExternals === true;
        beforeAll(() => worldFor(externals).then(() => undefined), 120_000);
        for (const each of section.cases) {
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
