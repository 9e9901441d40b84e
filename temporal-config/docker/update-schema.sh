#!/bin/sh
# One-shot: brings Temporal's two databases to the schema of this admin-tools version. Safe to repeat on every deploy; the
# databases and their owner are made by create-roles.sh. Upgrade order: this first, then the server, one minor at a time.
# Reads SQL_HOST, SQL_USER and SQL_PASSWORD.
set -eu

schemas=/etc/temporal/schema/postgresql/v12

update() {
  database=$1
  folder=$2
  sql() { temporal-sql-tool --plugin postgres12 --ep "$SQL_HOST" --port 5432 --user "$SQL_USER" --db "$database" "$@"; }
  sql setup-schema --version 0.0
  sql update-schema --schema-dir "$schemas/$folder/versioned"
}

update temporal temporal
update temporal_visibility visibility
echo 'The schema of Temporal is up to date.'
