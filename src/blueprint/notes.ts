import type { Origins } from './origins.ts';
import { checkLabel } from './label.ts';
import { checkName, type NameKind } from './names.ts';
import { quote, type Finding, type Path, type ProblemCode } from './problem.ts';

/** What is noted while a written blueprint is read: what is wrong, and where each part came from. */
export class Notes {
  readonly findings: Finding[] = [];
  readonly #origins = new Map<object, Path>();

  get origins(): Origins {
    return this.#origins;
  }

  readonly report = (code: ProblemCode, path: Path, message: string, hint?: string): void => {
    this.findings.push({ code, path, message, hint: hint ?? null });
  };

  checkName(kind: NameKind, name: string, path: Path, what: string): void {
    const problem = checkName(kind, name);
    if (problem === null) return;
    this.report(
      problem.code,
      path,
      `The ${what} ${quote(name)} ${problem.message}`,
      `Call it ${quote(problem.suggestion)}.`,
    );
  }

  /** The keys of a mapping become fields of a message. */
  checkFieldNames(mapping: Readonly<Record<string, string>>, path: Path): void {
    for (const name of Object.keys(mapping))
      this.checkName('field', name, [...path, name], 'field');
  }

  checkLabel(text: string, path: Path, what: string): void {
    const problem = checkLabel(text);
    if (problem !== null)
      this.report(
        'invalid-name',
        path,
        `The ${what} ${quote(text)} ${problem}`,
        'Choose another name.',
      );
  }

  atMost(limit: number, list: readonly unknown[], path: Path, what: string, hint: string): void {
    if (list.length > limit)
      this.report('too-large', path, `${list.length} ${what} are more than ${limit}`, hint);
  }

  text(text: string | undefined, path: Path): string | null {
    const trimmed = text?.trim() ?? '';
    if (trimmed === '') return null;
    if (trimmed.length > 2000)
      this.report('too-large', path, 'A description has at most 2000 characters', 'Shorten it.');
    if (/[\p{Cs}\u0000-\u0008\u000B-\u001F\u007F-\u009F]/u.test(trimmed)) {
      this.report(
        'invalid-value',
        path,
        'The description contains control characters',
        'Remove them.',
      );
    }
    return trimmed.normalize('NFC');
  }

  remember<T extends object>(part: T, path: Path): T {
    this.#origins.set(part, path);
    return part;
  }
}
