export {
  LimitsUnavailable,
  type LimitClass,
  type LimitDemand,
  type LimitRule,
  type LimitRules,
  type Limits,
  type LimitState,
  type LimitSubject,
} from './limits.ts';
export { createLimits, type LimitsOptions } from './create-limits.ts';
