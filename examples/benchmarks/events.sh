#!/bin/sh
# What the events cost on random life: writes target/events.md. About three minutes; arguments go to JMH (-f 1 ...).
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
  echo "events.sh: no JDK 25 in JAVA_HOME, PATH or /usr/lib/jvm" >&2
  exit 1
}

java=$(java25)
jar=$here/target/benchmarks.jar
if [ ! -f "$jar" ]; then
  (cd "$root" && mvn -B -ntp -q -pl examples/benchmarks -am -DskipTests package)
fi
results=$here/target/events.csv
"$java" -jar "$jar" EventsCost -rf csv -rff "$results" -jvmArgsAppend "-Doffheap.profiles=$root/jfr-profiles" "$@"
{
  echo "Machine: $(uname -srm), $(nproc) processors, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)"
  echo
  echo "JDK: $("$java" -version 2>&1 | sed -n 2p); $(date -u +%F); examples/benchmarks/events.sh $*"
  echo
  "$java" -cp "$jar" io.offheap.benchmarks.events.EventsTable "$results"
} | tee "$here/target/events.md"
