#!/bin/sh
# Runs the allocator benchmarks and writes target/ratios.md: nanoseconds without the loop, and ratios to glibc.
#
#   examples/benchmarks/run.sh            replays the byte and page workloads in CPU time, in turns: about ten minutes
#   ROUNDS=1 examples/benchmarks/run.sh   the same once, not five times and the medians
#   APPEND=yes ...                        adds rounds to the results of the last run, for a run in pieces
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
  [ "${APPEND:-no}" = yes ] || : >"$results"
  for round in $(seq "${ROUNDS:-5}"); do
    for allocator in none glibc slab slab-fine buddy tlsf; do
      for mode in "" written:; do
        echo "round $round: $mode$allocator" >&2
        "$java" -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -cp "$jar" io.offheap.benchmarks.Replay \
          "$mode$allocator" >>"$results"
      done
    done
    for workload in pair1 pair16 pair512Aligned replace failing2; do
      "$java" -XX:+UseSerialGC -cp "$jar" io.offheap.benchmarks.ReplayPages $workload >>"$results"
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
