/** What a flag got wrong, and at which character (counted from 1). */
export class ScanError extends Error {
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}

/** Reads a short text from left to right. Failures are thrown as ScanError and caught in flags.ts. */
export class Scanner {
  readonly #text: string;
  readonly #form: string;
  #position = 0;

  /** `form` is an example of what is expected, shown as the hint of every failure. */
  constructor(text: string, form: string) {
    this.#text = text;
    this.#form = form;
  }

  get isAtEnd(): boolean {
    this.skipSpace();
    return this.#position >= this.#text.length;
  }

  skipSpace(): void {
    this.#take(/\s*/y);
  }

  /** Takes the token if it is next. */
  accept(token: string): boolean {
    this.skipSpace();
    if (!this.#text.startsWith(token, this.#position)) return false;
    this.#position += token.length;
    return true;
  }

  expect(token: string): void {
    if (!this.accept(token)) this.fail(`“${token}” is missing`);
  }

  /** Takes what the pattern (sticky) matches, which must not be nothing. */
  read(pattern: RegExp, what: string): string {
    this.skipSpace();
    const taken = this.#take(pattern);
    if (taken === '') this.fail(`${what} is missing`);
    return taken;
  }

  /** Takes "…" with \" and \\ as escapes. */
  acceptQuoted(): string | null {
    this.skipSpace();
    if (this.#text[this.#position] !== '"') return null;
    const raw = this.#take(/"(?:[^"\\]|\\.)*"/sy);
    if (raw === '') this.fail('the quotes are not closed');
    return raw.slice(1, -1).replaceAll(/\\(["\\])/g, '$1');
  }

  /** Takes everything up to the bracket that closes the one already taken. */
  readBalanced(close: string): string {
    const open = close === ')' ? '(' : '[';
    const start = this.#position;
    for (let depth = 1; this.#position < this.#text.length; this.#position += 1) {
      const character = this.#text[this.#position];
      if (character === open) depth += 1;
      else if (character === close) depth -= 1;
      if (depth > 0) continue;
      this.#position += 1;
      return this.#text.slice(start, this.#position - 1);
    }
    return this.fail(`“${close}” is missing`);
  }

  end(): void {
    if (!this.isAtEnd) this.fail('nothing more is expected');
  }

  fail(message: string): never {
    const rest = this.#text.slice(this.#position, this.#position + 20);
    const place =
      rest === '' ? 'at the end' : `at character ${this.#position + 1}, before “${rest}”`;
    throw new ScanError(`${message} ${place}`, this.#form);
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#position;
    const taken = pattern.exec(this.#text)?.[0] ?? '';
    this.#position += taken.length;
    return taken;
  }
}
