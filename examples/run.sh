#!/usr/bin/env bash
#
# Runs the example jdk-atlas without the OffHeap agent and with it, and shows side by side what that changed.
# Needs a JDK 25, and Maven where something has to be built. Writes only below examples/jdk-atlas/target
# (and what the build of the other modules writes into theirs).

set -u

usage() {
  cat <<'END'
Usage: examples/run.sh [option]...
Runs the example without and with the agent and compares. Exit status 1 if the results differ.

  --runs N               N runs of each, in turns; the table then shows medians (1)
  --atlas-args 'ARGS'    more arguments for the example, for instance '--modules java.base'
  --agent-options 'A,B'  options for the agent, for instance limit=1m
  --help                 this text
END
}

fail() { # status, message
  echo "run.sh: $2" >&2
  exit "$1"
}

runs=1
atlas_args=
agent_options=
while [ $# -gt 0 ]; do
  case $1 in
    --help | -h) usage; exit 0 ;;
    --runs | --atlas-args | --agent-options)
      [ $# -ge 2 ] || fail 2 "$1 needs a value"
      case $1 in
        --runs) runs=$2 ;;
        --atlas-args) atlas_args=$2 ;;
        --agent-options) agent_options=$2 ;;
      esac
      shift 2
      ;;
    *) fail 2 "unknown option $1; see --help" ;;
  esac
done
case $runs in
  [1-9] | [1-9][0-9]) ;;
  *) fail 2 "--runs needs a number from 1 to 99, not '$runs'" ;;
esac

root=$(cd "$(dirname "$0")/.." && pwd) || exit 1
target=$root/examples/jdk-atlas/target
results=$target/run
agent_jar=$root/agent/target/offheap-agent.jar
atlas_jar=$target/jdk-atlas.jar
profiles_jar=$root/jfr-profiles/target/offheap-jfr-profiles.jar
event_settings=$root/jfr-profiles/offheap.jfc

# ---- JDK 25 ----------------------------------------------------------------------------------------------------------

is_jdk_25() { # home
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] &&
    "$1/bin/java" -version 2>&1 | grep -q 'version "25[".]'
}

