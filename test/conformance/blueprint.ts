import { parseBlueprint } from '../../src/advisor/index.ts';
import type { Blueprint } from '../../src/blueprint/model.ts';

/** A blueprint as the tool reads it; a broken one stops the suite with every problem named. */
export function readBlueprint(text: string, file: string): Blueprint {
  const parsed = parseBlueprint(text, { file });
  if (!parsed.ok) throw new Error(`${file}: ${JSON.stringify(parsed.error, null, 2)}`);
  return parsed.value.blueprint;
}
