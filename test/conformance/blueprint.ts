import { parse } from 'yaml';
import { parseBlueprint } from '../../src/advisor/index.ts';
import type { Blueprint } from '../../src/blueprint/model.ts';
import { asObject } from '../support/json.ts';

/** A blueprint, or a preset, as the tool reads it; a broken one stops the suite with its problems. */
export function readBlueprint(text: string, file: string): Blueprint {
  const { preset: _, ...draft } = asObject(parse(text), file);
  const parsed = parseBlueprint(JSON.stringify(draft), { file });
  if (!parsed.ok) throw new Error(`${file}: ${JSON.stringify(parsed.error, null, 2)}`);
  return parsed.value.blueprint;
}
