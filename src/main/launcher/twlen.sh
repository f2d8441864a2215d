#!/bin/sh
# twlen: this script, and behind it the jar that it starts. A zip is read from its end, so both live in one file.
if [ -n "${JAVA_HOME:-}" ] && [ -x "$JAVA_HOME/bin/java" ]; then java=$JAVA_HOME/bin/java; else java=java; fi
if ! command -v "$java" >/dev/null 2>&1; then
  echo "twlen: no java found; install a Java 17 runtime (Debian: apt-get install openjdk-17-jre-headless, CentOS: dnf install java-17-openjdk-headless)" >&2
  exit 3
fi
# A short-lived program: the quick compiler and the small collector start soonest. Names of files are UTF-8 whatever
# the locale says, or a path with an umlaut could not be opened under LANG=C.
LC_ALL=C.UTF-8 exec "$java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto -jar "$0" "$@"
