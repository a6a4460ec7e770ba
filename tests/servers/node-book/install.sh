#!/bin/sh
# Installs what the tutorial's Node services need, in the versions that package-lock.json pins. Needs Node 20.
set -eu

cd "$(dirname "$0")"
if [ "$(cat node_modules/.installed 2>/dev/null)" = "$(cksum package-lock.json)" ]; then
  exit 0
fi

echo "Installing the packages of the Node services" >&2
npm ci --no-audit --no-fund --loglevel=error >&2
cksum package-lock.json >node_modules/.installed
