import type { Path } from './problem.ts';

/** Where the parts of a draft were written; parts are told apart by identity. */
export type Origins = ReadonlyMap<object, Path>;
