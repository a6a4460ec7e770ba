#!/bin/sh
# Installs Azurite, Microsoft's emulator of Azure Blob Storage, in the versions that package-lock.json pins. Needs Node 20.
set -eu

cd "$(dirname "$0")"
if [ "$(cat node_modules/.installed 2>/dev/null)" = "$(cksum package-lock.json)" ]; then
  exit 0
fi

echo "Installing Azurite" >&2
npm ci --no-audit --no-fund --loglevel=error >&2
cksum package-lock.json >node_modules/.installed
