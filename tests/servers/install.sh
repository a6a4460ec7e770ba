#!/bin/sh
# Installs what tests with real programs need and this machine lacks.
#
#   install.sh            the Debian packages of packages.txt, then what every <server>/install.sh here installs
#   install.sh curl ...   these Debian packages
set -eu

if [ $# -eq 0 ]; then
  cd "$(dirname "$0")"
  # shellcheck disable=SC2046 # A list of package names, which hold no spaces.
  ./install.sh $(cat packages.txt)
  for server in */install.sh; do
    [ ! -x "$server" ] || "./$server"
  done
  exit
fi

missing=
for package in "$@"; do
  status=$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null) || status=
  [ "$status" = "install ok installed" ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

as_root=
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null 2>&1; then
    echo "The tests need the Debian packages$missing. Install them as root: apt-get install$missing" >&2
    exit 1
  fi
  as_root=sudo
fi

echo "Installing the Debian packages$missing" >&2
# shellcheck disable=SC2086 # As above.
if ! {
  $as_root apt-get update -qq &&
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $missing
} >&2; then
  echo "The Debian packages$missing could not be installed. Install them as root: apt-get install$missing" >&2
  exit 1
fi
