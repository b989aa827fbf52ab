#!/bin/sh
# Runs a cache of arrays that are replaced at random, without and with the agent in turns, and writes target/collector.md:
# ratios of throughput, total and longest pause (all stops of the program, as the virtual machine's log tells them).
#
#   examples/benchmarks/collector.sh full   [GC] [SIZES] [ROUNDS] [SECONDS] [AGENT-OPTIONS]    as fast as possible
#   examples/benchmarks/collector.sh paced  [GC] [SIZES] [ROUNDS] [SECONDS] [AGENT-OPTIONS]    at a fifth of that
#   examples/benchmarks/collector.sh same   [GC] [SIZES] [ROUNDS] [SECONDS]    without the agent twice: what the machine does by itself
#   examples/benchmarks/collector.sh memory                        2 GiB of long-lived arrays: how small a Java heap does
#   examples/benchmarks/collector.sh quick                         all three once, with G1 and ZGC: about ten minutes
#   examples/benchmarks/collector.sh cell MODE GC SIZE [ROUNDS] [SECONDS] [AGENT-OPTIONS]      adds rounds to one row, half a minute each
#   examples/benchmarks/collector.sh table                         all rows measured so far
#
# GC is G1, Z, Shenandoah ...; SIZES bytes of an array ("65536 16384 4096 1024 256" by default); MIB in the environment is the
# cache's size (2048), WARM_UP the seconds before a run counts (5), JAVA_OPTIONS goes to both runs. Both get twice the cache as
# Java heap, the agent as much again as its limit. A row has the medians of all rounds, and of the ratios of pairs also
# the least and the largest: believe no difference that is within what "same" shows.
# Needs a JDK 25 in JAVA_HOME, in PATH or under /usr/lib/jvm. Builds the jars if they are missing.
set -eu
. "$(dirname "$0")/java25.sh"
action=${1:-full}
mode=$action
if [ "$action" = cell ]; then
  shift
  mode=$1
fi
gc=${2:-G1}
sizes=${3:-65536 16384 4096 1024 256}
rounds=${4:-3}
seconds=${5:-6}
options=${6:-}
mib=${MIB:-2048}
out=$here/target/collector
mkdir -p "$out"

