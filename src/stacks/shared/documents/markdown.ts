/** Text of a person, as one line of Markdown that shows exactly that text. */
export function plain(text: string): string {
  return text
    .replace(/\s+/gu, ' ')
    .trim()
    .replace(/[\\`*_{}[\]<>#|~$&]/gu, (character) => `\\${character}`);
}

/** A code span that survives backticks; fit for the cell of a table where `inTable` is given. */
export function code(text: string, place: 'in-text' | 'in-table' = 'in-table'): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const padding = /^`|`$|^ .* $/su.test(text) ? ' ' : '';
  const span = `${fence}${padding}${text.replace(/\s/gu, ' ')}${padding}${fence}`;
  return place === 'in-table' ? span.replaceAll('|', '\\|') : span;
}

/** A table, or nothing where there are no rows. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** A heading with its content, or nothing where there is none. */
export function section(level: number, title: string, ...content: readonly string[]): string {
  const body = blocks(...content);
  return body === '' ? '' : `${'#'.repeat(level)} ${title}\n\n${body}`;
}

/** Blocks with a blank line between them; empty ones leave no trace. */
export function blocks(...content: readonly string[]): string {
  return content.filter((block) => block !== '').join('\n\n');
}

/** `a`, `a and b`, `a, b and c` */
export function enumerate(items: readonly string[], conjunction = 'and'): string {
  const last = items.at(-1);
  if (last === undefined) return '';
  return items.length === 1 ? last : `${items.slice(0, -1).join(', ')} ${conjunction} ${last}`;
}
