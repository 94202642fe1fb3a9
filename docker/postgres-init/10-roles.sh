#!/bin/sh
# Runs once, on an empty volume. Two roles: the owner migrates; the app role serves, and row-level security binds it.
set -eu
psql --set=ON_ERROR_STOP=1 --no-psqlrc --quiet --username="$POSTGRES_USER" --dbname="$POSTGRES_DB" \
  --set=owner_password="$MARAC_OWNER_PASSWORD" --set=app_password="$MARAC_APP_PASSWORD" <<'SQL'
create role marac_owner login nosuperuser nobypassrls password :'owner_password';
create role marac_app login nosuperuser nobypassrls password :'app_password';
alter database :"DBNAME" owner to marac_owner;
revoke all on database :"DBNAME" from public;
grant connect on database :"DBNAME" to marac_app;
create extension if not exists pg_stat_statements;
SQL
