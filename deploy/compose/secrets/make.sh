#!/bin/sh
# Makes the secrets that compose.yaml needs and that nobody has to know, and empty ones for the clouds: put what a cloud gave you into
# its file. A file that is there is left alone. Needs openssl.
set -eu
umask 077
cd "$(dirname "$0")"

random() { openssl rand -hex 24; }
keep() {
  if [ -e "$1" ]; then cat >/dev/null; else cat >"$1"; fi
  # The services run as user 1654; whoever owns this folder decides who else may read it.
  chmod 0644 "$1"
}

chmod 0711 .
random | tr -d '\n' | keep jwt-key
random | tr -d '\n' | keep db-password
printf 'mongodb://flixtube:%s@db:27017/?authSource=admin' "$(cat db-password)" | keep db-connection-string
random | tr -d '\n' | keep rabbit-password
printf 'amqp://flixtube:%s@rabbit:5672' "$(cat rabbit-password)" | keep rabbit-uri
printf 'default_user = flixtube\ndefault_pass = %s\n' "$(cat rabbit-password)" | keep rabbit-conf
for cloud in azure-connection-string s3-access-key s3-secret-key gcp-key-file; do
  : | keep "$cloud"
done
