#!/bin/sh
# What the events cost on random life: writes target/events.md, with medians of the rounds so far.
#
#   events.sh [--rounds N] [--more] [--only NAME] [JMH options]
#
# --rounds N  so many rounds, each a run of JMH over all modes, of about 50 seconds (3)
# --more      keeps the rounds of calls before, so that the work can be done in short turns
# --only NAME heapBlocks, largeBlocks, fallbackBlocks or arrays
#
# Needs a JDK 25 in JAVA_HOME, in PATH or under /usr/lib/jvm. Builds the jar if it is missing.
set -eu
rounds=3
more=no
only=
while [ $# -gt 0 ]; do
  case $1 in
    --rounds) rounds=$2; shift 2 ;;
    --more) more=yes; shift ;;
    --only) only=$2; shift 2 ;;
    *) break ;;
  esac
done
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)

java25() {
  for java in "${JAVA_HOME:-/nowhere}/bin/java" "$(command -v java || true)" /usr/lib/jvm/*/bin/java; do
    if [ -x "$java" ] && "$java" -version 2>&1 | grep -q 'version "25'; then
      echo "$java"
      return
    fi
  done
  echo "events.sh: no JDK 25 in JAVA_HOME, PATH or /usr/lib/jvm" >&2
  exit 1
}

java=$(java25)
jar=$here/target/benchmarks.jar
if [ ! -f "$jar" ]; then
  (cd "$root" && mvn -B -ntp -q -pl examples/benchmarks -am -DskipTests package)
fi
results=$here/target/events
[ $more = yes ] || rm -rf "$results"
mkdir -p "$results"
before=$(find "$results" -name '*.csv' | wc -l)
round=0
while [ "$round" -lt "$rounds" ]; do
  round=$((round + 1))
  "$java" -jar "$jar" "EventsCost.$only" -rf csv -rff "$results/$((before + round)).csv" \
    -jvmArgsAppend "-Doffheap.profiles=$root/jfr-profiles" "$@"
done
{
  echo "Machine: $(uname -srm), $(nproc) processors, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)"
  echo
  echo "JDK: $("$java" -version 2>&1 | sed -n 2p); $(date -u +%F); examples/benchmarks/events.sh"
  echo
  "$java" -cp "$jar" io.offheap.benchmarks.events.EventsTable "$results"/*.csv
} | tee "$here/target/events.md"
