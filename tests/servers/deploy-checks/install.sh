#!/bin/sh
# Installs what images are built with and deploy/ is checked with, in the versions that package-lock.json pins, and the schema of the compose specification as
# Debian's docker-compose has it (Apache-2.0), which is unpacked and not installed. Needs Node 20.
set -eu

cd "$(dirname "$0")"
../install.sh buildah debootstrap
if [ "$(cat node_modules/.installed 2>/dev/null)" = "$(cksum package-lock.json)" ]; then
  exit 0
fi
echo "Installing the checks of deploy/" >&2
npm ci --no-audit --no-fund --loglevel=error >&2

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
(
  cd "$work"
  apt-get download -qq docker-compose >&2 || { apt-get update -qq && apt-get download -qq docker-compose; } >&2
  dpkg-deb -x docker-compose_*.deb .
)
cp "$work/usr/lib/python3/dist-packages/compose/config/compose_spec.json" node_modules/compose.schema.json
cksum package-lock.json >node_modules/.installed
