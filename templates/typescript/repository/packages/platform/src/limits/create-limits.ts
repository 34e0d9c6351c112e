import type { LimitRules, Limits } from './limits.ts';
import { createLocalLimits } from './local-limits.ts';

export interface LimitsOptions {
  readonly rules: LimitRules;
}

export const createLimits = ({ rules }: LimitsOptions): Limits => createLocalLimits(rules);
