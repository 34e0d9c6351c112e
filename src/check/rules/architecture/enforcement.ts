import type { Rule } from '../../rule.ts';
import { architectureTest, checkInCi } from './enforcement-runs.ts';
import { closedExports, layerProjects, lintBoundaries } from './enforcement-settings.ts';

export const enforcement: Rule = {
  id: 'ARC-4',
  title:
    'The layer and context rules are enforced by the compiler or the build, and every rule has a fixture proving that it can fail',
  checks: [layerProjects, closedExports, lintBoundaries, architectureTest, checkInCi],
};
