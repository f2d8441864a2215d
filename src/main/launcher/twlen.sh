#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# twlen: this script, followed by the jar that it starts. A zip is read from its end, so one file can hold both.
# Returns whether the Java in a directory is older than 17, by its file "release": "1.8.0_402", "11.0.22".
is_old() {
  while IFS== read -r key value; do
    [ "$key" = JAVA_VERSION ] || continue
    case $value in '"1.'* | '"9'* | '"1'[0-6]'"' | '"1'[0-6].*) return 0 ;; esac
  done 2>/dev/null < "$1/release"
  return 1
}
# Java's own files would get the numbers of closed streams, and output would overwrite them. Printing to a closed
# standard output fails, as on a full disk.
if [ -d /proc/self/fd ]; then
  [ -e /proc/self/fd/0 ] || exec </dev/null
  [ -e /proc/self/fd/1 ] || exec >/dev/full
  [ -e /proc/self/fd/2 ] || exec 2>/dev/null
fi
fail() {
  echo "twlen: $1" >&2
  echo "  fix: $2" >&2
  exit 3
}
# In a deleted directory Java fails with a stack trace.
if ! (cd -P .; case $PWD in /*) ;; *) exit 1 ;; esac) 2>/dev/null; then
  fail "cannot find the current directory: it was deleted" "change to an existing directory, such as \`cd ~\`"
fi
java=java
if [ -n "${JAVA_HOME:-}" ] && [ -f "$JAVA_HOME/bin/java" ] && [ -x "$JAVA_HOME/bin/java" ] && ! is_old "$JAVA_HOME"; then
  java=$JAVA_HOME/bin/java
fi
if ! command -v "$java" >/dev/null 2>&1; then
  fail "cannot find java: not on the PATH" \
    "install Java 17 (Debian: apt-get install openjdk-17-jre-headless, CentOS: dnf install java-17-openjdk-headless)"
fi
# Most commands end before the optimising compiler pays off; those that unpack a kernel do not.
quick="-XX:TieredStopAtLevel=1"
case "${1:-}" in rebuild | build | fetch) quick= ;; esac
# A survey runs on a busy server, so its memory is limited, however long the socket tables are.
case "${1:-}" in survey) quick="$quick -Xmx192m" ;; esac
terminals=
[ -t 1 ] && terminals="-Dtwlen.out.terminal=true"
[ -t 2 ] && terminals="$terminals -Dtwlen.err.terminal=true"
# UsePerfData would write a file in /tmp, outside the cache and the output directory.
# LC_ALL makes file names UTF-8: under LANG=C, Java cannot open a path with an umlaut. The language is passed separately.
language=${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}
# shellcheck disable=SC2086 # each holds some words or none
LC_ALL=C.UTF-8 exec "$java" $quick -XX:+UseSerialGC -XX:-UsePerfData -Xshare:auto $terminals \
  "-Dtwlen.language=$language" -jar "$0" "$@"
# Never reached; it ends the script for a parser such as sh -n.
: <<'THE JAR'
