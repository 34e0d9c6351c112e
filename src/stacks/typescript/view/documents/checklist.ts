import { enumerate, table } from '../../../shared/documents/markdown.ts';
import type { RepositoryModel } from '../model.ts';

/** A requirement with the files and tests that meet it; without any it is not met, and not listed. */
export interface Requirement {
  readonly id: string;
  readonly text: string;
  readonly evidence: (model: RepositoryModel) => readonly string[];
}

export function checklist(model: RepositoryModel): string {
  const rows = requirements.flatMap(({ id, text, evidence }) => {
    const paths = evidence(model);
    return paths.length === 0
      ? []
      : [[id, text, enumerate(paths.map((path) => `[${path}](../${path})`))]];
  });
  return `# Checklist

What this repository meets, and where to see it. A requirement that is not listed is not met yet.

${table(['Id', 'Requirement', 'Met by'], rows)}
`;
}

const requirements: readonly Requirement[] = [];
