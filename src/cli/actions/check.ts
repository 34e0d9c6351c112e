import { check } from '../../commands/check.ts';
import { ok, type Outcome } from '../../commands/command.ts';
import { checkText } from '../check-text.ts';
import { printableJson } from '../printable.ts';
import type { Answer } from '../output.ts';
import type { Session } from '../session.ts';

export interface CheckOptions {
  readonly rule: readonly string[];
  readonly base?: string;
  readonly baseline?: string;
  readonly updateBaseline: boolean;
  readonly sarif: boolean;
}

export async function checkAction(
  { rule, base, baseline, updateBaseline, sarif }: CheckOptions,
  { world, terminal }: Session,
): Promise<Outcome<Answer>> {
  const checked = await check(
    { only: rule, base: base ?? null, baseline: baseline ?? null, updateBaseline },
    world,
  );
  if (!checked.ok) return checked;
  const { report, json, exit } = checked.value;
  return ok({
    result: json,
    text: sarif ? printableJson(checked.value.sarif) : checkText(report, terminal.out),
    exit,
  });
}
