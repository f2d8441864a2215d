# SPDX-License-Identifier: Apache-2.0
# Opens and closes connections. Part of timewait-probe.sh, which sources it.
# shellcheck shell=sh disable=SC2034,SC2154 # Variables are those of the probe.

# The text of the helper: from ProbeFiles, or from the file beside this one.
helper_text() {
  case $1 in
    py) [ -n "$LOOPBACK_PY" ] || LOOPBACK_PY=$(cat "$here/loopback.py") ;;
    pl) [ -n "$LOOPBACK_PL" ] || LOOPBACK_PL=$(cat "$here/loopback.pl") ;;
  esac 2> /dev/null
}

has() {
  command -v "$1" > /dev/null 2>&1
}

# Starts a helper and waits until it listens. $status is 1 if the helper does not work, and 2 if the port is in use. The
# helper reads commands from descriptor 3 and answers on 4. The directory of both FIFOs is removed as soon as they are open,
# so even kill -9 leaves no file.
start_helper() {
  folder=$(mktemp -d "${TMPDIR:-/tmp}/twlen.XXXXXX" 2> /dev/null || mktemp -d /dev/shm/twlen.XXXXXX 2> /dev/null)
  status=1
  [ -n "$folder" ] || return 1
  mkfifo "$folder/to" "$folder/from" 2> /dev/null || { rm -rf "$folder"; folder=''; return 1; }
  "$@" "$port" "$((port + 1))" "$families" < "$folder/to" > "$folder/from" 2> /dev/null &
  exec 3> "$folder/to" 4< "$folder/from"
  rm -rf "$folder"
  folder=''
  read -r answer <&4 || answer=''
  case $answer in
    ready) return 0 ;;
    failed*) status=2 ;;
    *) status=1 ;;
  esac
  exec 3>&- 4<&-
  return "$status"
}

# Sends a command to the helper and reads its answer.
ask() {
  echo "$*" >&3
  read -r answer <&4 && [ "$answer" = ok ]
}

# Listens on [::], which also accepts IPv4, or on 0.0.0.0 without IPv6. busybox cannot bind a specific address.
serve_busybox() {
  on=$1
  shift
  busybox nc -ll -p "$on" -e "$@" < /dev/null > /dev/null 2>&1 &
  servers="$servers $!"
}

start_busybox() {
  busybox nc --help 2>&1 | grep -q -e '-e PROG' || return 1
  serve_busybox "$port" cat
  # The client closes completely. This end stays open until the probe exits, even after a kill.
  # shellcheck disable=SC2016 # Expanded by the new shell.
  serve_busybox $((port + 1)) sh -c 'while kill -0 "$0" 2> /dev/null; do sleep 3; done' $$
  patience=0
  while [ "$patience" -lt 50 ]; do
    sleep 0.1
    # If another process has just taken the port, this one has exited.
    # shellcheck disable=SC2086 # Word splitting is intended.
    if listening "$port_hex" && listening "$held_hex"; then
      kill -0 $servers 2> /dev/null && return 0
      break
    fi
    patience=$((patience + 1))
  done
  stop_servers
  return 1
}

listening() {
  grep -q ":$1 [0-9A-F]*:0000 0A " /proc/net/tcp "$second_table"
}

# Prefers a helper to busybox. It opens a connection within a millisecond, so the start of TIME_WAIT is known exactly, and a
# killed probe leaves nothing behind. A helper must run: version managers leave names on PATH that do not work.
choose_tool() {
  status=1
  for candidate in python3 /usr/libexec/platform-python python2 python; do
    { has "$candidate" && helper_text py; } || continue
    start_helper "$candidate" -c "$LOOPBACK_PY" && { tool=python; return; }
    [ "$status" = 1 ] || return 1
  done
  if has perl && helper_text pl; then
    start_helper perl -e "$LOOPBACK_PL" && { tool=perl; return; }
    [ "$status" = 1 ] || return 1
  fi
  if has busybox && start_busybox; then tool=busybox; return; fi
  return 1
}

# Opens and closes one connection of family $1 to port $2. The client closes first, so its socket enters TIME_WAIT. Each row
# has the client's own port, and no four-tuple occurs twice.
connect() {
  if [ "$tool" != busybox ]; then
    ask wait "$1"
  else
    case $1 in 4) address=127.0.0.1 ;; *) address=::1 ;; esac
    busybox nc -w 10 "$address" "$2" < /dev/null > /dev/null 2>&1
  fi
}

# Opens one connection of family $1. The client closes completely, and the server keeps its end open.
hold() {
  if [ "$tool" != busybox ]; then
    ask hold "$1"
    return
  fi
  case $1 in 4) address=127.0.0.1 ;; *) address=::1 ;; esac
  busybox nc "$address" $((port + 1)) < /dev/null > /dev/null 2>&1 &
  client=$!
  sleep 0.3
  kill "$client" 2> /dev/null || return 1
  wait "$client" 2> /dev/null
  return 0
}
