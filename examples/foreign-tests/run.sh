#!/usr/bin/env bash
# run.sh [LIBRARY...]: the published tests of libraries, without the agent and with it. For each library a sites file marks all
# arrays that the engine accepts; the outcome of every test must be the same, and the report counts what moved.
# Libraries: math3 codec compress (default: all). Results below target/foreign-tests. Needs the agent's jar (mvn -DskipTests package).
set -euo pipefail
cd "$(dirname "$0")/../.."
out=$PWD/target/foreign-tests
agent=$PWD/agent/target/offheap-agent.jar
harness=$PWD/agent/target/test-classes
[ -f "$agent" ] || { echo "there is no $agent; run: mvn -DskipTests package" >&2; exit 2; }
java=${JAVA_HOME_25:+$JAVA_HOME_25/bin/java}
if [ -z "$java" ]; then
  java=$(ls -d /usr/lib/jvm/*25*/bin/java 2>/dev/null | head -1 || true)
fi
[ -x "${java:-}" ] || { echo "no JDK 25 found; set JAVA_HOME_25" >&2; exit 2; }
asm=$(find ~/.m2/repository/org/ow2/asm/asm/9.11.1 -name 'asm-9.11.1.jar')
failed=0

# What needs a network, an OSGi container or another locale of the machine, or takes many minutes.
left_out() {
  case $1 in
    compress) echo '.*(Osgi|OsgiITest|ParallelScatterZip|Zip64Support|Huge|Pack200Utils|Fuzz).*' ;;
    *) echo 'none' ;;
  esac
}

for library in "${@:-math3 codec compress}"; do for lib in $library; do
  dir=$out/$lib
  rm -rf "$dir" && mkdir -p "$dir/main" "$dir/tests"
  mvn -B -ntp -q -f "examples/foreign-tests/$lib/pom.xml" dependency:build-classpath -Dmdep.outputFile="$dir/classpath"
  rest=""
  IFS=: read -ra jars < "$dir/classpath" || true
  for jar in "${jars[@]}"; do
    case $jar in
      */commons-$lib-*-tests.jar) unzip -q -o "$jar" -d "$dir/tests" ;;
      */commons-$lib-*.jar) unzip -q -o "$jar" -d "$dir/main" ;;
      *) rest=$rest:$jar ;;
    esac
  done
  # Class files of Java 5 have no stack maps; the agent leaves such classes alone.
  "$java" -cp "$harness:$asm" io.offheap.agent.foreign.Upgrade "$dir/main" > "$dir/upgrade.log"
  "$java" -jar "$agent" sites "$dir/main" > "$dir/sites"
  "$java" -jar "$agent" sites --kept "$dir/main" | grep -E '^# [0-9]+ ' > "$dir/reasons" || true
  for mode in plain moved; do
    options=()
    if [ $mode = moved ]; then
      options=("-javaagent:$agent=min=0,limit=1g,sites=$dir/sites,verdicts=$dir/verdicts.json")
    fi
    (cd "$dir" && "$java" -Xmx1g --add-opens=java.base/java.io=ALL-UNNAMED -Duser.language=en -Duser.country=US "${options[@]}" \
      -cp "$dir/tests:$dir/main$rest:$harness" io.offheap.agent.foreign.TestRun "$dir/tests" "$dir/$mode.txt" "$(left_out "$lib")" \
      > "$dir/$mode.log" 2>&1) || { echo "$lib: the run '$mode' failed, see $dir/$mode.log"; failed=1; }
  done
  echo "$lib: $(grep -c . "$dir/plain.txt") tests, $(grep -c SUCCESSFUL "$dir/plain.txt") passed without the agent, $(grep -c SUCCESSFUL "$dir/moved.txt") with it"
  echo "  sites in the file: $(grep -c . "$dir/sites"); moved in the classes that were loaded: $(grep -c '"verdict":"MOVED"' "$dir/verdicts.json")"
  echo "  sites that made arrays off the heap: $(grep -vc '(unmarked)' "$dir/moved.txt.sites" || true)"
  echo "  verdicts over all allocations of the library:"; sed 's/^#/   /' "$dir/reasons"
  if diff "$dir/plain.txt" "$dir/moved.txt" > "$dir/differences"; then
    echo "  no test differs"
  else
    echo "  tests that differ: $(grep -c '^[<>]' "$dir/differences"), see $dir/differences"; failed=1
  fi
done; done
exit $failed
