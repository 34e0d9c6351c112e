import { aggregate, openAggregate, renamedAggregate } from '../screens/aggregate.ts';
import { transitions } from '../screens/transitions.ts';
import { borrowed } from './borrowed.ts';
import { deployable, deployableName, name, owner, ownerName } from './identity.ts';
import { menu } from './menu.ts';
import { consume, event, eventContext, external, line, reaction } from './reactions.ts';
import type { ModuleScreen } from './screen.ts';
import { summary } from './summary.ts';

/** Every question of `module`, in the order they are asked. */
export const moduleScreens: readonly ModuleScreen[] = [
  name,
  owner,
  ownerName,
  menu,
  borrowed(aggregate),
  borrowed(openAggregate),
  borrowed(transitions),
  borrowed(renamedAggregate),
  eventContext,
  event,
  reaction,
  consume,
  external,
  line,
  deployable,
  deployableName,
  summary,
];
