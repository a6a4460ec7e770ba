#!/usr/bin/env bash
# Passes the tests on a machine that has the .NET SDK, Node and a Debian base: installs what is missing, builds, runs everything.
# The last line is the result: "N passed, N failed, N skipped". The exit code is 1 when anything failed.
#
#   ./test.sh           everything but the longer proofs
#   ./test.sh --soak    the longer proofs
set -euo pipefail
set -m # Each job leads a process group of its own, which can be ended whole.
cd "$(dirname "${BASH_SOURCE[0]}")"

# Two projects are tested at a time, for most tests wait more than they compute; but what the longer proofs measure, they measure alone.
case "${1-}" in
  "")
    filter="TestCategory!=Soak"
    lanes=2
    may_be_empty=false
    ;;
  --soak)
    filter="TestCategory=Soak"
    lanes=1
    may_be_empty=true
    ;;
  *)
    echo "usage: ./test.sh [--soak]" >&2
    exit 2
    ;;
esac

configuration=Release
scratch=$(mktemp -d "${TMPDIR:-/tmp}/flixtube.XXXXXX")
declare -A jobs=() # From the process that leads a job to what the job is.

# shellcheck disable=SC2317 # The trap calls it.
clean_up() {
  local leader
  for leader in "${!jobs[@]}"; do
    kill -KILL -- "-$leader" 2>/dev/null || true
  done
  rm -rf "$scratch" 2>/dev/null || rm -rf "$scratch"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# What a job leaves running, such as a compiler that waits for more work, ends with it.
run() {
  local exit_code=0 leader
  "$@" &
  leader=$!
  jobs[$leader]=$1
  wait "$leader" || exit_code=$?
  kill -KILL -- "-$leader" 2>/dev/null || true
  unset "jobs[$leader]"
  return "$exit_code"
}

passed=0
failed=0
skipped=0

finish() {
  echo
  echo "$passed passed, $failed failed, $skipped skipped"
  [ "$failed" -eq 0 ] || exit 1
  exit 0
}

fail() {
  echo "FAILED: $1" >&2
  failed=$((failed + 1))
}

# Everything temporary goes into one folder, and no server outlives its work.
mkdir "$scratch/tmp" "$scratch/cache" "$scratch/config"
export TMPDIR="$scratch/tmp" XDG_CACHE_HOME="$scratch/cache" XDG_CONFIG_HOME="$scratch/config"
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false DOTNET_ADD_GLOBAL_TOOLS_TO_PATH=false

# Without them some tests are skipped, each with its reason; only where nothing may be missing is that a failure.
if ! run tests/servers/install.sh && [ "${CI-}" = true ]; then
  fail "what the tests need could not be installed"
  finish
fi

if ! run dotnet build FlixTube.sln -c "$configuration" -v quiet -nodeReuse:false; then
  fail "the build"
  finish
fi

counter() {
  sed -n "s/.*<Counters [^>]*\\b$2=\"\\([0-9]*\\)\".*/\\1/p" "$1"
}

start() {
  dotnet test "tests/$1/bin/$configuration/net10.0/$1.dll" \
    --filter "$filter" \
    --logger "trx;LogFileName=$scratch/$1.trx" --logger "console;verbosity=minimal" --results-directory "$scratch" \
    --blame-hang-timeout 5min --blame-hang-dump-type none >"$scratch/$1.log" 2>&1 &
  jobs[$!]=$1
}

# Waits for the first job that ends, and counts what it tested.
collect() {
  local leader name report exit_code=0 total=0 good bad=0
  wait -n -p leader "${!jobs[@]}" || exit_code=$?
  kill -KILL -- "-$leader" 2>/dev/null || true
  name=${jobs[$leader]}
  unset "jobs[$leader]"
  echo
  echo "== $name"
  cat "$scratch/$name.log"

  report="$scratch/$name.trx"
  if [ -s "$report" ]; then
    total=$(counter "$report" total)
    good=$(counter "$report" passed)
    bad=$(counter "$report" failed)
    passed=$((passed + good))
    failed=$((failed + bad))
    skipped=$((skipped + total - good - bad))
    sed -n 's/.*<UnitTestResult [^>]*testName="\([^"]*\)"[^>]*outcome="Failed".*/\1/p' "$report" |
      sed "s/&lt;/</g; s/&gt;/>/g; s/&quot;/\"/g; s/&amp;/\&/g; s/^/$name: /" >>"$scratch/failures"
    sed -n 's/.*<Message>\(This test needs [^<]*\).*/\1/p' "$report" >>"$scratch/missing"
  fi

  if [ "$exit_code" -ne 0 ] && [ "$bad" -eq 0 ]; then
    fail "$name ended with exit code $exit_code"
  elif [ "$total" -eq 0 ] && [ "$may_be_empty" = false ]; then
    fail "$name ran no test"
  fi
}

longest=FlixTube.Host.Tests
for name in "$longest" $(cd tests && printf '%s\n' *.Tests | grep -vxF "$longest"); do
  [ "${#jobs[@]}" -lt "$lanes" ] || collect
  start "$name"
done
while [ "${#jobs[@]}" -gt 0 ]; do
  collect
done

if [ "$((passed + failed))" -eq 0 ]; then
  fail "no test ran"
fi

if [ -s "$scratch/missing" ]; then
  echo
  echo "Skipped tests, by reason:"
  sort "$scratch/missing" | uniq -c
fi

if [ -s "$scratch/failures" ]; then
  echo
  echo "Failed tests:"
  cat "$scratch/failures"
fi
finish
