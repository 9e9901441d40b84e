#!/bin/sh
# Run by the PostgreSQL image on its first start: the two roles that own nothing of each other's, and Temporal's databases.
# plan_charge_app is what DATABASE_URL connects as; the migrations (run by the owner) grant it its rights.
set -eu

psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
  --set app_password="$APP_DATABASE_PASSWORD" --set temporal_password="$TEMPORAL_DATABASE_PASSWORD" <<'SQL'
create role plan_charge_app login password :'app_password';
create role temporal login password :'temporal_password';
create database temporal owner temporal;
create database temporal_visibility owner temporal;
revoke connect on database temporal, temporal_visibility from public;
revoke connect on database plan_charge from public;
grant connect on database plan_charge to plan_charge_app;
SQL
