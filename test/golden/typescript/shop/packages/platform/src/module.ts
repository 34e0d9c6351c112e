import type { Clock, EventHandler, IdGenerator } from '@packages/kernel/application';
import type { AnyElysia } from 'elysia';
import type { Cache } from './cache/index.ts';
import type { Database } from './database/index.ts';
import type { HttpTools } from './http/index.ts';
import type { Telemetry } from './telemetry/index.ts';

/** What a context needs of the process that hosts it. */
export interface ModuleDependencies {
  readonly database: Database;
  readonly cache: Cache;
  readonly clock: Clock;
  readonly ids: IdGenerator;
  /** Whether any context, hosted here or elsewhere, has subscribed to events of the type. */
  readonly subscribed: (type: string) => boolean;
  readonly telemetry: Telemetry;
  readonly http: HttpTools;
  /** Addresses of outside services by variable name; null: not available here. */
  readonly externals: Readonly<Record<string, string | null>>;
}

/** Work that comes round by itself, such as a saga's deadlines. */
export interface Sweep {
  readonly name: string;
  readonly everyMs: number;
  readonly run: () => Promise<void>;
}

/** A context as a deployable sees it. */
export interface Module {
  readonly name: string;
  /** The PostgreSQL schema that the context owns. */
  readonly schema: string;
  readonly routes: AnyElysia;
  readonly handlers: readonly EventHandler[];
  readonly sweeps: readonly Sweep[];
}
