import { blobHash } from '../../repository/blob-hash.ts';

/** What is looked for: path as emitted → git's hash of the text as emitted. */
export type Wanted = ReadonlyMap<string, string>;

/** A place where texts as emitted may be. What it says is not believed: every text is hashed. */
export interface BaseSource {
  find(wanted: Wanted): Promise<Found>;
}

export interface Found {
  /** path → text */
  readonly texts: ReadonlyMap<string, string>;
  /** why there is no more, a sentence; null: nothing to say */
  readonly problem: string | null;
}

export interface Bases {
  readonly texts: ReadonlyMap<string, string>;
  /** paths of which no source had the text */
  readonly missing: readonly string[];
  readonly problems: readonly string[];
}

/** Asks the sources in turn for what is still missing. */
export async function findBases(wanted: Wanted, sources: readonly BaseSource[]): Promise<Bases> {
  const texts = new Map<string, string>();
  const problems: string[] = [];
  let missing = wanted;
  for (const source of sources) {
    if (missing.size === 0) break;
    const found = await source.find(missing);
    for (const [path, text] of found.texts) {
      if (blobHash(text) === missing.get(path)) texts.set(path, text);
    }
    if (found.problem !== null) problems.push(found.problem);
    missing = new Map([...missing].filter(([path]) => !texts.has(path)));
  }
  return { texts, missing: [...missing.keys()], problems };
}
