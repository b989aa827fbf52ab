#!/bin/sh
# Shows what the agent costs at the start, as medians of paired runs, and writes target/startup.md:
#   start       a program without marks, beside an agent that does nothing
#   classes     loading and linking ten thousand classes, beside the same
#   shown       the same, beside an agent that is shown each class and looks at none
#   jar         loading ten thousand classes from a jar, beside an agent that does nothing
#   jar shown   the same, beside an agent that is shown each class and looks at none
#   first mark  from the order to load the first marked class to its first result, beside no agent
#
#   examples/benchmarks/startup.sh [PAIRS]    about ten seconds a pair; 15 by default
#
# Needs a JDK 25 in JAVA_HOME, in PATH or under /usr/lib/jvm. Builds the jars if they are missing.
set -eu
. "$(dirname "$0")/java25.sh"
pairs=${1:-15}
out=$here/target/startup
mkdir -p "$out"
package=io.offheap.benchmarks.startup

wall() { # options -> milliseconds of a whole run
  before=$(date +%s%N)
  "$java" -Xshare:auto "$@" -cp "$jar" $package.Unmarked >&2
  echo $((($(date +%s%N) - before) / 10000)) | sed 's/\(..\)$/.\1/'
}

told() { # class, argument, options -> what the program prints
  class=$1
  argument=$2
  shift 2
  "$java" "$@" -cp "$jar" $package."$class" "$argument" | sed -n 's/^result //p'
}

# lines "base agent" -> medians of both, of the differences, and of the ratios
summary() {
  awk '
    function median(v, n,   i, j, t) {
      for (i = 2; i <= n; i++) for (j = i; j > 1 && v[j] < v[j - 1]; j--) { t = v[j]; v[j] = v[j - 1]; v[j - 1] = t }
      return n % 2 ? v[(n + 1) / 2] : (v[n / 2] + v[n / 2 + 1]) / 2
    }
    { base[NR] = $1; agent[NR] = $2; more[NR] = $2 - $1; ratio[NR] = $2 / $1 }
    END { printf "%.1f | %.1f | %.1f | %.3f |\n", median(base, NR), median(agent, NR), median(more, NR), median(ratio, NR) }' "$1"
}

for kind in start classes shown jar jarshown first; do : >"$out/$kind.txt"; done
for pair in $(seq "$pairs"); do
  echo "$(wall -javaagent:"$jar") $(wall -javaagent:"$agent")" >>"$out/start.txt"
  echo "$(told ManyClasses 10000 -javaagent:"$jar") $(told ManyClasses 10000 -javaagent:"$agent")" >>"$out/classes.txt"
  echo "$(told ManyClasses 10000 -javaagent:"$jar"=transformer) $(told ManyClasses 10000 -javaagent:"$agent")" >>"$out/shown.txt"
  echo "$(told JarClasses 10000 -javaagent:"$jar") $(told JarClasses 10000 -javaagent:"$agent")" >>"$out/jar.txt"
  echo "$(told JarClasses 10000 -javaagent:"$jar"=transformer) $(told JarClasses 10000 -javaagent:"$agent")" >>"$out/jarshown.txt"
  echo "$(told FirstMark 0 -Xshare:auto) $(told FirstMark 0 -javaagent:"$agent"=min=0)" >>"$out/first.txt"
done
{
  machine
  echo "Medians of $pairs pairs, milliseconds."
  echo
  echo "| | without | with the agent | difference of pairs | ratio of pairs |"
  echo "|-|-|-|-|-|"
  echo "| start, over an agent that does nothing | $(summary "$out/start.txt")"
  echo "| loading 10,000 classes from memory, over the same | $(summary "$out/classes.txt")"
  echo "| the same, over an agent that is shown each class | $(summary "$out/shown.txt")"
  echo "| loading 10,000 classes from a jar, over an agent that does nothing | $(summary "$out/jar.txt")"
  echo "| the same, over an agent that is shown each class | $(summary "$out/jarshown.txt")"
  echo "| first marked class, over no agent | $(summary "$out/first.txt")"
} | tee "$out.md"
