#!/bin/sh
# Runs once, when the database is made. Three roles: the owner has the schemas and nobody logs in as
# it; the migrator acts as the owner, with timeouts of its own; the application can change nothing
# but rows. Migrations grant the application what it needs, and its timeouts.
set -eu

psql --no-psqlrc --quiet -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" << 'SQL'
\set owner_password `cat /run/secrets/owner_password`
\set app_password `cat /run/secrets/app_password`

CREATE ROLE "shop_owner" NOLOGIN;
CREATE ROLE "shop_migrator" LOGIN PASSWORD :'owner_password'
  IN ROLE "shop_owner";
CREATE ROLE "shop_app" LOGIN PASSWORD :'app_password';

-- What it makes belongs to the owner; it waits for no lock while the traffic queues behind it.
ALTER ROLE "shop_migrator" SET role = "shop_owner";
ALTER ROLE "shop_migrator" SET statement_timeout = 0;
ALTER ROLE "shop_migrator" SET lock_timeout = '5s';
ALTER ROLE "shop_migrator" SET idle_in_transaction_session_timeout = '60s';

ALTER DATABASE "shop" OWNER TO "shop_owner";
REVOKE ALL ON DATABASE "shop", postgres, template1 FROM PUBLIC;
GRANT CONNECT ON DATABASE "shop"
  TO "shop_migrator", "shop_app";
REVOKE ALL ON SCHEMA public FROM PUBLIC;
-- Everybody may else make large objects, whatever the privileges on tables are.
REVOKE EXECUTE ON FUNCTION lo_creat(integer), lo_create(oid), lo_from_bytea(oid, bytea) FROM PUBLIC;

CREATE EXTENSION pg_stat_statements;
SQL