# who, bytes, replacements a second -> "throughput, processor time each, total pause ms, longest pause ms"
run() {
  flag=
  if [ "$1" = agent ] && [ "$mode" != same ]; then flag="-javaagent:$agent=limit=$((2 * mib))m${options:+,$options}"; fi
  log=$out/$1-$gc-$2.log
  result=$("$java" -XX:+Use"$gc"GC -Xmx$((2 * mib))m ${JAVA_OPTIONS:-} -Xlog:safepoint:file="$log":uptimemillis:filecount=0 $flag \
    -cp "$jar" io.offheap.benchmarks.collector.Cache "$mib" "$2" "$seconds" "$3" "${WARM_UP:-5}" | grep '^result')
  set -- $result
  awk -v begin="$2" -v end="$3" -v speed="$4" -v cpu="$5" '
    match($0, /^\[[0-9]+ms/) { at = substr($0, 2, RLENGTH - 3) + 0 }
    at >= begin && at <= end && match($0, /Total: *[0-9]+ ns/) {
      ns = substr($0, RSTART, RLENGTH); gsub(/[^0-9]/, "", ns); ns += 0
      sum += ns; if (ns > worst) worst = ns
    }
    END { printf "%s %s %.2f %.2f\n", speed, cpu, sum / 1e6, worst / 1e6 }' "$log"
}

# The file of a row holds a line for each run: who, throughput, processor time, total pause, longest pause. Rounds are added to it.
cell() { # bytes
  file=$out/$mode-$gc-$1.txt
  speed=0
  if [ "$mode" = paced ]; then
    if [ ! -f "$out/speed-$gc-$1" ]; then
      run plain "$1" 0 | awk '{ print int($1 / 5) }' >"$out/speed-$gc-$1"
    fi
    speed=$(cat "$out/speed-$gc-$1")
  fi
  for round in $(seq "$rounds"); do
    # Who goes first changes: what one run leaves the machine in is the other's.
    first=plain second=agent
    if [ $((round % 2)) = 0 ]; then first=agent second=plain; fi
    for who in $first $second; do echo "$who $(run $who "$1" "$speed")" >>"$file"; done
  done
}

row() { # file of a cell
  awk -v name="$(basename "$1" .txt)" '
    function median(v, n,   i, j, t) {
      for (i = 2; i <= n; i++) for (j = i; j > 1 && v[j] < v[j - 1]; j--) { t = v[j]; v[j] = v[j - 1]; v[j - 1] = t }
      return n % 2 ? v[(n + 1) / 2] : (v[n / 2] + v[n / 2 + 1]) / 2
    }
    function ratios(a, p, n, form,   i, r) {
      for (i = 1; i <= n; i++) r[i] = a[i] / (p[i] + 0.001)
      m = median(r, n)
      return sprintf("**" form "** (" form "-" form ")", m, r[1], r[n])
    }
    $1 == "plain" { n++; ps[n] = $2; pc[n] = $3; pp[n] = $4; pw[n] = $5 }
    $1 == "agent" { k++; as[k] = $2; ac[k] = $3; ap[k] = $4; aw[k] = $5 }
    END {
      split(name, part, "-")
      speed = ratios(as, ps, n, "%.2f"); cpu = ratios(ac, pc, n, "%.2f"); pause = ratios(ap, pp, n, "%.3f"); worst = ratios(aw, pw, n, "%.2f")
      printf "| %s, %s, %d B, %d | %.0f | %.0f | %s | %s | %.0f | %.0f | %s | %.1f | %.1f | %s |\n", part[1], part[2], part[3], n,
        median(ps, n), median(as, n), speed, cpu, median(pp, n), median(ap, n), pause, median(pw, n), median(aw, n), worst
    }' "$1"
}

table() {
  echo "| run, collector, array, rounds | replaced/s plain | agent | ratio | CPU time each, ratio | total pause plain, ms | agent | ratio | longest pause plain, ms | agent | ratio |"
  echo "|-|-|-|-|-|-|-|-|-|-|-|"
  for file in $(ls "$out"/full-*.txt "$out"/paced-*.txt "$out"/same-*.txt 2>/dev/null | sort -t- -k1,1 -k2,2 -k3,3nr); do row "$file"; done
}

memory() {
  echo "| | -Xmx | result |"
  echo "|-|-|-|"
  for heap in 2048 2304 2560 3072; do
    for who in plain agent; do
      flag=
      share=$heap
      if [ $who = agent ]; then
        flag="-javaagent:$agent=limit=3g"
        share=$((heap / 4))
      fi
      if result=$("$java" -XX:+Use"$gc"GC -Xmx${share}m $flag -cp "$jar" \
        io.offheap.benchmarks.collector.LongLived 2048 "$seconds" 2>&1 | grep -E -m1 '^objects|OutOfMemoryError'); then :; fi
      echo "| $gc, $who | $share MiB | $result |"
    done
  done
}

case $action in
cell) cell "$3" ;;
table)
  machine
  table
  ;;
memory)
  machine
  memory
  ;;
quick)
  rounds=1
  seconds=4
  rm -f "$out"/full-*.txt "$out"/paced-*.txt "$out"/speed-*
  for gc in G1 Z; do
    mode=full
    for size in 65536 16384 4096 1024 256; do cell $size; done
    mode=paced
    for size in 65536 16384; do cell $size; done
  done
  {
    machine
    table
    echo
    for gc in G1 Z; do memory; done
  } | tee "$out-quick.md"
  ;;
*)
  rm -f "$out/$mode-$gc"-*.txt "$out/speed-$gc"-*
  for size in $sizes; do cell "$size"; done
  {
    machine
    echo "$mode speed, cache $mib MiB, $seconds s, median of $rounds in turns; agent options: ${options:-none}"
    echo
    table
  } | tee "$out-$mode-$gc.md"
  ;;
esac
