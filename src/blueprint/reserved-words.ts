/** Words that cannot be identifiers, by the language that reserves them. Sources: the languages' references. */
export const reservedWords = {
  // ECMAScript 2025 §12.7.2 in strict mode and modules, TypeScript's own type names, and what every object has
  TypeScript:
    'arguments as async await break case catch class const continue debugger default delete do else enum eval export extends false finally for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof undefined var void while with yield any boolean declare global globalThis module namespace never number object require string symbol type unknown constructor prototype',
  // Python 3.14 reference §2.3.2 and §2.3.3 (soft keywords)
  Python:
    'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield match case type',
  // Go specification, Keywords; package names with a meaning of their own
  Go: 'break case chan const continue default defer else fallthrough for func go goto if import interface map package range return select struct switch type var main init internal vendor testdata nil iota',
  // Rust reference, Keywords (strict, reserved, weak) and crates of the sysroot
  Rust: 'as break const continue crate dyn else enum extern false fn for if impl in let loop match mod move mut pub ref return self static struct super trait true type unsafe use where while async await abstract become box do final macro override priv typeof unsized virtual yield try gen union alloc core std test',
  // Microsoft Learn, Naming Files, Paths, and Namespaces
  Windows:
    'con prn aux nul com0 com1 com2 com3 com4 com5 com6 com7 com8 com9 lpt0 lpt1 lpt2 lpt3 lpt4 lpt5 lpt6 lpt7 lpt8 lpt9 conin$ conout$',
  // schemas every PostgreSQL database already has
  PostgreSQL: 'public information_schema',
} as const;

export type Reserver = keyof typeof reservedWords;

const reserversByWord = new Map<string, Reserver>();
for (const [reserver, words] of Object.entries(reservedWords)) {
  for (const word of words.split(' ')) {
    const key = word.toLowerCase();
    if (!reserversByWord.has(key) && isReserver(reserver)) reserversByWord.set(key, reserver);
  }
}

function isReserver(text: string): text is Reserver {
  return Object.hasOwn(reservedWords, text);
}

/** Who reserves the word, whatever its case; null: nobody. */
export function reservedBy(word: string): Reserver | null {
  return reserversByWord.get(word.toLowerCase()) ?? null;
}

const windows = new Set<string>(reservedWords.Windows.split(' '));

/** No file or folder of this name can exist on Windows, whatever its extension. */
export function isReservedOnWindows(word: string): boolean {
  return windows.has(word.toLowerCase());
}
