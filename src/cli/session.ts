import type { World } from '../commands/command.ts';
import type { Terminal } from './terminal.ts';

/** One run of the program: where it runs, for whom, and how it is to speak. */
export interface Session {
  readonly version: string;
  readonly terminal: Terminal;
  readonly world: World;
  readonly json: boolean;
  readonly verbose: boolean;
}
