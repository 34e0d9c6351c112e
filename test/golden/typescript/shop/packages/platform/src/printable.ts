const longest = 512;

/** Whatever a terminal, a viewer of logs or the database could take for more than a character. */
const unprintable = /[\\\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

const escaped = (character: string): string =>
  character === '\\' ? '\\\\' : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;

/**
 * Text from outside as it may be kept and shown: control characters, line breaks, marks that turn
 * the direction of writing and what is no character at all are spelled out, `\u{1b}`. Different
 * texts stay different, up to a length that no honest one has.
 */
export function printable(text: string): string {
  const cut = text.length > longest ? `${text.slice(0, longest)}…` : text;
  return cut.replaceAll(unprintable, escaped);
}

/** JSON escapes the control characters of ASCII; terminals obey more than those. */
const unprintableInJson = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu;

/** The same JSON, in characters that are safe to print. */
export function printableJson(json: string): string {
  return json.replaceAll(unprintableInJson, (character) =>
    Array.from({ length: character.length }, (_, index) => unit(character.charCodeAt(index))).join(
      '',
    ),
  );
}

const unit = (code: number): string => `\\u${code.toString(16).padStart(4, '0')}`;
