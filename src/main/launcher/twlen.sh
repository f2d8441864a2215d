#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# twlen: this script, and behind it the jar that it starts. A zip is read from its end, so both live in one file.
# Whether the Java in this folder is older than 17, by the file that each has beside its bin: "1.8.0_402", "11.0.22".
is_old() {
  while IFS== read -r key value; do
    [ "$key" = JAVA_VERSION ] || continue
    case $value in '"1.'* | '"9'* | '"1'[0-6]'"' | '"1'[0-6].*) return 0 ;; esac
  done 2>/dev/null < "$1/release"
  return 1
}
# Java's own files would get the numbers of streams that are closed, and what is printed would be written into them.
# What is printed to a closed standard output fails, as it does on a full disk.
if [ -d /proc/self/fd ]; then
  [ -e /proc/self/fd/0 ] || exec </dev/null
  [ -e /proc/self/fd/1 ] || exec >/dev/full
  [ -e /proc/self/fd/2 ] || exec 2>/dev/null
fi
# Java does not even begin in a folder that was deleted, and says so by a stack trace.
if ! (cd -P .; case $PWD in /*) ;; *) exit 1 ;; esac) 2>/dev/null; then
  echo "twlen: cannot find the current directory: it was deleted" >&2
  echo "       change to a directory that exists, such as \`cd ~\`" >&2
  exit 3
fi
java=java
if [ -n "${JAVA_HOME:-}" ] && [ -f "$JAVA_HOME/bin/java" ] && [ -x "$JAVA_HOME/bin/java" ] && ! is_old "$JAVA_HOME"; then
  java=$JAVA_HOME/bin/java
fi
if ! command -v "$java" >/dev/null 2>&1; then
  echo "twlen: no java found; install a Java 17 runtime (Debian: apt-get install openjdk-17-jre-headless, CentOS: dnf install java-17-openjdk-headless)" >&2
  exit 3
fi
# Most commands are over before the thorough compiler would pay; those that unpack a kernel are not. A dry run decodes
# a few blocks at most, and gains nothing from it.
quick="-XX:TieredStopAtLevel=1"
case "${1:-}" in rebuild | build | fetch) quick= ;; esac
# A survey looks at a server that works: however long its tables are, it takes no more than this.
case "${1:-}" in survey) quick="$quick -Xmx192m" ;; esac
terminals=
[ -t 1 ] && terminals="-Dtwlen.out.terminal=true"
[ -t 2 ] && terminals="$terminals -Dtwlen.err.terminal=true"
# No -XX:+UsePerfData: its file in /tmp would be the only thing written outside the cache and the output folder.
# Names of files are UTF-8 whatever the locale says: under LANG=C a path with an umlaut could not be opened.
# The messages still follow the locale of the user.
# shellcheck disable=SC2086 # each holds some words or none
TWLEN_LOCALE=${LC_ALL:-${LC_MESSAGES:-${LANG:-}}} LC_ALL=C.UTF-8 exec "$java" $quick -XX:+UseSerialGC -XX:-UsePerfData -Xshare:auto $terminals -jar "$0" "$@"
# Never reached; for those who only parse the script, such as sh -n: what follows is no shell.
: <<'THE JAR'
