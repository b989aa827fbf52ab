#!/usr/bin/env bash
# run.sh [LIBRARY...]: the published tests of libraries, without the agent and with it. For each library a sites file marks all
# arrays that the engine accepts; the outcome of every test must be the same, and the report counts what moved. A test that differs
# is run 20 times more without the agent: if its outcome changes there as well, it says nothing of the agent, and is listed as that.
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

# tests RUN LIBRARY CLASSES [OPTION...]: runs the test classes whose names match and writes RUN.txt, RUN.log and RUN.txt.sites.
tests() {
  local run=$1 library=$2 classes=$3
  shift 3
  (cd "$dir" && "$java" -Xmx1g --add-opens=java.base/java.io=ALL-UNNAMED -Duser.language=en -Duser.country=US "$@" \
    -cp "$dir/tests:$dir/main$rest:$harness" io.offheap.agent.foreign.TestRun "$dir/tests" "$dir/$run.txt" "$(left_out "$library")" "$classes" \
    > "$dir/$run.log" 2>&1)
}

# The tests of $dir/differing that come out differently from run to run without the agent, with what came of them how often.
unsteady() {
  local classes
  classes=$(sed 's/.*\[runner:\([^]]*\)\].*/\1/' "$dir/differing" | sort -u | paste -sd '|')
  for i in $(seq 20); do
    tests again "$1" "$classes" && cat "$dir/again.txt"
  done > "$dir/again.all"
  while read -r test; do
    grep -F "$test"$'\t' "$dir/plain.txt" "$dir/again.all" -h | sort | uniq -c > "$dir/outcomes"
    [ "$(grep -c . "$dir/outcomes")" -lt 2 ] || sed 's/^/    /' "$dir/outcomes"
  done < "$dir/differing"
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
    tests $mode "$lib" ".*Tests?" "${options[@]}" || { echo "$lib: the run '$mode' failed, see $dir/$mode.log"; failed=1; }
  done
  echo "$lib: $(grep -c . "$dir/plain.txt") tests, $(grep -c SUCCESSFUL "$dir/plain.txt") passed without the agent, $(grep -c SUCCESSFUL "$dir/moved.txt") with it"
  echo "  sites in the file: $(grep -c . "$dir/sites"); moved in the classes that were loaded: $(grep -c '"verdict":"MOVED"' "$dir/verdicts.json")"
  echo "  sites that made arrays off the heap: $(grep -vc '(unmarked)' "$dir/moved.txt.sites" || true)"
  echo "  verdicts over all allocations of the library:"; sed 's/^#/   /' "$dir/reasons"
  if diff "$dir/plain.txt" "$dir/moved.txt" > "$dir/differences"; then
    echo "  no test differs"
  else
    sed -n 's/^[<>] \([^\t]*\)\t.*/\1/p' "$dir/differences" | sort -u > "$dir/differing"
    unsteady "$lib" > "$dir/unsteady"
    echo "  tests that differ: $(grep -c . "$dir/differing"), see $dir/differences"
    if [ -s "$dir/unsteady" ]; then
      echo "  of these differ without the agent as well, in 21 runs:"; cat "$dir/unsteady"
    fi
    steady=$(grep -cvxFf <(sed -n 's/^ *[0-9]* \([^\t]*\)\t.*/\1/p' "$dir/unsteady") "$dir/differing" || true)
    [ "$steady" = 0 ] || { echo "  tests that differ only with the agent: $steady"; failed=1; }
  fi
done; done
exit $failed
