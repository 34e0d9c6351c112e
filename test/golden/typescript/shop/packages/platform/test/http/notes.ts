import { Type } from '@sinclair/typebox';
import { Elysia, type AnyElysia } from 'elysia';
import { err, ok, type Result } from '@packages/kernel';
import {
  isMet,
  notFound,
  stale,
  type Execution,
  type Outcome,
  type StoredResponse,
  type UnitOfWork,
} from '@packages/kernel/application';
import {
  createdReply,
  createHttpTools,
  createServer,
  emptyReply,
  immutableFields,
  integer,
  nullable,
  pageReply,
  resourceOperations,
  resourceReply,
  Timestamp,
  Uuid,
  Version,
  type Admission,
  type HttpTools,
  type Server,
} from '../../src/http/index.ts';
import type { LimitRules } from '../../src/limits/index.ts';
import { createTestTelemetry, type Telemetry } from '../../src/telemetry/index.ts';
import { createTestAdmission } from '../../src/testing/admission.ts';
import { testIdentity, tokenFor } from '../../src/testing/identity.ts';

/** The smallest collection that shows everything the edge does. */
interface Note {
  readonly id: string;
  readonly title: string;
  readonly stars: number | null;
  readonly version: number;
  readonly createdAt: string;
}

const path = '/v1/notes/notes';
const title = Type.String({ minLength: 1, maxLength: 10 });
const stars = nullable(integer({ minimum: 0, maximum: 5 }));
const example = {
  id: '01890a5d-ac96-774b-bcce-b302099a8057',
  title: 'Milk',
  stars: 5,
  version: 1,
  createdAt: '2026-01-15T09:30:00.000Z',
};

const operations = resourceOperations({
  collection: 'notes.notes',
  names: { one: 'Note', many: 'Notes' },
  prose: { noun: 'note', one: 'a note', many: 'notes' },
  scopes: { read: 'notes:read', write: 'notes:write' },
  resource: {
    schema: Type.Object(
      { id: Uuid, title, stars, version: Version, createdAt: Timestamp },
      { $id: 'notes.Note', additionalProperties: false },
    ),
    example,
  },
  creation: {
    schema: Type.Object(
      { title, stars: Type.Optional(stars) },
      { $id: 'notes.Note.New', additionalProperties: false },
    ),
    example: { title: 'Milk', stars: 5 },
  },
  changes: {
    schema: Type.Object(
      { stars: Type.Optional(stars) },
      {
        $id: 'notes.Note.Changes',
        additionalProperties: false,
        [immutableFields]: ['id', 'title', 'version'],
      },
    ),
    example: { stars: 4 },
  },
});

function noteRoutes(http: HttpTools, interrupt: (note: string) => Promise<void>): AnyElysia {
  const notes = new Map<string, Note>();
  const unitOfWork = rememberingUnitOfWork();
  const endpoint = http.endpoints(unitOfWork);
  const find = (id: string): Result<Note, { readonly kind: 'not-found' }> => {
    const note = notes.get(id);
    return note === undefined ? notFound : ok(note);
  };

  return new Elysia({ prefix: path })
    .post(
      '',
      endpoint(
        operations.create,
        ({ body, execution }) =>
          unitOfWork.run(execution, async () => {
            await interrupt(body.title);
            const note: Note = {
              id: Bun.randomUUIDv7(),
              title: body.title,
              stars: body.stars ?? null,
              version: 1,
              createdAt: new Date().toISOString(),
            };
            notes.set(note.id, note);
            return ok(note);
          }),
        (note) => createdReply(path, note),
      ),
    )
    .get(
      '',
      endpoint(
        operations.list,
        async ({ page }) => {
          const all = [...notes.values()].toReversed();
          const start = all.findIndex(({ id }) => id === page.after?.id) + 1;
          const items = all.slice(start, start + page.limit);
          const last = items.at(-1);
          const next =
            last === undefined || start + page.limit >= all.length
              ? null
              : { createdAt: new Date(last.createdAt), id: last.id };
          return ok({ items, next });
        },
        (page) => pageReply(page, path, (note) => note),
      ),
    )
    .get(
      '/:id',
      endpoint(operations.read, async ({ id }) => find(id), resourceReply),
    )
    .patch(
      '/:id',
      endpoint(
        operations.change,
        async ({ id, body, precondition }) => {
          const found = find(id);
          if (!found.ok) return found;
          if (!isMet(precondition, found.value.version)) return stale;
          const changed = { ...found.value, ...body, version: found.value.version + 1 };
          notes.set(id, { ...changed, stars: changed.stars ?? null });
          return find(id);
        },
        resourceReply,
      ),
    )
    .delete(
      '/:id',
      endpoint(
        operations.remove,
        async ({ id }) => (notes.delete(id) ? ok(null) : notFound),
        emptyReply,
      ),
    );
}

/** Keeps in memory what the real one stores with the write. */
function rememberingUnitOfWork(): UnitOfWork<unknown> {
  const stored = new Map<string, { fingerprint: string; response: StoredResponse }>();
  return {
    async run<T>({ idempotency }: Execution, work: (nothing: unknown) => Promise<Outcome<T>>) {
      if (idempotency === null) return work(null);
      const place = `${idempotency.scope} ${idempotency.key}`;
      const earlier = stored.get(place);
      if (earlier !== undefined) {
        return earlier.fingerprint === idempotency.fingerprint
          ? err({ kind: 'replayed' as const, response: earlier.response })
          : err({ kind: 'key-reused' as const });
      }
      const outcome = await work(null);
      const { fingerprint } = idempotency;
      stored.set(place, { fingerprint, response: idempotency.respond(outcome) });
      return outcome;
    },
  };
}

export const token = tokenFor(['notes:read', 'notes:write']);

export interface NotesOptions {
  /** Runs before a note is written, with its title. */
  readonly interrupt?: (title: string) => Promise<void>;
  readonly telemetry?: Telemetry;
  readonly corsAllowedOrigins?: readonly string[];
  readonly production?: boolean;
  readonly trustedProxyHops?: number;
  readonly limits?: Partial<LimitRules>;
  readonly admission?: Admission;
}

export function createNotesServer({
  interrupt = () => Promise.resolve(),
  telemetry = createTestTelemetry(),
  corsAllowedOrigins = [],
  production = false,
  trustedProxyHops = 0,
  limits = {},
  admission = createTestAdmission(telemetry, limits).admission,
}: NotesOptions = {}): Server {
  const http = createHttpTools({ admission, telemetry });
  return createServer({
    modules: [{ name: 'notes', routes: noteRoutes(http, interrupt) }],
    config: {
      service: 'notes',
      production,
      host: '127.0.0.1',
      port: 0,
      managementPort: 0,
      publicUrl: null,
      corsAllowedOrigins,
      trustedProxyHops,
    },
    telemetry,
    identity: testIdentity,
    admission,
    readiness: [],
  });
}

export const notes = `http://localhost${path}`;
