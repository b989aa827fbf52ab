#!/bin/sh
# Runs the allocator benchmarks and writes target/ratios.md: nanoseconds without the loop, and ratios to glibc.
#
#   examples/benchmarks/run.sh               all of them, about ten minutes
#   examples/benchmarks/run.sh pair64        those whose name matches; further arguments go to JMH (-prof gc, -f 3 ...)
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
"$java" -jar "$jar" -rf csv -rff "$here/target/results.csv" -jvmArgsAppend --enable-native-access=ALL-UNNAMED "$@"
{
  echo "Machine: $(uname -srm), $(nproc) processors, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)"
  echo
  echo "JDK: $("$java" -version 2>&1 | sed -n 2p); $(date -u +%F)"
  echo
  "$java" -cp "$jar" io.offheap.benchmarks.RatioTable "$here/target/results.csv"
  echo
  echo '```'
  "$java" -cp "$jar" io.offheap.benchmarks.Shares
  echo '```'
} | tee "$here/target/ratios.md"
