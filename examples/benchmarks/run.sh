#!/bin/sh
# Runs the allocator benchmarks and writes target/ratios.md: nanoseconds without the loop, and ratios to glibc.
#
#   examples/benchmarks/run.sh            replays the byte workloads in CPU time, 5 rounds in turns: about five minutes
#   examples/benchmarks/run.sh jmh ARG... the JMH benchmarks; arguments go to JMH (pair64, -prof gc, -f 3 ...)
#
# Needs a JDK 25 in JAVA_HOME, in PATH or under /usr/lib/jvm. Builds the jar if it is missing.
set -eu
. "$(dirname "$0")/java25.sh"

results=$here/target/results.csv
if [ "${1:-}" = jmh ]; then
  shift
  "$java" -jar "$jar" -rf csv -rff "$results" -jvmArgsAppend --enable-native-access=ALL-UNNAMED "$@"
else
  : >"$results"
  for round in 1 2 3 4 5; do
    for allocator in none glibc slab slab-fine buddy tlsf; do
      echo "round $round: $allocator" >&2
      "$java" -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -cp "$jar" io.offheap.benchmarks.Replay \
        "$allocator" >>"$results"
    done
  done
fi
{
  machine
  "$java" -cp "$jar" io.offheap.benchmarks.RatioTable "$results"
  echo
  echo '```'
  "$java" -XX:+UseSerialGC -cp "$jar" io.offheap.benchmarks.Shares
  echo '```'
} | tee "$here/target/ratios.md"
