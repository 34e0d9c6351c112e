import type { LimitRule, LimitRules } from '../limits/index.ts';
import type { EnvironmentReader } from './environment.ts';

export const limitDefaults: LimitRules = {
  read: { count: 600, seconds: 60 },
  write: { count: 120, seconds: 60 },
  auth: { count: 20, seconds: 60 },
};

const form = /^([1-9]\d{0,8})\/([1-9]\d{0,5})$/;

/** `<count>/<seconds>`, such as `600/60`. */
export function readLimit(reader: EnvironmentReader, name: string, fallback: LimitRule): LimitRule {
  const value = reader.text(name);
  if (value === null) return fallback;
  const [, count, seconds] = form.exec(value) ?? [];
  if (count === undefined || seconds === undefined) {
    reader.report(name, 'must be <count>/<seconds>, such as 600/60');
    return fallback;
  }
  return { count: Number(count), seconds: Number(seconds) };
}
