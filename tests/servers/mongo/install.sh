#!/bin/sh
# Installs what the MongoDB server of the tests is made of, and the client library that is tested against it.
set -eu
exec "$(dirname "$(readlink -f "$0")")/../install.sh" libmongoc-1.0-0 python3-mongomock python3-pymongo
