# Sourced by the scripts here: sets root, java (of a JDK 25) and the paths of the jars, which it builds if they are missing.
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)

java25() {
  for java in "${JAVA_HOME:-/nowhere}/bin/java" "$(command -v java || true)" /usr/lib/jvm/*/bin/java; do
    if [ -x "$java" ] && "$java" -version 2>&1 | grep -q 'version "25'; then
      echo "$java"
      return
    fi
  done
  echo "$0: no JDK 25 in JAVA_HOME, PATH or /usr/lib/jvm" >&2
  return 1
}

# Markdown: what a measurement was made on.
machine() {
  echo "Machine: $(uname -srm), $(nproc) processors, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)"
  echo
  echo "JDK: $("$java" -version 2>&1 | sed -n 2p); $(date -u +%F)"
  echo
}

java=$(java25)
jar=$here/target/benchmarks.jar
agent=$root/agent/target/offheap-agent.jar
if [ ! -f "$jar" ] || [ ! -f "$agent" ]; then
  (cd "$root" && mvn -B -ntp -q -pl agent,examples/benchmarks -am -DskipTests package)
fi
