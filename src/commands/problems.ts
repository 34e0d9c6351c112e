import type { BlueprintProblem } from '../blueprint/problem.ts';
import type { SyntaxProblem } from '../blueprint/source.ts';
import { exitCodes, type CommandError } from './command.ts';

const shown = 10;

/** The problems of a blueprint as one error: the first gives code and pointer, all are told. */
export function invalidBlueprint(
  problems: readonly BlueprintProblem[],
  text: string | null = null,
  of = 'blueprint',
): CommandError {
  const [first] = problems;
  if (first === undefined) throw new Error('An invalid blueprint has at least one problem.');
  if (problems.length === 1) {
    return {
      code: first.code,
      message: describe(first, text),
      hint: first.hint,
      pointer: first.pointer,
      exit: first.code === 'newer-schema' ? exitCodes.refused : exitCodes.usage,
    };
  }
  const lines = problems.slice(0, shown).map((problem) => {
    const described = describe(problem, problem === first ? text : null);
    if (problem.hint === null) return described;
    // After the quoted line of the file a hint would read as part of it.
    return `${described}${described.includes('\n') ? '\n  ' : ' '}${problem.hint}`;
  });
  const more = problems.length > shown ? [`and ${problems.length - shown} more problems`] : [];
  return {
    code: first.code,
    message: `${problems.length} problems in the ${of}:\n- ${[...lines, ...more].join('\n- ')}`,
    hint: null,
    pointer: first.pointer,
    exit: exitCodes.usage,
  };
}

/** A text that is neither YAML nor JSON, told by its lines. */
export function unreadable(
  problems: readonly SyntaxProblem[],
  { name, text }: { readonly name: string; readonly text: string },
): CommandError {
  const located = problems.map(({ code, message, hint, position }) => ({
    code,
    message,
    hint,
    pointer: '',
    file: name,
    ...position,
  }));
  return invalidBlueprint(located, text);
}

function describe(problem: BlueprintProblem, text: string | null): string {
  const place =
    problem.line === null
      ? problem.pointer
      : `${problem.file ?? 'blueprint'}:${problem.line}:${problem.column ?? 1}`;
  const message = sentence(problem.message);
  const line =
    text === null || problem.line === null ? undefined : text.split('\n')[problem.line - 1];
  const excerpt = line === undefined ? '' : `\n  ${problem.line} | ${line.trimEnd().slice(0, 120)}`;
  return `${place === '' ? '' : `${place}: `}${message}${excerpt}`;
}

function sentence(text: string): string {
  return /[.?!]$/.test(text) ? text : `${text}.`;
}
