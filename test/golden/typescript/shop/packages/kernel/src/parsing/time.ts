import { ok } from '../result.ts';
import { refuse, type Parser } from './parser.ts';

const dateForm = /^(\d{4})-(\d{2})-(\d{2})$/;
const timestampForm =
  /^(\d{4})-(\d{2})-(\d{2})[Tt]([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.(\d+))?(?:[Zz]|([+-])([01]\d|2[0-3]):([0-5]\d))$/;

/** A day of the proleptic Gregorian calendar from the year 1 to 9999, as `YYYY-MM-DD`. */
export function date(): Parser<string> {
  return (value, pointer) => {
    if (typeof value !== 'string') return refuse(pointer, 'type', 'must be a string');
    const match = dateForm.exec(value);
    if (match === null || !isDay(Number(match[1]), Number(match[2]), Number(match[3]))) {
      return refuse(pointer, 'format', 'must be a date such as 2026-02-28');
    }
    return ok(value);
  };
}

/** An instant as RFC 3339 writes it; what is finer than a millisecond is cut off. */
export function timestamp(): Parser<Date> {
  return (value, pointer) => {
    if (typeof value !== 'string') return refuse(pointer, 'type', 'must be a string');
    const instant = instantOf(value);
    if (instant === null) {
      return refuse(pointer, 'format', 'must be a timestamp such as 2026-02-28T12:00:00.000Z');
    }
    return ok(instant);
  };
}

function instantOf(value: string): Date | null {
  const match = timestampForm.exec(value);
  if (match === null) return null;
  const [, year, month, day, hour, minute, second, fraction = '', sign, offsetHour, offsetMinute] =
    match;
  if (!isDay(Number(year), Number(month), Number(day))) return null;

  const instant = new Date(0);
  instant.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  const milliseconds = Number(fraction.padEnd(3, '0').slice(0, 3));
  const offset =
    (Number(offsetHour ?? 0) * 60 + Number(offsetMinute ?? 0)) * (sign === '-' ? -1 : 1);
  instant.setUTCHours(Number(hour), Number(minute) - offset, Number(second), milliseconds);
  return isYear(instant.getUTCFullYear()) ? instant : null;
}

function isDay(year: number, month: number, day: number): boolean {
  return isYear(year) && month >= 1 && month <= 12 && day >= 1 && day <= daysOf(year, month);
}

function isYear(year: number): boolean {
  return year >= 1 && year <= 9999;
}

function daysOf(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
