#!/bin/sh
# Installs Google's Cloud Storage emulator into node_modules/ beside this script, in the versions of package-lock.json,
# from the registry that npm is set up for. No root is needed; 240 MB, half a minute, once.
set -eu

here=$(dirname "$(readlink -f "$0")")
cd "$here"

# npm writes this file last.
installed=node_modules/.package-lock.json
[ -f "$installed" ] && [ ! "$installed" -ot package-lock.json ] && exit 0

if ! command -v npm >/dev/null 2>&1; then
  echo "gcs/install.sh: this needs npm: apt-get install npm" >&2
  exit 1
fi

# Scripts of packages are not run: none of them is needed.
npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2
touch "$installed"
