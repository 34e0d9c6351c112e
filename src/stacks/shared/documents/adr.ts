import type { ComputedFile } from '../../stack.ts';

/** A decision record: its file is named by number and slug. */
export interface DecisionRecord {
  /** e.g. `0004-outbox-in-the-transaction.md` */
  readonly file: string;
  readonly title: string;
  /** Markdown, the title included */
  readonly text: string;
}

/** A record of the repository's own, before it has its number. */
export interface DecisionDraft {
  readonly slug: string;
  readonly title: string;
  readonly context: string;
  readonly decision: string;
  readonly consequences: readonly string[];
  readonly notChosen: readonly string[];
}

export function adrFiles(
  ...records: readonly (readonly DecisionRecord[])[]
): readonly ComputedFile[] {
  return records.flat().map(({ file, text }) => ({ path: `docs/adr/${file}`, content: text }));
}

/** Records in MADR form (https://adr.github.io/madr/), numbered from `first`. */
export function numbered(
  drafts: readonly DecisionDraft[],
  first: number,
): readonly DecisionRecord[] {
  return drafts.map((draft, index) => ({
    file: `${String(first + index).padStart(4, '0')}-${draft.slug}.md`,
    title: draft.title,
    text: write(draft),
  }));
}

function write({ title, context, decision, consequences, notChosen }: DecisionDraft): string {
  const list = (items: readonly string[]) => items.map((item) => `- ${item}`).join('\n');
  return `# ${title}

Status: accepted

## Context and problem statement

${context}

## Decision outcome

${decision}

### Consequences

${list(consequences)}

### Not chosen

${list(notChosen)}
`;
}
