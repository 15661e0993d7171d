#!/bin/sh
# Runs once, when the server's folder is still empty: two databases, each with a role that cannot enter the other.
set -eu
psql --set ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" --dbname postgres \
	--set portal="$PORTAL_PASSWORD" --set keyring="$KEYRING_PASSWORD" <<'SQL'
CREATE ROLE portal LOGIN PASSWORD :'portal';
CREATE ROLE keyring LOGIN PASSWORD :'keyring';
CREATE DATABASE portal OWNER portal;
CREATE DATABASE keyring OWNER keyring;
REVOKE ALL ON DATABASE portal FROM PUBLIC;
REVOKE ALL ON DATABASE keyring FROM PUBLIC;
SQL
