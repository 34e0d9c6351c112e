import type { Rule } from './rule.ts';

/** The rules and checks that ids such as `ARC-2` or `ARC-2/import-direction` name; null: an id names none. */
export function selectRules(
  rules: readonly Rule[],
  ids: readonly string[],
): { readonly rules: readonly Rule[] } | { readonly unknown: string } {
  if (ids.length === 0) return { rules };
  const wanted = ids.map((id) => id.toLowerCase());
  const known = rules.flatMap(({ id, checks }) => [
    id,
    ...checks.map(({ name }) => `${id}/${name}`),
  ]);
  const unknown = ids.find((id) => !known.some((each) => each.toLowerCase() === id.toLowerCase()));
  if (unknown !== undefined) return { unknown };
  const selected = rules.map((rule) => {
    if (wanted.includes(rule.id.toLowerCase())) return rule;
    const checks = rule.checks.filter(({ name }) =>
      wanted.includes(`${rule.id}/${name}`.toLowerCase()),
    );
    return { ...rule, checks };
  });
  return { rules: selected.filter(({ checks }) => checks.length > 0) };
}
