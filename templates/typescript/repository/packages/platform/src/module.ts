import type { Clock, EventHandler, IdGenerator } from '@packages/kernel/application';
import type { AnyElysia } from 'elysia';
import type { Database } from './database/index.ts';
import type { HttpTools } from './http/index.ts';
import type { Telemetry } from './telemetry/index.ts';

/** What a context needs of the process that hosts it. */
export interface ModuleDependencies {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: IdGenerator;
  readonly telemetry: Telemetry;
  readonly http: HttpTools;
}

/** Work that comes round by itself, such as a saga's deadlines. */
export interface Sweep {
  readonly name: string;
  readonly everyMs: number;
  run(): Promise<void>;
}

/** A context as a deployable sees it. */
export interface Module {
  readonly name: string;
  readonly schema: string;
  readonly routes: AnyElysia;
  readonly handlers: readonly EventHandler[];
  readonly sweeps: readonly Sweep[];
}
