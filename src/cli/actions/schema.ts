import { ok, type Outcome } from '../../commands/command.ts';
import { schema } from '../../commands/schema.ts';
import type { Answer } from '../output.ts';
import { printableJson } from '../printable.ts';

export async function schemaAction(): Promise<Outcome<Answer>> {
  const result = schema();
  return ok({ result, text: printableJson(result) });
}
