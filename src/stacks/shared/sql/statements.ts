/** One statement of a migration. */
export interface Statement {
  /** as written, with the comments above it and its semicolon */
  readonly text: string;
  /** the same without comments and with single spaces: what it does */
  readonly meaning: string;
}

/** A quoted string, a quoted identifier, a comment, a dollar-quoted body, or a semicolon: PostgreSQL's lexical structure, §4.1. */
const token =
  /(?<comment>--[^\n]*|\/\*[^]*?\*\/)|(?<quoted>\b[eE]'(?:[^'\\]|\\[^]|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|(?<tag>\$(?:[A-Za-z_]\w*)?\$)[^]*?\k<tag>)|(?<end>;)|(?<space>\s+)|(?<other>\w+|[^])/g;

/** Splits a script at the semicolons that end statements. */
export function statementsOf(script: string): readonly Statement[] {
  const statements: Statement[] = [];
  let text = '';
  let meaning = '';
  const finish = (): void => {
    if (meaning.trim() !== '') statements.push({ text: text.trim(), meaning: meaning.trim() });
    text = '';
    meaning = '';
  };
  for (const { 0: lexeme, groups } of script.replaceAll('\r\n', '\n').matchAll(token)) {
    text += lexeme;
    if (groups?.['comment'] !== undefined) continue;
    meaning += groups?.['space'] === undefined ? lexeme : meaning.endsWith(' ') ? '' : ' ';
    if (groups?.['end'] !== undefined) finish();
  }
  finish();
  return statements;
}
