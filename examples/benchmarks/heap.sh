#!/bin/sh
# Runs the heap beside other allocators and writes target/heap.md: times, memory and garbage, with ratios to the best native one.
#
#   examples/benchmarks/heap.sh                all of it, about an hour
#   examples/benchmarks/heap.sh --quick        a fifth of the work, about fifteen minutes
#     --workloads "small larson"               only these; idle is one of them
#     --rivals "none glibc heap"               only these; none is the loop alone and must be there
#     --rounds 3                               that many processes for each; the table has their medians
#     --append                                 keeps the results of the last run and adds only what is missing
#     --for 100                                begins nothing after so many seconds, and exits with 3 if something is left:
#                                              until heap.sh --quick --append --for 100; do sleep 100; done
#
# Each workload and rival has a process of its own, which is ended after a minute and a half, or five without --quick;
# what fails is said below the tables. Needs Linux and a JDK 25 in JAVA_HOME, in PATH or under /usr/lib/jvm.
# mimalloc and tcmalloc are Debian's libmimalloc2.0 and libtcmalloc-minimal4; what is absent is skipped and said.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
command="heap.sh $*"

scale=full append=no rounds=1 window=86400 seconds=300 workloads= rivals=
while [ $# -gt 0 ]; do
  case $1 in
    --quick) scale=quick seconds=90 ;;
    --append) append=yes ;;
    --rounds) rounds=$2; shift ;;
    --for) window=$2; shift ;;
    --workloads) workloads=$2; shift ;;
    --rivals) rivals=$2; shift ;;
    *) echo "heap.sh: unknown option '$1'; known are --quick, --workloads, --rivals, --rounds, --append, --for" >&2; exit 2 ;;
  esac
  shift
done

java25() {
  for java in "${JAVA_HOME:-/nowhere}/bin/java" "$(command -v java || true)" /usr/lib/jvm/*/bin/java; do
    if [ -x "$java" ] && "$java" -version 2>&1 | grep -q 'version "25'; then
      echo "$java"
      return
    fi
  done
  echo "heap.sh: no JDK 25 in JAVA_HOME, PATH or /usr/lib/jvm" >&2
  exit 1
}

java=$(java25)
jar=$here/target/benchmarks.jar
if [ ! -f "$jar" ]; then
  (cd "$root" && mvn -B -ntp -q -pl examples/benchmarks -am -DskipTests package)
fi
results=$here/target/heap.csv

# The Java heap is touched at the start, so that what grows later is not Java's. Netty as fast as it can be set up: with
# caches for all threads, but for virtual ones, of which a million with a cache each do not fit.
run() {
  timeout --foreground "$seconds" "$java" -Xms${heap:-512m} -Xmx${heap:-512m} -XX:+AlwaysPreTouch -XX:+UseSerialGC \
    -XX:MaxDirectMemorySize=3g -XX:+ExitOnOutOfMemoryError \
    --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    -Dio.netty.noUnsafe=false -Dio.netty.leakDetection.level=disabled \
    -Dio.netty.allocator.useCacheForAllThreads=${caches:-true} \
    -Dio.netty.allocator.useCachedMagazinesForNonEventLoopThreads=${caches:-true} \
    -cp "$jar" "io.offheap.benchmarks.heap.$@"
}

lists=$(run Measure $scale list)
[ -n "$workloads" ] || workloads="$(echo "$lists" | sed -n 1p) idle"
[ -n "$rivals" ] || rivals=$(echo "$lists" | sed -n 2p)
[ $append = yes ] || : >"$results"
touch "$results"

total=$(($(echo $workloads | wc -w) * $(echo $rivals | wc -w) * rounds))
done=0
left=0
end=$(($(date +%s) + window))
for round in $(seq "$rounds"); do
  for workload in $workloads; do
    case $workload in virtual-1m) heap=3g ;; *) heap=512m ;; esac
    case $workload in virtual-*) caches=false ;; *) caches=true ;; esac
    case $workload in idle) program=Idle ;; *) program="Measure $scale $workload" ;; esac
    for rival in $rivals; do
      done=$((done + 1))
      [ "$workload $rival" != "idle none" ] || continue
      [ "$(grep -c "^$workload,$rival," "$results")" -lt "$round" ] || continue
      if [ "$(date +%s)" -ge "$end" ]; then
        left=$((left + 1))
        continue
      fi
      echo "$done/$total: $workload, $rival" >&2
      status=0
      run $program "$rival" >>"$results" || status=$?
      case $status in
        0) ;;
        124) echo "$workload,$rival,failed,not done after $seconds s" >>"$results" ;;
        *) echo "$workload,$rival,failed,exit status $status" >>"$results" ;;
      esac
    done
  done
done
if [ $left -gt 0 ]; then
  echo "heap.sh: $left of $total are left" >&2
  exit 3
fi

{
  echo "Machine: $(uname -srm), $(nproc) processors, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)"
  echo
  echo "JDK: $("$java" -version 2>&1 | sed -n 2p); $(date -u +%F); \`$command\`"
  echo
  run Table "$results"
} | tee "$here/target/heap.md"
