-- What the platform keeps beside the contexts: who was let in, who was not, and who is signed in.

-- All entries form one chain without gaps. Appended by the function below and by nothing else.
CREATE TABLE "_security"."audit_log" (
  "position" bigint PRIMARY KEY,
  "id" uuid NOT NULL UNIQUE,
  "at" timestamptz(3) NOT NULL,
  "action" text NOT NULL,
  "actor_kind" text,
  "actor_id" text,
  "client_id" text,
  "tenant" text,
  "address" text,
  "method" text,
  "route" text,
  "correlation_id" text NOT NULL,
  "details" jsonb NOT NULL,
  "hash" text NOT NULL
);
CREATE INDEX "audit_log_at_idx" ON "_security"."audit_log" ("at");
CREATE INDEX "audit_log_correlation_id_idx" ON "_security"."audit_log" ("correlation_id");
CREATE INDEX "audit_log_seals_idx" ON "_security"."audit_log" (("details" ->> 'schema'), "position")
  WHERE "action" = 'audit.sealed';

-- Where the chain ends: an end that was cut off is missed. One row.
CREATE TABLE "_security"."audit_head" (
  "only" boolean PRIMARY KEY DEFAULT true CHECK ("only"),
  "position" bigint NOT NULL,
  "hash" text NOT NULL
);
INSERT INTO "_security"."audit_head" ("position", "hash") VALUES (0, '');

-- Up to where the owner took entries away after they had been exported, by log.
CREATE TABLE "_security"."audit_anchors" (
  "log" text PRIMARY KEY,
  "position" bigint NOT NULL,
  "hash" text NOT NULL
);

-- What a seal has to say of the log of a context to be true: it goes on from the last one, and
-- names what is there. Raises where it says something else.
CREATE FUNCTION "_security"."check_seal"("seal" jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  before bigint;
  actual record;
BEGIN
  IF to_regclass(format('%I."_audit_log"', seal ->> 'schema')) IS NOT NULL THEN
    SELECT coalesce(max(ends."at"), 0) INTO before FROM (
      SELECT ("details" ->> 'to')::bigint FROM "_security"."audit_log"
      WHERE "action" = 'audit.sealed' AND "details" ->> 'schema' = seal ->> 'schema'
      UNION ALL
      SELECT "position" FROM "_security"."audit_anchors" WHERE "log" = seal ->> 'schema'
    ) AS ends ("at");
    EXECUTE format(
      'SELECT count(*) AS entries, max(seq) AS last,
         encode(sha256(convert_to(string_agg(hash, '''' ORDER BY seq), ''UTF8'')), ''hex'') AS digest
       FROM %I."_audit_log" WHERE seq > $1 AND seq <= $2',
      seal ->> 'schema'
    ) INTO actual USING before, (seal ->> 'to')::bigint;
    IF actual."entries" > 0 AND seal = jsonb_build_object('schema', seal ->> 'schema', 'from', before, 'to', actual."last",
        'entries', actual."entries", 'digest', actual."digest") THEN
      RETURN;
    END IF;
  END IF;
  RAISE EXCEPTION 'this seal is not true' USING ERRCODE = 'invalid_parameter_value';
END
$$;
REVOKE ALL ON FUNCTION "_security"."check_seal" FROM PUBLIC;

-- Runs as the owner: whoever may call it can add entries, but cannot choose their place, leave a
-- gap, or start a second chain. An entry that is there already is not added again, so that a caller
-- who does not know whether it was kept can ask once more. Nor can it add what those who verify,
-- export and prune go by, unless it is true, or what they could not read: of entries, none is ever
-- taken away because it is in the way.
CREATE FUNCTION "_security"."append_to_audit_log"("entries" jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  head record;
  entry record;
BEGIN
  SELECT "position", "hash" INTO STRICT head FROM "_security"."audit_head" FOR UPDATE;
  FOR entry IN
    SELECT given.*
    FROM jsonb_array_elements(entries) WITH ORDINALITY AS each ("value", "ordinal"),
      jsonb_to_record(each."value") AS given ("id" uuid, "at" timestamptz, "action" text,
        "actor_kind" text, "actor_id" text, "client_id" text, "tenant" text, "address" text,
        "method" text, "route" text, "correlation_id" text, "details" jsonb, "digest" text)
    ORDER BY each."ordinal"
  LOOP
    CONTINUE WHEN EXISTS (SELECT FROM "_security"."audit_log" AS kept WHERE kept."id" = entry."id");
    IF NOT isfinite(entry."at") OR entry."at" NOT BETWEEN '2000-01-01Z' AND '9999-12-31Z'
      OR jsonb_typeof(entry."details") <> 'object'
      OR jsonb_path_exists(entry."details", 'strict $.* ? (@.type() == "object" || @.type() == "array")')
      OR octet_length(to_jsonb(entry)::text) > 131072
    THEN
      RAISE EXCEPTION 'this is no entry' USING ERRCODE = 'invalid_parameter_value';
    END IF;
    IF entry."action" = 'audit.sealed' THEN
      PERFORM "_security"."check_seal"(entry."details");
    ELSIF entry."action" = 'audit.pruned' AND NOT pg_has_role(session_user, current_user, 'MEMBER') THEN
      RAISE EXCEPTION 'only the owner takes entries away' USING ERRCODE = 'insufficient_privilege';
    END IF;
    head."position" := head."position" + 1;
    head."hash" := encode(sha256(convert_to(
      head."hash" || head."position" || ':' || entry."digest", 'UTF8')), 'hex');
    INSERT INTO "_security"."audit_log" ("position", "id", "at", "action", "actor_kind", "actor_id",
      "client_id", "tenant", "address", "method", "route", "correlation_id", "details", "hash")
    VALUES (head."position", entry."id", entry."at", entry."action", entry."actor_kind",
      entry."actor_id", entry."client_id", entry."tenant", entry."address", entry."method",
      entry."route", entry."correlation_id", entry."details", head."hash");
  END LOOP;
  UPDATE "_security"."audit_head" SET "position" = head."position", "hash" = head."hash";
END
$$;
REVOKE ALL ON FUNCTION "_security"."append_to_audit_log" FROM PUBLIC;
