export { applyPlan, type ApplyOptions } from './apply-plan.ts';
export { nodeDisk, type Disk, type Entry } from './disk.ts';
export { recover, type Recovery } from './recover.ts';
export { unsafePathProblem } from './safe-path.ts';
