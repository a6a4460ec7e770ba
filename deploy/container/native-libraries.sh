#!/bin/sh
# Collects a shared library with all that it loads, for an image that has glibc, OpenSSL and GCC's runtime and no package manager.
#
#   native-libraries.sh <folder> <library> <package>
set -eu

folder=$1 library=$2 package=$3
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$package" >/dev/null

records="$folder/var/lib/dpkg/status.d"
mkdir -p "$records"
path=$(ldconfig -p | sed -n "s|.*$library .*=> ||p" | head -n 1)
for file in "$path" $(ldd "$path" | sed -n 's|.*=> \(/[^ ]*\) .*|\1|p'); do
  case ${file##*/} in
    libc.so* | libm.so* | libdl.so* | libpthread.so* | librt.so* | libresolv.so* | libssl.so* | libcrypto.so* | libgcc_s.so* | libstdc++.so*) continue ;;
  esac
  mkdir -p "$folder/usr/lib/$(basename "$(dirname "$file")")"
  cp -L "$file" "$folder/usr/lib/$(basename "$(dirname "$file")")/"
  owner=$(dpkg-query -S "*/${file##*/}" | sed -n '1s/:.*//p')
  dpkg-query -s "$owner" >"$records/$owner"
done
