import path from 'node:path';

import { advise } from '../../advisor/index.ts';
import { defaults } from '../../blueprint/draft.ts';
import { presetSummaries } from '../../blueprint/presets.ts';
import type { Answers } from '../../commands/answers.ts';
import { ok } from '../../commands/command.ts';
import { blueprintOf, writtenOf, type Sources } from '../../commands/request.ts';
import { inspectTarget } from '../../repository/target.ts';
import { availableStacks } from '../../stacks/index.ts';
import type { Knowledge } from './knowledge.ts';

/** What the screens may ask, answered from what the command line gave and the texts it refers to. */
export function gatherKnowledge(given: Answers, sources: Sources, cwd: string): Knowledge {
  const written = (answers: Answers) => writtenOf(answers, sources, cwd);
  const team = (answers: Answers) => {
    const base = written(answers);
    const said = base.ok ? base.value.team : undefined;
    return {
      size: answers.teamSize ?? said?.size ?? defaults.team.size,
      domainComplexity:
        answers.complexity ?? said?.domainComplexity ?? defaults.team.domainComplexity,
      clearBoundaries:
        answers.clearBoundaries ?? said?.clearBoundaries ?? defaults.team.clearBoundaries,
    };
  };
  const targets = (answers: Answers) => {
    const base = written(answers);
    const said = base.ok ? base.value.targets : undefined;
    return {
      p99Ms: answers.p99Ms ?? said?.p99Ms ?? defaults.targets.p99Ms,
      throughputRps: answers.throughputRps ?? said?.throughputRps ?? defaults.targets.throughputRps,
      availability: said?.availability ?? defaults.targets.availability,
    };
  };
  const absolute = (directory: string) => path.resolve(cwd, directory);
  return {
    stacks: availableStacks,
    presets: presetSummaries(sources.presets),
    given: givenBy(given),
    absolute,
    folderProblem(directory) {
      const target = inspectTarget(absolute(directory));
      return target.ok ? null : target.error.message;
    },
    blueprint(answers) {
      const advised = blueprintOf(answers, sources, cwd);
      if (!advised.ok) return advised;
      const { blueprint, decisions, conflicts, notes } = advised.value;
      return ok({
        blueprint,
        decisions,
        notes: [...conflicts.map(({ because }) => because), ...notes],
      });
    },
    written,
    team,
    targets,
    decisions: (answers) => advise({ team: team(answers), targets: targets(answers) }),
  };
}

/** What the command line answered: members by name, assignments as `set <path>`. */
function givenBy(given: Answers): ReadonlySet<string> {
  const members = Object.entries(given)
    .filter(
      ([, value]) =>
        value !== undefined && value !== true && !(Array.isArray(value) && value.length === 0),
    )
    .map(([name]) => name);
  const assignments = given.set.map((each) => `set ${each.slice(0, each.indexOf('=')).trim()}`);
  const name = assignments.includes('set name') ? ['name'] : [];
  return new Set([
    ...members,
    ...assignments,
    ...name,
    ...(given.clearBoundaries === undefined ? [] : ['clearBoundaries']),
  ]);
}
