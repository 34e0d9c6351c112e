import fs from 'node:fs';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '../..');

/** The pages that people read, by their path in the project. */
export function pages(): readonly string[] {
  const docs = fs
    .readdirSync(path.join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file.replaceAll(path.sep, '/')}`);
  return ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', ...docs.toSorted()];
}

export function read(page: string): string {
  return fs.readFileSync(path.join(root, page), 'utf8');
}

export interface Block {
  readonly language: string;
  /** what stands behind the language: the file that the block is, or `skip` */
  readonly rest: string;
  readonly text: string;
}

/** The fenced blocks of a page, in order. */
export function blocksOf(markdown: string): readonly Block[] {
  return [...markdown.matchAll(/^```(\w+) ?(.*)\n([\s\S]*?)^```$/gm)].map(
    ([, language = '', rest = '', text = '']) => ({ language, rest, text }),
  );
}

/** A page without its code: prose with its links and headings. */
export function proseOf(markdown: string): string {
  return markdown.replaceAll(/^```[\s\S]*?^```$/gm, '');
}

/** The commands of a shell block: one for each line, continued lines and open quotes joined. */
export function commandsIn(text: string): readonly string[] {
  const commands: string[] = [];
  let open = '';
  for (const line of text.split('\n')) {
    open = open === '' ? line : `${open}\n${line}`;
    const quotes = (open.replaceAll(/\\\n/g, '').match(/'/g) ?? []).length;
    if (open.endsWith('\\') || quotes % 2 === 1) continue;
    if (open.trim() !== '') commands.push(open);
    open = '';
  }
  return commands;
}
