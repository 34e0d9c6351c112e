const replacements: Readonly<Record<string, string>> = {
  '“': '"',
  '”': '"',
  '‘': "'",
  '’': "'",
  '…': '...',
  '–': '-',
  '—': '-',
  '·': '-',
  '•': '*',
  '→': '->',
  '←': '<-',
  '↑': 'up',
  '↓': 'down',
  '≤': '<=',
  '≥': '>=',
  '×': 'x',
  '│': '|',
  '─': '-',
  '├': '|',
  '└': '`',
  '✔': '+',
};

/** Typography for terminals that show ASCII only; letters of other scripts are left alone. */
export function toAscii(text: string): string {
  return text.replace(
    /[“”‘’…–—·•→←↑↓≤≥×│─├└✔]/g,
    (character) => replacements[character] ?? character,
  );
}
