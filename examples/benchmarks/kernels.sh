#!/bin/sh
# Runs the kernels on Java arrays, on arrays off the heap (the same source, woven) and on segments by hand, and writes
# target/kernels.md: times, ratios and their geometric means.
#
#   examples/benchmarks/kernels.sh [ROUNDS] [JMH-ARGUMENT...]    about four minutes a round; medians over rounds
#   examples/benchmarks/kernels.sh 1 'gather|scatter' -p n=16384
#
# Needs a JDK 25 in JAVA_HOME, in PATH or under /usr/lib/jvm. Builds the jars if they are missing.
set -eu
. "$(dirname "$0")/java25.sh"
rounds=${1:-1}
[ $# -gt 0 ] && shift
pattern=.
case "${1:--}" in -*) ;; *) pattern=$1 && shift ;; esac

cd "$root" # the benchmark's path of the agent begins here
files=
for round in $(seq "$rounds"); do
  file=$here/target/kernels-$round.csv
  "$java" -jar "$jar" "KernelBenchmark.*($pattern)" -rf csv -rff "$file" "$@" >&2
  files="$files $file"
done
{
  machine
  "$java" -cp "$jar" io.offheap.benchmarks.kernels.KernelTable $files
} | tee "$here/target/kernels.md"
