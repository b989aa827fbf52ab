#!/bin/sh
# Runs the allocator benchmarks and writes target/ratios.md: nanoseconds without the loop, and ratios to glibc.
#
#   examples/benchmarks/run.sh            replays the byte workloads in CPU time, 5 rounds in turns: about five minutes
#   examples/benchmarks/run.sh jmh ARG... the JMH benchmarks; arguments go to JMH (pair64, -prof gc, -f 3 ...)
#
# Needs a JDK 25 in JAVA_HOME, in PATH or under /usr/lib/jvm. Builds the jar if it is missing.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)

java25() {
  for java in "${JAVA_HOME:-/nowhere}/bin/java" "$(command -v java || true)" /usr/lib/jvm/*/bin/java; do
    if [ -x "$java" ] && "$java" -version 2>&1 | grep -q 'version "25'; then
      echo "$java"
      return
    fi
  done
  echo "run.sh: no JDK 25 in JAVA_HOME, PATH or /usr/lib/jvm" >&2
  exit 1
}

java=$(java25)
jar=$here/target/benchmarks.jar
if [ ! -f "$jar" ]; then
  (cd "$root" && mvn -B -ntp -q -pl examples/benchmarks -am -DskipTests package)
fi
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
  echo "Machine: $(uname -srm), $(nproc) processors, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)"
  echo
  echo "JDK: $("$java" -version 2>&1 | sed -n 2p); $(date -u +%F)"
  echo
  "$java" -cp "$jar" io.offheap.benchmarks.RatioTable "$results"
  echo
  echo '```'
  "$java" -XX:+UseSerialGC -cp "$jar" io.offheap.benchmarks.Shares
  echo '```'
} | tee "$here/target/ratios.md"
