import fc from 'fast-check';

/** What a person does to a text, line by line. */
export interface Edit {
  readonly kind: 'insert' | 'change' | 'delete' | 'move';
  /** Where, and where to, as fractions of the text's length. */
  readonly at: number;
  readonly to: number;
}

export const edits = (maxLength: number): fc.Arbitrary<readonly Edit[]> =>
  fc.array(
    fc.record({
      kind: fc.constantFrom('insert', 'change', 'delete', 'move'),
      at: fc.double({ min: 0, max: 0.999, noNaN: true }),
      to: fc.double({ min: 0, max: 0.999, noNaN: true }),
    }),
    { maxLength },
  );

/** Lines after the edits; new ones are marked by a token that occurs nowhere else. */
export function edited(lines: readonly string[], by: string, all: readonly Edit[]): string[] {
  const result = [...lines];
  for (const [index, { kind, at, to }] of all.entries()) {
    const place = Math.floor(at * (result.length + (kind === 'insert' ? 1 : 0)));
    const token = `${by} ${index}`;
    if (kind === 'insert') result.splice(place, 0, `  new line by ${token}`);
    else if (result.length === 0) continue;
    else if (kind === 'change') result[place] = `  line changed by ${token}`;
    else {
      const [line] = result.splice(place, 1);
      if (kind === 'move') result.splice(Math.floor(to * (result.length + 1)), 0, line ?? '');
    }
  }
  return result;
}
