/** A text as lines. The end of the last line is told apart, so that it alone is never a difference. */
export interface Lines {
  readonly lines: readonly string[];
  readonly endsWithNewline: boolean;
}

export function toLines(text: string): Lines {
  if (text === '') return { lines: [], endsWithNewline: true };
  const lines = text.split('\n');
  const endsWithNewline = lines.at(-1) === '';
  if (endsWithNewline) lines.pop();
  return { lines, endsWithNewline };
}

export function toText({ lines, endsWithNewline }: Lines): string {
  if (lines.length === 0) return '';
  const needsNewline = endsWithNewline || lines.at(-1) === '';
  return lines.join('\n') + (needsNewline ? '\n' : '');
}
