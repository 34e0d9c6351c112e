-- Processes that span contexts: how far each has come, and until when it may go on.
CREATE TABLE "{schema}"."_sagas" (
  "id" uuid PRIMARY KEY,
  "saga" text NOT NULL,
  "aggregate_id" uuid NOT NULL,
  "status" text NOT NULL CHECK ("status" IN ('running', 'completed', 'compensated')),
  "step" text,
  "done" jsonb NOT NULL,
  "data" jsonb NOT NULL,
  "correlation_id" text NOT NULL,
  "deadline" timestamptz(3) NOT NULL,
  "created_at" timestamptz(3) NOT NULL,
  "updated_at" timestamptz(3) NOT NULL,
  UNIQUE ("saga", "aggregate_id")
);
CREATE INDEX "_sagas_deadline_idx" ON "{schema}"."_sagas" ("deadline") WHERE "status" = 'running';
CREATE INDEX "_sagas_ended_idx" ON "{schema}"."_sagas" ("updated_at") WHERE "status" <> 'running';
