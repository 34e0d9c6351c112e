import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { readBlueprint } from '../blueprint.ts';
import type { Case } from '../case.ts';
import { registerConformance } from '../register.ts';
import { sectionsOf } from '../suite.ts';
import { type Subject, openWorld } from '../world.ts';

/** The sections that a service without a database can be judged by. */
const judged = new Set([
  'create',
  'list',
  'read',
  'change',
  'preconditions',
  'transition',
  'remove',
  'idempotency',
  'bodies',
  'routes',
  'identity',
  'observed',
]);

const blueprint = readBlueprint(
  `
schema: 1
name: toy
stack: typescript
team: { size: 3, domainComplexity: low, clearBoundaries: false }
targets: { p99Ms: 400, throughputRps: 50, availability: 99.9 }
contexts:
  - name: playroom
    aggregates:
      - name: Toy
        fields:
          - { name: code, type: string, minLength: 2, maxLength: 12, pattern: '^[A-Z]{2,12}$', unique: true, immutable: true }
          - { name: title, type: string, minLength: 1, maxLength: 40 }
          - { name: pieces, type: integer, min: 1, max: 5000 }
          - { name: price, type: money }
          - { name: bought, type: date? }
          - { name: loud, type: boolean }
        lifecycle:
          initial: boxed
          transitions:
            - { name: unpack, from: [boxed], to: shelved }
            - { name: lend, from: [shelved], to: lent }
            - { name: return, from: [lent], to: shelved }
`,
  'toy.yaml',
);
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'create-backend-toy-'));
  writeFileSync(path.join(folder, 'blueprint.json'), JSON.stringify(blueprint));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function toy(sabotage: string): Subject {
  const program = path.join(import.meta.dirname, 'toy-service.mjs');
  const argv = ['node', program, path.join(folder, 'blueprint.json'), sabotage];
  return {
    verbs: {
      directory: folder,
      migrate: [...argv, 'migrate'],
      start: argv,
      audit: (verb) => [...argv, `audit-${verb}`],
    },
    blueprint,
    postgres: inject('postgres'),
    keepsNothing: true,
  };
}

/** What cannot be asked of a service without an API document, a security log and log lines. */
const withoutDocument = [
  'routes/document',
  'identity/OA-38 every operation names its scope',
  'identity/OA-38 every operation without a token',
  'identity/OA-38 every operation with a bad token',
  'identity/OA-38 every operation without a scope',
  'identity/OA-38 other methods',
  'identity/OA-38 unknown routes',
  'identity/OA-38 what is open',
  'identity/every refusal is kept',
  'identity/no token is logged',
];

describe('a service that keeps the contract passes', () => {
  registerConformance(blueprint, () => toy('none'), {
    sections: judged,
    without: withoutDocument,
  });
});

/** By switch of the toy: what the suite has to notice. */
const sabotages: Readonly<Record<string, RegExp>> = {
  status: /^create\/.*\/full$/,
  order: /^list\/.*\/order$/,
  signature: /^identity\/OA-03 refuses the signature of another key$/,
  'alg-none': /^identity\/OA-04 refuses alg (none|None|nOnE|NONE)$/,
  hs256: /^identity\/OA-05 refuses HS256 with the public key$/,
  issuer: /^identity\/OA-0[789] refuses /,
  audience: /^identity\/OA-1[01] refuses /,
  expiry: /^identity\/OA-13 refuses an expiry (in the past|just beyond the skew)$/,
  future: /^identity\/OA-15 refuses a time of issue in the future$/,
  start: /^identity\/OA-15 refuses a start in the future$/,
  lifetime: /^identity\/OA-16 refuses /,
  type: /^identity\/OA-1[78] refuses /,
  subject: /^identity\/OA-21 refuses /,
  jku: /^identity\/OA-22 refuses jku$/,
  jwk: /^identity\/OA-22 refuses jwk/,
  crit: /^identity\/OA-23 refuses an unknown critical header$/,
  'key-use': /^identity\/OA-25 refuses a key for encryption$/,
  'key-weak': /^identity\/OA-25 refuses an RSA key of 1024 bits$/,
  'key-algorithm': /^identity\/OA-25 refuses a key for RS512$/,
  'key-doubled': /^identity\/OA-25 refuses the first key of a doubled id$/,
  scope: /^identity\/OA-26 .*create without its scope$/,
  'scope-within': /^identity\/OA-27 .*create with nearly its scope$/,
  query: /^identity\/OA-29 in the query$/,
  'two-headers': /^identity\/OA-30 the same header twice$/,
  challenge: /^identity\/OA-02 refuses one part$/,
  flood: /^identity\/OA-34 flood while the provider does fail$/,
  cold: /^identity\/OA-35 cold, the provider fails$/,
  named: /^identity\/OA-37 an identity by header$/,
  'unknown-field': /^create\/.*\/unknown-unknown$/,
  'if-match': /^change\/.*\/concurrent writers$/,
  idempotency: /^idempotency\/.*\/replay$/,
  'code-points': /^create\/.*\/title\/takes the longest in characters outside the BMP$/,
  scale: /^create\/.*\/price\/refuses half a yen$/,
  headers: /^observed\/header x-content-type-options$/,
  problem: /^observed\/problems$/,
};

describe('a service that breaks the contract fails', () => {
  const cases = sectionsOf(blueprint).flatMap((section) => section.cases);
  test.each(Object.entries(sabotages))('%s', { timeout: 60_000 }, async (sabotage, expected) => {
    const world = await openWorld(toy(sabotage), { label: `toy ${sabotage}` });
    try {
      const relevant = cases.filter(({ id }) => expected.test(id));
      expect(relevant.length, `cases named ${String(expected)}`).toBeGreaterThan(0);
      // Something for the cases that look at every answer.
      await world.api.ask({ method: 'GET', path: '/v1/playroom/toys/none' });
      for (const each of relevant) expect(await fails(each, world), each.id).toBe(true);
    } finally {
      await world.close();
    }
  });
});

async function fails(each: Case, world: Parameters<Case['run']>[0]): Promise<boolean> {
  try {
    await each.run(world);
    return false;
  } catch {
    return true;
  }
}

describe.each(['presets/shop.yaml', 'test/fixtures/nasty.yaml'])('the cases of %s', (file) => {
  const text = readFileSync(path.resolve(import.meta.dirname, '../../..', file), 'utf8');
  const sections = sectionsOf(readBlueprint(text, file));

  test('meet every attack of the catalogue', () => {
    const ids = sections.flatMap(({ cases }) => cases.map(({ id }) => id));
    // OA-28, the right scope in the wrong hands, is a matter of tenancy.
    const attacks = Array.from({ length: 38 }, (_, index) => index + 1).filter((n) => n !== 28);
    const missing = attacks
      .map((n) => `identity/OA-${String(n).padStart(2, '0')} `)
      .filter((attack) => !ids.some((id) => id.startsWith(attack)));
    expect(missing).toEqual([]);
  });

  test('have an id each', () => {
    const ids = sections.flatMap(({ cases }) => cases.map(({ id }) => id));
    const twice = ids.filter((id, index) => ids.indexOf(id) !== index);
    expect(twice).toEqual([]);
    expect(ids.length).toBeGreaterThan(1000);
  });
});
