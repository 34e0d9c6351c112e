#!/bin/sh
# Runs once, when the database is made: one role owns the schemas and migrates them, the other is
# the application's and can change nothing but rows. Migrations grant it what it needs, and its timeouts.
set -eu

psql --no-psqlrc --quiet -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" << 'SQL'
\set owner_password `cat /run/secrets/owner_password`
\set app_password `cat /run/secrets/app_password`

CREATE ROLE "shop_owner" LOGIN PASSWORD :'owner_password';
CREATE ROLE "shop_app" LOGIN PASSWORD :'app_password';

ALTER DATABASE "shop" OWNER TO "shop_owner";
REVOKE ALL ON DATABASE "shop" FROM PUBLIC;
GRANT CONNECT ON DATABASE "shop" TO "shop_app";
REVOKE ALL ON SCHEMA public FROM PUBLIC;

CREATE EXTENSION pg_stat_statements;
SQL
