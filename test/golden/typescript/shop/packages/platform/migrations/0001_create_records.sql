-- What every context keeps beside its own tables. {schema} is the schema of the context.

-- Events to be published: written with the change they tell of, claimed by lease, purged later.
CREATE TABLE "{schema}"."_outbox" (
  "position" bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "id" uuid NOT NULL,
  "type" text NOT NULL,
  "subject" text NOT NULL,
  "event" jsonb NOT NULL,
  "occurred_at" timestamptz NOT NULL DEFAULT now(),
  "available_at" timestamptz NOT NULL DEFAULT now(),
  "attempts" integer NOT NULL DEFAULT 0,
  "locked_by" uuid,
  "locked_until" timestamptz,
  "published_at" timestamptz,
  "dead_at" timestamptz,
  "last_error" text
);
CREATE INDEX "_outbox_pending_idx" ON "{schema}"."_outbox" ("subject", "position")
  WHERE "published_at" IS NULL AND "dead_at" IS NULL;
CREATE INDEX "_outbox_due_idx" ON "{schema}"."_outbox" ("position")
  WHERE "published_at" IS NULL AND "dead_at" IS NULL;
CREATE INDEX "_outbox_published_idx" ON "{schema}"."_outbox" ("published_at")
  WHERE "published_at" IS NOT NULL;

-- Events received, once per consumer: a second delivery of the same event changes nothing.
CREATE TABLE "{schema}"."_inbox" (
  "position" bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "consumer" text NOT NULL,
  "event_id" uuid NOT NULL,
  "subject" text NOT NULL,
  "event" jsonb NOT NULL,
  "received_at" timestamptz NOT NULL DEFAULT now(),
  "available_at" timestamptz NOT NULL DEFAULT now(),
  "attempts" integer NOT NULL DEFAULT 0,
  "locked_by" uuid,
  "locked_until" timestamptz,
  "processed_at" timestamptz,
  "dead_at" timestamptz,
  "last_error" text,
  UNIQUE ("consumer", "event_id")
);
CREATE INDEX "_inbox_pending_idx" ON "{schema}"."_inbox" ("consumer", "subject", "position")
  WHERE "processed_at" IS NULL AND "dead_at" IS NULL;
CREATE INDEX "_inbox_due_idx" ON "{schema}"."_inbox" ("position")
  WHERE "processed_at" IS NULL AND "dead_at" IS NULL;
CREATE INDEX "_inbox_processed_idx" ON "{schema}"."_inbox" ("processed_at")
  WHERE "processed_at" IS NOT NULL;

-- Append-only, hash-chained per aggregate: the application may insert and read, nothing else.
CREATE TABLE "{schema}"."_audit_log" (
  "seq" bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "at" timestamptz(3) NOT NULL,
  "actor_kind" text NOT NULL,
  "actor_id" text NOT NULL,
  "action" text NOT NULL,
  "aggregate" text NOT NULL,
  "aggregate_id" uuid NOT NULL,
  "version" bigint NOT NULL,
  "correlation_id" text NOT NULL,
  "changes" jsonb NOT NULL,
  "previous_hash" text,
  "hash" text NOT NULL
);
CREATE INDEX "_audit_log_chain_idx" ON "{schema}"."_audit_log" ("aggregate_id", "seq");

-- Answers to requests with an Idempotency-Key, kept for 24 hours.
CREATE TABLE "{schema}"."_idempotency" (
  "scope" text NOT NULL,
  "key" text NOT NULL,
  "fingerprint" text NOT NULL,
  "status" integer NOT NULL,
  "headers" jsonb NOT NULL,
  "body" text NOT NULL,
  "expires_at" timestamptz NOT NULL,
  PRIMARY KEY ("scope", "key")
);
CREATE INDEX "_idempotency_expires_at_idx" ON "{schema}"."_idempotency" ("expires_at");
