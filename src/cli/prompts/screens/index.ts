import type { Screen } from '../questionnaire.ts';
import { aggregate, openAggregate, renamedAggregate } from './aggregate.ts';
import { afterwards, delivery } from './delivery.ts';
import { context, domain, newContext, renamedContext } from './domain.ts';
import { featureList } from './features.ts';
import { adjust, directory, name, stack, start } from './project.ts';
import { change, summary } from './summary.ts';
import { availability, latency, throughput } from './targets.ts';
import { transitions } from './transitions.ts';
import { boundaries, complexity, teamSize } from './team.ts';

/** Every question of `create`, in the order they are asked. */
export const createScreens: readonly Screen[] = [
  directory,
  name,
  start,
  adjust,
  stack,
  teamSize,
  complexity,
  boundaries,
  latency,
  throughput,
  availability,
  domain,
  newContext,
  context,
  renamedContext,
  aggregate,
  openAggregate,
  transitions,
  renamedAggregate,
  featureList,
  delivery,
  afterwards,
  summary,
  change,
];

/** The questions of `advise`: what the decisions are made from. */
export const adviceScreens: readonly Screen[] = [
  teamSize,
  complexity,
  boundaries,
  latency,
  throughput,
];
