import { readdirSync, readFileSync } from 'node:fs';

import { parseBlueprint, parseRaw } from '../../../src/advisor/index.ts';
import { composePreset, type Blueprint } from '../../../src/blueprint/index.ts';

const root = new URL('../../../', import.meta.url);

const presetTexts = Object.fromEntries(
  readdirSync(new URL('presets/', root)).map((file) => [
    file.replace('.yaml', ''),
    readFileSync(new URL(`presets/${file}`, root), 'utf8'),
  ]),
);

/** Every preset, and the blueprint of nasty names, by name. */
export const blueprints: Readonly<Record<string, Blueprint>> = {
  ...Object.fromEntries(Object.keys(presetTexts).map((name) => [name, preset(name)])),
  nasty: accepted(
    parseBlueprint(readFileSync(new URL('test/fixtures/nasty.yaml', root), 'utf8'), {
      file: 'nasty.yaml',
    }),
  ).blueprint,
};

function preset(name: string): Blueprint {
  return accepted(parseRaw(accepted(composePreset(name, presetTexts)))).blueprint;
}

function accepted<T>(
  result:
    | { readonly ok: true; readonly value: T }
    | { readonly ok: false; readonly error: unknown },
): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error, null, 2));
  return result.value;
}
