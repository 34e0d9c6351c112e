import fs from 'node:fs';
import path from 'node:path';

import { describe, expect, test } from 'vitest';

import type { Blueprint } from '../../src/blueprint/model.ts';
import { noAnswers, type Answers } from '../../src/commands/answers.ts';
import {
  aggregateLine,
  splitTransitions,
  transitionLines,
} from '../../src/commands/mini-language.ts';
import { replayCommand } from '../../src/commands/replay.ts';
import { blueprintOf, writtenOf, type Sources } from '../../src/commands/request.ts';

const folder = path.resolve(import.meta.dirname, '../../presets');
const presets = Object.fromEntries(
  fs
    .readdirSync(folder)
    .map((file) => [
      path.basename(file, '.yaml'),
      fs.readFileSync(path.join(folder, file), 'utf8'),
    ]),
);
const sources: Sources = { presets, file: null };

function made(answers: Partial<Answers>): Blueprint {
  const result = blueprintOf(
    { ...noAnswers, preset: 'shop', directory: 'x', ...answers },
    sources,
    '/nowhere',
  );
  if (!result.ok) throw new Error(result.error.message);
  return result.value.blueprint;
}

const everyContext = Object.keys(presets).flatMap((preset) => {
  const written = writtenOf({ ...noAnswers, preset }, sources, '/nowhere');
  return written.ok ? written.value.contexts.map((context) => [preset, context] as const) : [];
});

describe('edits of a preset', () => {
  test.each(everyContext.map(([preset, { name }]) => [preset, name]))(
    '%s is whole without %s',
    (preset, name) => {
      const others = everyContext.filter(
        ([each, context]) => each === preset && context.name !== name,
      );
      if (others.length === 0) return;
      expect(made({ preset, without: [name] }).contexts.map((context) => context.name)).toEqual(
        others.map(([, context]) => context.name).toSorted(),
      );
    },
  );

  test.each(
    everyContext.flatMap(([preset, { name, aggregates = [] }]) =>
      aggregates.map((aggregate) => [preset, `${name}/${aggregate.name}`]),
    ),
  )('%s is whole without %s', (preset, target) => {
    const [context, aggregate] = target.split('/');
    const rest = made({ preset, without: [target] }).contexts.find(({ name }) => name === context);
    expect(rest?.aggregates.map(({ name }) => name)).not.toContain(aggregate);
  });

  test.each(
    everyContext.flatMap(([preset, { name, aggregates = [] }]) =>
      aggregates.map((aggregate) => [preset, `${name}/${aggregate.name}`]),
    ),
  )('%s is the same but for names when %s is renamed', (preset, target) => {
    const [context = '', aggregate = ''] = target.split('/');
    const renamed = made({ preset, rename: [`${target}=Zebra`, `${context}=zoo`] });
    const back = made({
      preset,
      rename: [`${target}=Zebra`, `${context}=zoo`, `zoo/Zebra=${aggregate}`, `zoo=${context}`],
    });
    expect(renamed.contexts.map(({ name }) => name)).toContain('zoo');
    const original = made({ preset });
    const withoutPlural = (blueprint: Blueprint): unknown =>
      JSON.parse(
        JSON.stringify(blueprint, (key, value: unknown) => (key === 'plural' ? undefined : value)),
      );
    expect(withoutPlural(back)).toEqual(withoutPlural(original));
  });
});

describe('the mini-language', () => {
  test('prints every aggregate of every preset so that it reads the same again', () => {
    for (const [preset, { name, aggregates = [] }] of everyContext) {
      const before = made({ preset });
      const again = made({
        preset,
        aggregate: aggregates.map((aggregate) => `${name}/${aggregateLine(aggregate)}`),
        transition: aggregates.flatMap((aggregate) =>
          transitionLines(aggregate).map((line) => `${name}/${aggregate.name}.${line}`),
        ),
      });
      expect(again).toEqual(before);
    }
  });

  test('parts transitions at commas and semicolons outside of quotes', () => {
    expect(splitTransitions('a: x -> y, b: "p, q" -> z; c: y -> x,')).toEqual([
      'a: x -> y',
      'b: "p, q" -> z',
      'c: y -> x',
    ]);
    expect(splitTransitions('  ')).toEqual([]);
  });
});

describe('the replay command', () => {
  const answers: Answers = {
    ...noAnswers,
    directory: "it's",
    preset: 'shop',
    set: ['a.b=c d'],
    git: false,
  };

  test('is pinned and quoted for a shell', () => {
    expect(replayCommand(answers, '4.0.0', 'linux')).toBe(
      `npx create-backend@4.0.0 'it'\\''s' --preset shop --set 'a.b=c d' --no-git --yes`,
    );
    expect(replayCommand(answers, '4.0.0', 'win32')).toBe(
      'npx create-backend@4.0.0 "it\'s" --preset shop --set "a.b=c d" --no-git --yes',
    );
  });

  test('is none for what came through a pipe', () => {
    expect(replayCommand({ ...noAnswers, blueprint: '-' }, '4.0.0')).toBeNull();
  });
});
