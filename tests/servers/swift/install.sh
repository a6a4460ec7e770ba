#!/bin/sh
# Fetches the S3 server of the tests into unpacked/ beside this script: OpenStack Swift with its s3api, and the Python
# packages that it needs. Nothing is installed and no root is needed; 41 MB, half a minute, once.
#
# Swift itself comes from Debian's unstable suite, through an apt of our own that uses the mirror which this machine
# already uses and touches nothing of the system's: it is pure Python and runs on the Python of Debian 12, whose own
# Swift (2.30) knows neither the uploads of today's SDKs nor conditional ones. Everything else is Debian 12's own.
set -eu

here=$(dirname "$(readlink -f "$0")")
target=$here/unpacked
oldest=2.37 # The first with If-None-Match on uploads is 2.36; this and newer ones have been tested.

[ -f "$target/complete" ] && exit 0

fail() {
  echo "swift/install.sh: $1" >&2
  exit 1
}

command -v apt-get >/dev/null 2>&1 || fail "this needs a Debian with apt"
[ -x /usr/bin/python3 ] || fail "this needs Debian's python3: apt-get install python3"

work=$(mktemp -d "$here/.fetching.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
mkdir -p "$work/debs" "$work/system/lists/partial" "$work/system/cache/archives/partial" \
  "$work/unstable/lists/partial" "$work/unstable/cache/archives/partial"

apt_conf() { # apt_conf FOLDER: an apt whose lists and cache are in FOLDER
  cat <<EOF
Dir::State::Lists "$1/lists";
Dir::Cache "$1/cache";
Acquire::Languages "none";
APT::Sandbox::User "";
EOF
}

# The system's own lists may be empty, as in images, or closed to us; ours are made of the same sources.
apt_conf "$work/system" >"$work/system.conf"
APT_CONFIG=$work/system.conf apt-get update -qq >&2 || fail "apt-get update failed"

mirror=$(APT_CONFIG=$work/system.conf apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -v -- '-security' | head -n 1)
[ -n "$mirror" ] || fail "apt has no sources"
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
{
  apt_conf "$work/unstable"
  echo "Dir::Etc::sourcelist \"$work/unstable.list\";"
  echo 'Dir::Etc::sourceparts "-";'
} >"$work/unstable.conf"
echo "deb [signed-by=$keyring] $mirror sid main" >"$work/unstable.list"
APT_CONFIG=$work/unstable.conf apt-get update -qq >&2 || fail "Debian's unstable suite could not be read from $mirror"

cd "$work/debs"
APT_CONFIG=$work/unstable.conf apt-get download -qq python3-swift >&2
needed=$(APT_CONFIG=$work/system.conf apt-get install -s --no-install-recommends python3-swift |
  awk '$1 == "Inst" && $2 != "python3-swift" { print $2 }')
# shellcheck disable=SC2086 # A list of package names, which hold no spaces.
[ -z "$needed" ] || APT_CONFIG=$work/system.conf apt-get download -qq $needed >&2

mkdir "$work/unpacked"
for deb in *.deb; do
  dpkg-deb -x "$deb" "$work/unpacked"
done

version=$(dpkg-deb -f python3-swift_*.deb Version)
dpkg --compare-versions "$version" ge "$oldest" || fail "Debian's unstable suite has Swift $version; $oldest or newer is needed"
echo "$version" >"$work/unpacked/complete"
rm -rf "$target"
mv "$work/unpacked" "$target"
echo "Swift $version is in $target" >&2
