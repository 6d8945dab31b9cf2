#!/bin/sh
# Creates those databases of databases.sql that are not there, in a new server as in an old one. The server is that of PGHOST,
# PGUSER and PGPASSWORD.
set -eu
sed -n 's/^CREATE DATABASE \([a-z_]*\);$/\1/p' "${1:-/databases.sql}" | while read -r name; do
  there=$(psql -d postgres -Atc "SELECT count(*) FROM pg_database WHERE datname = '${name}'")
  if [ "${there}" = 0 ]; then
    psql -d postgres -qc "CREATE DATABASE ${name}"
    echo "created ${name}"
  fi
done
