import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** The pacts as they were agreed on, in the repository. */
export const pactsFolder = resolve(import.meta.dir, '../../../pacts');

/** A file below `pacts/`, and a folder for what the tests write in its place. */
export class PactFile {
  readonly path: string;
  readonly draftFolder = mkdtempSync(join(tmpdir(), 'pact-'));

  constructor(...segments: readonly string[]) {
    this.path = `${join(pactsFolder, ...segments)}.json`;
  }

  /**
   * Compares what the tests wrote with what was agreed on. With UPDATE_PACTS set the agreement
   * follows the tests, to be reviewed with the change.
   */
  settle(): void {
    const drafts = readdirSync(this.draftFolder).map((name) => join(this.draftFolder, name));
    const [draft] = drafts;
    if (draft === undefined) throw new Error('The tests wrote no pact.');
    const written = agreement(readFileSync(draft, 'utf8'));
    rmSync(this.draftFolder, { recursive: true });

    if (process.env['UPDATE_PACTS'] !== undefined) {
      mkdirSync(dirname(this.path), { recursive: true });
      writeFileSync(this.path, `${JSON.stringify(written, null, 2)}\n`);
    } else if (!Bun.deepEquals(agreement(readFileSync(this.path, 'utf8')), written)) {
      throw new Error(
        `${this.path} is not what this test expects. If the expectation is right, run it with UPDATE_PACTS=true, then bun run format.`,
      );
    }
  }
}

interface Pact {
  readonly consumer: unknown;
  readonly provider: unknown;
  readonly interactions: readonly { readonly description: string }[];
}

/** A pact without the versions of the tools that wrote it, its interactions in order. */
function agreement(text: string) {
  const { consumer, provider, interactions }: Pact = JSON.parse(text);
  return {
    consumer,
    provider,
    interactions: interactions.toSorted((a, b) => (a.description < b.description ? -1 : 1)),
    metadata: { pactSpecification: { version: '4.0' } },
  };
}
