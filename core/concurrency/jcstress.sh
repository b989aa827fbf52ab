#!/bin/sh
# Runs the jcstress tests. The sound ones must pass, the planted ones must fail: else the sound ones prove nothing.
#
#   core/concurrency/jcstress.sh               the usual form of jcstress, an hour or more
#   core/concurrency/jcstress.sh -m quick      a quarter of an hour; other arguments go to jcstress as well
#
# Needs a JDK 25 in JAVA_HOME, in PATH or under /usr/lib/jvm. Reports are in target/jcstress.
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
  echo "jcstress.sh: no JDK 25 in JAVA_HOME, PATH or /usr/lib/jvm" >&2
  exit 1
}

java=$(java25)
jar=$here/target/jcstress.jar
if [ ! -f "$jar" ]; then
  (cd "$root" && mvn -B -ntp -q -pl core/concurrency -am -DskipTests package)
fi
mkdir -p "$here/target/jcstress"
cd "$here/target/jcstress"

tests=$("$java" -jar "$jar" -l | sed -n 's/^ *\(io\.offheap\.[A-Za-z0-9_.$]*\).*/\1/p')
[ -n "$tests" ] || { echo "jcstress.sh: no tests in $jar" >&2; exit 1; }
wrong=0
for test in $tests; do
  log=$(echo "$test" | tr '$' '_').txt
  "$java" -jar "$jar" -t "^$(echo "$test" | sed 's/[.$]/\\&/g')\$" "$@" >"$log" 2>&1 || true
  if grep -q 'Failed tests: [0-9]' "$log"; then
    found=yes
  elif grep -q 'Error tests: No matches' "$log" && grep -q 'Failed tests: No matches' "$log"; then
    found=no
  else
    found=unknown # a process that was not done in time, for one
  fi
  case $test in *Planted) expected=yes ;; *) expected=no ;; esac
  if [ $found = $expected ]; then verdict=ok; else verdict=WRONG wrong=1; fi
  echo "$verdict: $test: violation found: $found, expected: $expected"
done
exit $wrong
