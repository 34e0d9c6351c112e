import { stripVTControlCharacters } from 'node:util';

import type { Stream } from './terminal.ts';

/** Prose as one text; a terminal gets it broken at words, a file or a pipe as it is. */
export function proseFor(stream: Stream, lines: readonly string[]): string {
  return (stream.isTerminal ? wrapProse(lines, stream.columns) : lines).join('\n');
}

/** Breaks lines of prose at words, so that none is wider than the columns; what goes on is indented as it began. */
export function wrapProse(lines: readonly string[], columns: number): string[] {
  return lines.flatMap((line) => {
    const indent = /^ */.exec(line)?.[0] ?? '';
    const wrapped: string[] = [];
    let current = '';
    for (const word of line.slice(indent.length).split(' ')) {
      const longer = current === '' ? word : `${current} ${word}`;
      if (current !== '' && indent.length + width(longer) > columns) {
        wrapped.push(indent + current);
        current = word;
      } else current = longer;
    }
    return [...wrapped, indent + current];
  });
}

function width(text: string): number {
  return stripVTControlCharacters(text).length;
}
