import { defaults, limits, type Draft } from './draft.ts';
import { normaliseContext } from './normalise-context.ts';
import { Notes } from './notes.ts';
import type { Origins } from './origins.ts';
import type { Finding } from './problem.ts';
import type { Written } from './schema.ts';

export interface Normalised {
  readonly draft: Draft;
  readonly origins: Origins;
  readonly findings: readonly Finding[];
}

/** Fills in what has a default, brings everything into one form, and checks every part by itself. */
export function normaliseWritten(written: Written): Normalised {
  const notes = new Notes();
  const draft = normaliseDraft(notes, written);
  return { draft, origins: notes.origins, findings: notes.findings };
}

function normaliseDraft(notes: Notes, written: Written): Draft {
  notes.checkName('repository', written.name, ['name'], 'name of the backend');
  notes.atMost(
    limits.contexts,
    written.contexts,
    ['contexts'],
    'contexts',
    'Split the system into several backends.',
  );
  if (written.contexts.length === 0) {
    notes.report(
      'missing',
      ['contexts'],
      'A backend needs at least one context',
      'Add one, e.g. `- name: ordering`.',
    );
  }
  const contexts = written.contexts.map((context, i) =>
    normaliseContext(notes, context, ['contexts', i]),
  );
  return {
    schema: 1,
    name: written.name,
    stack: written.stack ?? defaults.stack,
    team: {
      size: written.team?.size ?? defaults.team.size,
      domainComplexity: written.team?.domainComplexity ?? defaults.team.domainComplexity,
      clearBoundaries: written.team?.clearBoundaries ?? defaults.team.clearBoundaries,
    },
    targets: {
      p99Ms: written.targets?.p99Ms ?? defaults.targets.p99Ms,
      throughputRps: written.targets?.throughputRps ?? defaults.targets.throughputRps,
      availability: written.targets?.availability ?? defaults.targets.availability,
    },
    features: normaliseFeatures(written.features ?? {}),
    delivery: given(written.delivery ?? {}),
    deployables: normaliseDeployables(notes, written),
    contexts: contexts.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

/** In one order, whichever they were written or added in. */
function normaliseDeployables(notes: Notes, { deployables }: Written): Draft['deployables'] {
  if (deployables === undefined) return null;
  return deployables
    .map(({ name, contexts }, i) => {
      notes.checkName('deployable', name, ['deployables', i, 'name'], 'name of the deployable');
      return notes.remember({ name, contexts: contexts.toSorted() }, ['deployables', i]);
    })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

const cacheLevels = ['memory', 'redis', 'cdn'] as const;

/** Cache levels have one order, from the nearest to the farthest. */
function normaliseFeatures(written: NonNullable<Written['features']>): Draft['features'] {
  const { cache, ...others } = given(written);
  if (cache === undefined) return others;
  return { ...others, cache: cacheLevels.filter((level) => cache.includes(level)) };
}

/** Drops keys whose value is undefined. */
function given<T extends object>(object: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
