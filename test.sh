#!/usr/bin/env bash
# Passes the tests on a machine that has the .NET SDK, Node and a Debian base: installs what is missing, builds, runs everything.
# The last line is the result: "N passed, N failed, N skipped". The exit code is 1 when anything failed.
#
#   ./test.sh           everything but the longer proofs
#   ./test.sh --soak    the longer proofs
set -euo pipefail
set -m # Each job leads a process group of its own, which can be ended whole.
cd "$(dirname "${BASH_SOURCE[0]}")"

case "${1-}" in
  "") filter="TestCategory!=Soak" ;;
  --soak) filter="TestCategory=Soak" ;;
  *)
    echo "usage: ./test.sh [--soak]" >&2
    exit 2
    ;;
esac

configuration=Release
scratch=$(mktemp -d "${TMPDIR:-/tmp}/flixtube.XXXXXX")
job=

# shellcheck disable=SC2317 # The trap calls it.
clean_up() {
  [ -z "$job" ] || kill -KILL -- "-$job" 2>/dev/null || true
  rm -rf "$scratch" 2>/dev/null || rm -rf "$scratch"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

run() {
  local exit_code=0
  "$@" &
  job=$!
  wait "$job" || exit_code=$?
  job=
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

if ! run dotnet build FlixTube.sln -c "$configuration" -v quiet -nodeReuse:false -p:UseSharedCompilation=false; then
  fail "the build"
  finish
fi

counter() {
  sed -n "s/.*<Counters [^>]*\\b$2=\"\\([0-9]*\\)\".*/\\1/p" "$1"
}

for project in tests/*.Tests/*.csproj; do
  name=$(basename "$project" .csproj)
  report="$scratch/$name.trx"
  echo
  echo "== $name"

  exit_code=0
  run dotnet test "tests/$name/bin/$configuration/net10.0/$name.dll" \
    --filter "$filter" \
    --logger "trx;LogFileName=$report" --logger "console;verbosity=minimal" --results-directory "$scratch" \
    --blame-hang-timeout 5min --blame-hang-dump-type none || exit_code=$?

  project_total=0
  project_failed=0
  if [ -s "$report" ]; then
    project_total=$(counter "$report" total)
    project_passed=$(counter "$report" passed)
    project_failed=$(counter "$report" failed)
    passed=$((passed + project_passed))
    failed=$((failed + project_failed))
    skipped=$((skipped + project_total - project_passed - project_failed))
    sed -n 's/.*<UnitTestResult [^>]*testName="\([^"]*\)"[^>]*outcome="Failed".*/\1/p' "$report" |
      sed "s/&lt;/</g; s/&gt;/>/g; s/&quot;/\"/g; s/&amp;/\&/g; s/^/$name: /" >>"$scratch/failures"
    sed -n 's/.*<Message>\(This test needs [^<]*\).*/\1/p' "$report" >>"$scratch/missing"
  fi

  if [ "$exit_code" -ne 0 ] && [ "$project_failed" -eq 0 ]; then
    fail "$name ended with exit code $exit_code"
  elif [ "$project_total" -eq 0 ] && [ "${1-}" != --soak ]; then
    fail "$name ran no test"
  fi
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
