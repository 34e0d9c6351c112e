import type { Field } from './model.ts';
import { textMatching } from './pattern/example.ts';
import { effortOfMatching } from './pattern/steps.ts';
import { printable, quote } from './problem.ts';

interface Refusal {
  readonly message: string;
  readonly hint: string;
}

/** About a fifth of a second of an engine that backtracks. */
const mostSteps = 20_000_000;

/** What a regular expression of a blueprint must be; null: all is well. */
export function checkPattern(pattern: string): Refusal | null {
  if (pattern.length > 500)
    return { message: 'The pattern is longer than 500 characters', hint: 'Simplify it.' };
  if (/[\p{Cc}\p{Cs}]/u.test(pattern)) {
    return {
      message: 'The pattern contains control characters',
      hint: 'Write them as escapes, e.g. \\t.',
    };
  }
  try {
    RegExp(pattern, 'u');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      message: `${quote(pattern)} is not a regular expression`,
      hint: `${printable(reason)}.`,
    };
  }
  // Go, Rust and PostgreSQL check it too: the first two have neither, by design (linear time).
  if (/\(\?(?:<?[=!])/.test(pattern)) {
    return {
      message: 'The pattern looks around',
      hint: 'Write it without (?=, (?!, (?<= and (?<!.',
    };
  }
  if (/(?:^|[^\\])(?:\\\\)*\\(?:[1-9]|k<)/.test(pattern)) {
    return {
      message: 'The pattern refers back to a group',
      hint: 'Write it without \\1 and \\k<name>.',
    };
  }
  return null;
}

/** Whether a service can match the pattern of a field in time, and some text of these lengths matches it. */
export function checkMatching(pattern: string, field: Field): Refusal | null {
  const least = field.minLength ?? 0;
  const most = field.maxLength ?? 0;
  const effort = effortOfMatching(pattern, most);
  if (effort.steps > mostSteps) {
    const example =
      effort.text === '' ? '' : `, such as one that begins with ${quote(effort.text)}`;
    return effort.steps === Infinity
      ? {
          message: `Matching ${quote(pattern)} takes twice the time or more for every further character of a text${example}: one request would stop the service`,
          hint: 'Let no text match it in two ways: ^\\w+(\\s\\w+)*$, for example, rather than ^(\\w+\\s?)*$.',
        }
      : {
          message: `Matching ${quote(pattern)} can take seconds for a text of ${most} characters${example}`,
          hint: 'Lower maxLength, anchor the pattern with ^, or let fewer of its repetitions match the same characters.',
        };
  }
  if (textMatching(pattern, least, most) !== null) return null;
  return {
    message: `No text of ${least} to ${most} characters was found that matches ${quote(pattern)}, and the tests need one`,
    hint: 'Change minLength and maxLength, or write the pattern more simply.',
  };
}
