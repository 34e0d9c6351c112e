-- What the platform keeps beside the contexts: who was let in, who was not, and who is signed in.

-- Append-only, hash-chained as a whole: the application may insert and read, nothing else.
CREATE TABLE "_security"."audit_log" (
  "position" bigint PRIMARY KEY,
  "at" timestamptz(3) NOT NULL,
  "action" text NOT NULL,
  "actor_kind" text,
  "actor_id" text,
  "client_id" text,
  "tenant" text,
  "address" text NOT NULL,
  "method" text NOT NULL,
  "route" text,
  "correlation_id" text NOT NULL,
  "details" jsonb NOT NULL,
  "hash" text NOT NULL
);
CREATE INDEX "audit_log_at_idx" ON "_security"."audit_log" ("at");
CREATE INDEX "audit_log_correlation_id_idx" ON "_security"."audit_log" ("correlation_id");
