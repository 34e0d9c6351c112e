import type { StackId } from '../../blueprint/model.ts';
import { availableStacks, loadStack } from '../../stacks/index.ts';
import type { Stack } from '../../stacks/stack.ts';
import type { World } from '../command.ts';
import { compareVersions } from '../semantic-version.ts';
import { fine, problem, warning, type Finding } from './finding.ts';
import { ask, versionIn } from './probe.ts';

/** The toolchains of what this version can emit; the one of the repository around is needed. */
export async function toolchains(here: StackId | null, world: World): Promise<readonly Finding[]> {
  const stacks = await Promise.all(availableStacks.map((id) => loadStack(id)));
  return Promise.all(
    stacks.flatMap((stack) => (stack === null ? [] : [toolchain(stack, stack.id === here, world)])),
  );
}

async function toolchain(stack: Stack, isNeeded: boolean, world: World): Promise<Finding> {
  const { program, version: needed, install } = stack.toolchain;
  const id = `stack-${stack.id}`;
  const use = isNeeded
    ? 'this repository needs it'
    : `repositories with the stack ${stack.id} need it`;
  const say = isNeeded ? problem : warning;
  const answer = await ask([program, versionFlag(program)], world);
  const found = answer.kind === 'said' ? versionIn(answer.text) : null;
  if (found === null) {
    const message = answer.kind === 'too-slow' ? 'takes too long to answer' : 'not found';
    return say(id, program, `${message}; ${use}, ${needed}`, install);
  }
  return compareVersions(found, versionIn(needed) ?? needed) < 0
    ? say(id, program, `${found} is older than ${needed}; ${use}`, install)
    : fine(id, program, `${found} (${stack.id})`);
}

/** Go alone has a command for it. */
function versionFlag(program: string): string {
  return program === 'go' ? 'version' : '--version';
}
