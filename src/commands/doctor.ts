import type { World } from './command.ts';
import type { Finding } from './doctor/finding.ts';
import { ports } from './doctor/ports.ts';
import { repository, stackOf } from './doctor/repository.ts';
import { toolchains } from './doctor/stacks.ts';
import { storage } from './doctor/storage.ts';
import { tools } from './doctor/tools.ts';
import { lockAbove } from './lock-above.ts';

export type { Finding } from './doctor/finding.ts';

export interface Diagnosis {
  /** whether there is no problem; warnings are none */
  readonly healthy: boolean;
  /** absolute; null: not inside a repository */
  readonly repository: string | null;
  readonly findings: readonly Finding[];
}

/**
 * Looks at everything at once, and changes nothing. A problem is what is needed here: a recent
 * Node.js, space on the disk, and inside a repository its toolchain, a lock that can be read and no
 * conflicts. What only some commands need is a warning.
 */
export async function diagnose(world: World): Promise<Diagnosis> {
  const above = lockAbove(world.cwd);
  const found = await Promise.all([
    tools(world),
    toolchains(above === null ? null : stackOf(above), world),
    above === null ? [] : repository(above),
    above === null ? [] : ports(above.root, world),
    storage(world),
  ]);
  const findings = found.flat();
  return {
    healthy: findings.every(({ status }) => status !== 'problem'),
    repository: above?.root ?? null,
    findings,
  };
}
