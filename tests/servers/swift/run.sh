#!/bin/sh
# Starts the server that install.sh fetched: run.sh [options of server.py]
set -eu

here=$(dirname "$(readlink -f "$0")")
unpacked=$here/unpacked
libraries=$(find "$unpacked/usr/lib" -maxdepth 1 -name '*-linux-gnu*' -type d | tr '\n' ':')
export PYTHONPATH="$unpacked/usr/lib/python3/dist-packages" LD_LIBRARY_PATH="$libraries" PYTHONDONTWRITEBYTECODE=1
exec /usr/bin/python3 -W ignore "$here/server.py" "$@"
