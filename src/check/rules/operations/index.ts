import type { Rule } from '../../rule.ts';
import { boundaries } from './boundaries.ts';
import { contractTests } from './contracts.ts';
import { externals } from './externals.ts';
import { health } from './health.ts';
import { images } from './images.ts';
import { structuredLogs } from './logs.ts';
import { redMetrics, useMetrics } from './metrics.ts';
import { pods } from './pods.ts';
import { pools } from './pool.ts';
import { postgresVersion, redisVersion } from './versions.ts';
import { hardenedWorkflows } from './workflows.ts';

export const operationsRules: readonly Rule[] = [
  redMetrics,
  useMetrics,
  structuredLogs,
  pools,
  contractTests,
  boundaries,
  externals,
  health,
  images,
  pods,
  hardenedWorkflows,
  postgresVersion,
  redisVersion,
];
