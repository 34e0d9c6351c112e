import { MatchersV3 } from '@pact-foundation/pact';

/** What a consumer expects of a value: its type or its form, rarely a certain value. */
export const { eachLike, integer, like, regex } = MatchersV3;

/** The path of a request, with a value that the provider makes when it prepares the state. */
export const fromState = MatchersV3.fromProviderState<string>;

export function id(example: string) {
  return regex('^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$', example);
}

/** RFC 3339 in UTC, with milliseconds */
export function time(example: string) {
  return regex('^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$', example);
}

export function date(example: string) {
  return regex('^\\d{4}-\\d{2}-\\d{2}$', example);
}

export function decimal(example: string) {
  return regex('^-?\\d+(\\.\\d+)?$', example);
}

export function money(amount: string, currency: string) {
  return { amount: decimal(amount), currency: regex('^[A-Z]{3}$', currency) };
}

export function entityTag(example: string) {
  return regex('^"\\d+"$', example);
}

export function oneOf(values: readonly string[], example: string) {
  return regex(`^(${values.map(escaped).join('|')})$`, example);
}

/** Characters that mean something in a regular expression. */
function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
