#!/bin/sh
# What the events cost on random life: writes target/events.md, with medians of the rounds so far.
#
#   events.sh [--rounds N] [--more] [--only NAME] [JMH options]
#
# --rounds N  so many rounds, each a run of JMH over all modes, of two and a half minutes, or 40 seconds with --only (3)
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
. "$(dirname "$0")/java25.sh"

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
  machine
  "$java" -cp "$jar" io.offheap.benchmarks.events.EventsTable "$results"/*.csv
} | tee "$here/target/events.md"