find_jdk() {
  local home on_path
  on_path=$(command -v java 2>/dev/null) &&
    on_path=$("$on_path" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.home = //p')
  for home in "${JAVA_HOME:-}" "${JAVA25_HOME:-}" "${on_path:-}" \
    /usr/lib/jvm/* "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/* /opt/java/* \
    "$(/usr/libexec/java_home -v 25 2>/dev/null)" /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if [ -n "$home" ] && is_jdk_25 "$home"; then
      echo "$home"
      return
    fi
  done
  return 1
}

jdk=$(find_jdk) ||
  fail 1 "no JDK 25 found; install one (for instance from https://adoptium.net) and set JAVA25_HOME to its folder"
java=$jdk/bin/java

# ---- Build -----------------------------------------------------------------------------------------------------------

# The build is up to date if no source is newer than the start of the last build made here, or than the oldest of the jars:
# a build leaves alone the jars of modules that did not change.
built=$target/run-built

is_older_than_no_source() { # file
  [ -z "$(find "$root/pom.xml" "$root"/*/pom.xml "$root"/*/src "$root"/examples/jdk-atlas/pom.xml \
    "$root"/examples/jdk-atlas/src -type f -newer "$1" -print 2>/dev/null | head -n 1)" ]
}

is_built() {
  local jars jar oldest
  jars=("$agent_jar" "$atlas_jar" "$profiles_jar")
  oldest=$agent_jar
  for jar in "${jars[@]}"; do
    [ -f "$jar" ] || return 1
    [ ! "$oldest" -nt "$jar" ] || oldest=$jar
  done
  { [ -f "$built" ] && is_older_than_no_source "$built"; } || is_older_than_no_source "$oldest"
}

ticker=
start_ticker() { # a dot every two seconds, to show that something happens
  (while sleep 2; do printf . >&2; done) &
  ticker=$!
}
stop_ticker() {
  [ -z "$ticker" ] || { kill "$ticker" && wait "$ticker"; } 2>/dev/null
  ticker=
}
trap stop_ticker EXIT

build() {
  command -v mvn >/dev/null 2>&1 ||
    fail 1 "Maven is needed for the build; install Apache Maven 3.8.7 or newer (apt install maven, brew install maven)"
  mkdir -p "$target"
  touch "$built.new"
  printf 'Building (with an empty Maven repository this takes a few minutes) ' >&2
  start_ticker
  (
    cd "$root" || exit 1
    # Maven runs on any Java from 17 on; where there is none to be seen, on the one found above.
    [ -n "${JAVA_HOME:-}" ] || command -v java >/dev/null 2>&1 || export JAVA_HOME=$jdk
    JAVA25_HOME=$jdk mvn -q -B -ntp -pl core,agent,jfr-profiles,examples/jdk-atlas package -Dmaven.test.skip=true
  ) >"$target/run-build.log" 2>&1
  local status=$?
  stop_ticker
  if [ $status -ne 0 ]; then
    echo ' failed:' >&2
    tail -n 30 "$target/run-build.log" >&2
    exit 1
  fi
  echo ' done' >&2
  mv "$built.new" "$built"
}

is_built || build

# ---- Runs ------------------------------------------------------------------------------------------------------------

# One collector and one heap size everywhere, so that tables of different machines can be compared. What the JVM itself
# has to say goes to the error output: the standard output holds the results and nothing else.
jvm_options=(-XX:+UseG1GC -Xmx512m -Xlog:disable -Xlog:all=warning:stderr -Xlog:jfr+startup=error:stderr)

run_atlas() { # name, further JVM options
  local name=$1 settings=settings=default status
  shift
  [ ! -f "$event_settings" ] || settings=$settings,settings=$event_settings
  echo "Run $name" >&2
  {
    TIMEFORMAT=$'real %R\nuser %U'
    time {
      # shellcheck disable=SC2086 # the arguments of the example are words
      "$java" "${jvm_options[@]}" "$@" \
        "-XX:FlightRecorderOptions:repository=$results/repository" \
        "-XX:StartFlightRecording:$settings,filename=$results/$name.jfr,dumponexit=true" \
        -jar "$atlas_jar" --repeat 20 $atlas_args 2>&1 >"$results/$name.txt" |
        tee "$results/$name.log" | while IFS= read -r line; do echo "  $line" >&3; done
      status=${PIPESTATUS[0]}
    }
  } 3>&2 2>"$results/$name.time"
  [ "$status" -eq 0 ] || fail 1 "the run $name ended with status $status; see $results/$name.log"
}

seconds() { # name of a run, real or user
  sed -n "s/^$2 //p" "$results/$1.time" | tr , .
}

megabytes() { # name of a run, what the example calls the number
  sed -n "s/^$2: \\([0-9]*\\) MB\$/\\1/p" "$results/$1.log" | head -n 1
}

median() { # numbers; the middle one, the lower of two
  printf '%s\n' "$@" | LC_ALL=C sort -n | sed -n "$((($# + 1) / 2))p"
}

rm -rf "$results"
mkdir -p "$results"
identical=yes
recordings=()
plain_real=() agent_real=() plain_user=() agent_user=() plain_live=() agent_live=()
live='Java heap in use after a collection'
for ((run = 1; run <= runs; run++)); do
  plain=without-agent-$run
  agent=with-agent-$run
  verdicts=$results/verdicts-$run.jsonl
  run_atlas "$plain"
  run_atlas "$agent" "-javaagent:$agent_jar=verdicts=$verdicts${agent_options:+,$agent_options}"
  cmp -s "$results/without-agent-1.txt" "$results/$plain.txt" || identical=no
  cmp -s "$results/without-agent-1.txt" "$results/$agent.txt" || identical=no
  recordings+=("$results/$plain.jfr" "$results/$agent.jfr")
  plain_real+=("$(seconds "$plain" real)")
  agent_real+=("$(seconds "$agent" real)")
  plain_user+=("$(seconds "$plain" user)")
  agent_user+=("$(seconds "$agent" user)")
  plain_live+=("$(megabytes "$plain" "$live")")
  agent_live+=("$(megabytes "$agent" "$live")")
done

# ---- Report ----------------------------------------------------------------------------------------------------------

# What of the data is still on the Java heap is part of what is alive there.
data=$(megabytes "$plain" 'Data in arrays')
live_with_agent=$(median "${agent_live[@]}")
off_heap=$((data > live_with_agent ? 100 - live_with_agent * 100 / data : 0))

echo
"$java" -jar "$profiles_jar" compare \
  --row "identical results||$identical" \
  --row "wall time|$(median "${plain_real[@]}") s|$(median "${agent_real[@]}") s" \
  --row "CPU time|$(median "${plain_user[@]}") s|$(median "${agent_user[@]}") s" \
  --row "data in arrays|$data MB|$data MB" \
  --row "of that off-heap, at least|0 %|$off_heap %" \
  --row "live Java heap after loading|$(median "${plain_live[@]}") MB|$live_with_agent MB" \
  "${recordings[@]}" || exit 1
echo
echo "results    $results/$agent.txt"
echo "recording  $results/$agent.jfr"
echo "verdicts   $verdicts"
echo
"$java" -jar "$profiles_jar" summary "$results/$agent.jfr" || exit 1

if [ $identical = no ]; then
  echo "run.sh: the results differ; compare $results/*.txt" >&2
  exit 1
fi
