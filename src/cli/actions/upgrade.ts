import path from 'node:path';

import { exitCodes, ok, type Outcome } from '../../commands/command.ts';
import { upgrade, type UpgradeRequest } from '../../commands/upgrade.ts';
import type { UpgradeReport } from '../../commands/upgrade/report.ts';
import type { Answer } from '../output.ts';
import type { Session } from '../session.ts';
import { upgradeText } from '../upgrade-text.ts';

export interface UpgradeOptions {
  /** `true`: given without a name */
  readonly branch?: string | true;
  readonly dryRun: boolean;
  readonly check: boolean;
  readonly abort: boolean;
  readonly allowDirty: boolean;
  readonly base?: string;
  readonly offline: boolean;
}

export async function upgradeAction(
  options: UpgradeOptions,
  session: Session,
): Promise<Outcome<Answer>> {
  const upgraded = await upgrade(requestOf(options, session.world.cwd), session.world);
  if (!upgraded.ok) return upgraded;
  return ok({
    result: upgraded.value,
    text: upgradeText(upgraded.value, session),
    exit: exitOf(upgraded.value, options.check),
  });
}

function requestOf(
  { branch, dryRun, check, abort, allowDirty, base, offline }: UpgradeOptions,
  cwd: string,
): UpgradeRequest {
  return {
    directory: '.',
    mode: abort ? 'take-back' : check ? 'check' : dryRun ? 'preview' : 'apply',
    branch: branch === true ? '' : (branch ?? null),
    allowDirty,
    base: base === undefined ? null : path.resolve(cwd, base),
    offline,
  };
}

function exitOf({ outcome }: UpgradeReport, check: boolean): number {
  if (outcome === 'conflicts') return exitCodes.conflicts;
  return check && outcome === 'due' ? exitCodes.violations : exitCodes.done;
}
