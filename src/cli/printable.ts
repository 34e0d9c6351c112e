import { stripVTControlCharacters } from 'node:util';

/** Everything that moves a cursor, rings a bell or turns the reading direction around, line feeds excepted. */
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const unprintable =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** Text from outside as it may be shown in a terminal: no escape sequences, no control characters. */
export function printable(text: string): string {
  return stripVTControlCharacters(text).replace(unprintable, (character) =>
    character === '\t' ? '  ' : '',
  );
}

/** The same for a value that must stay on its line. */
export function printableLine(text: string): string {
  return printable(text.replace(/\s*\n\s*/g, ' '));
}

/** JSON that is safe to show in a terminal: what JSON leaves unescaped and a terminal obeys is escaped. */
export function printableJson(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(
    // oxlint-disable-next-line no-control-regex -- as above
    /[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A name that somebody else chose, on one line and complete: what cannot be shown stands there as its number. */
export function visible(name: string): string {
  return name.replace(
    // oxlint-disable-next-line no-control-regex -- as above
    /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
