-- Through which client an actor came, and for which tenant. Entries from before have neither.
ALTER TABLE "{schema}"."_audit_log" ADD COLUMN "client_id" text, ADD COLUMN "tenant" text;
