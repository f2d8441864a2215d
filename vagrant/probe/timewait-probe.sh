#!/bin/sh
# Makes sockets that wait in TIME_WAIT, and watches the kernel's own tables until the last one is gone.
#
#   timewait-probe.sh --limit SECONDS
#
# Prints the lines that README.md beside this file describes. Needs a POSIX shell whose `sleep` knows fractions,
# /proc, and something that listens and connects: busybox, or any Python. Written for busybox ash, dash and bash.

MARK='@twlen1'
# Per family. With the header, a listener and these, a table of /proc/net stays within one page, which the kernel
# hands out in one piece: all rows of a sample are then of the same moment. And 32 are far from the 100 that kernels up
# to 4.0 kill in one slot in time.
SOCKETS=16
LIMIT=80
lines=0

say() {
  lines=$((lines + 1))
  printf '%s %s\n' "$MARK" "$*"
}

finish() {
  [ -z "$server" ] || kill "$server" 2>/dev/null
  server=''
  say "end $lines"
  exit "$1"
}

fail() {
  say "failed $*"
  finish 1
}

# The seconds since boot, into $now. A builtin reads them: a program started for it would cost milliseconds.
clock() {
  read -r now _ < /proc/uptime
}

content() {
  if [ -r "$1" ]; then cat "$1"; else echo unknown; fi
}

# --- what this kernel is ---------------------------------------------------------------------------------------------

kernel_hz() {
  for config in /proc/config.gz "/boot/config-$(uname -r)"; do
    [ -r "$config" ] || continue
    # gzip -dcf passes on what is not compressed; busybox's zcat is the same program.
    found=$(gzip -dcf "$config" 2>/dev/null | sed -n 's/^CONFIG_HZ=//p')
    [ -z "$found" ] || { echo "$found"; return; }
  done
  echo unknown
}

# The counter TCPTimeWaitOverflow: how often tcp_max_tw_buckets destroyed a socket instead of letting it wait.
overflows() {
  names=''
  while read -r key values; do
    [ "$key" = 'TcpExt:' ] || continue
    if [ -z "$names" ]; then names=$values; continue; fi
    # shellcheck disable=SC2086 # A list of numbers, split on purpose.
    set -- $values
    for name in $names; do
      [ "$name" != TCPTimeWaitOverflow ] || { echo "$1"; return; }
      shift
    done
  done 2>/dev/null < /proc/net/netstat
  echo unknown
}

describe() {
  say "release $(uname -r)"
  say "hz $(kernel_hz)"
  say "clocksource $(content /sys/devices/system/clocksource/clocksource0/current_clocksource)"
  for name in tcp_fin_timeout tcp_max_tw_buckets tcp_tw_reuse; do
    say "sysctl $name $(content /proc/sys/net/ipv4/$name)"
  done
  say "overflows $(overflows)"
}

# --- something that listens and connects ----------------------------------------------------------------------------

# A client that sends nothing, ends its half, waits until the server has ended the other half, and goes: the side that
# ends first waits in TIME_WAIT, so each row carries the client's own port, and no tuple is used twice.
# The Python texts avoid what differs between 2.6 and 3.
PYTHON_SERVE='
import select, socket, sys
servers = []
for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
    try:
        s = socket.socket(family)
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        s.bind((address, int(sys.argv[1])))
        s.listen(5)
        servers.append(s)
    except (OSError, socket.error):
        pass
while True:
    for s in select.select(servers, [], [])[0]:
        c = s.accept()[0]
        c.recv(1)
        c.close()
'
PYTHON_CONNECT='
import socket, sys
s = socket.socket(sys.argv[1] == "6" and socket.AF_INET6 or socket.AF_INET)
s.settimeout(10)
s.connect((sys.argv[1] == "6" and "::1" or "127.0.0.1", int(sys.argv[2])))
s.shutdown(socket.SHUT_WR)
s.recv(1)
s.close()
'

has() {
  command -v "$1" > /dev/null 2>&1
}

choose_tool() {
  for candidate in python3 /usr/libexec/platform-python python2 python; do
    if has "$candidate"; then tool=python; python=$candidate; fi
    [ -z "$tool" ] || break
  done
  # Preferred: it starts in a tenth of the time, so the moment of a socket's birth is known better.
  if has busybox && busybox nc --help 2>&1 | grep -q -e '-e PROG'; then tool=busybox; fi
  [ -n "$tool" ] || fail 'neither a busybox with nc -e nor a Python is there to make connections'
}

# Starts a server for both families on port $1 in the background; its process is $server.
serve() {
  case $tool in
    # Listens on [::], which takes IPv4 too, or without IPv6 on 0.0.0.0.
    busybox) busybox nc -ll -p "$1" -e cat < /dev/null > /dev/null 2>&1 & ;;
    python) "$python" -c "$PYTHON_SERVE" "$1" < /dev/null > /dev/null 2>&1 & ;;
  esac
  server=$!
}

# One connection of family $1 to port $2, from its first packet to its last.
connect() {
  case $1 in 4) address=127.0.0.1 ;; *) address=::1 ;; esac
  case $tool in
    busybox) busybox nc -w 10 "$address" "$2" ;;
    python) "$python" -c "$PYTHON_CONNECT" "$1" "$2" ;;
  esac < /dev/null > /dev/null 2>&1
}

# --- sampling --------------------------------------------------------------------------------------------------------

# Adds the rows of family $1 that are in TIME_WAIT towards our port to $rows; counts them, and keeps the least remainder.
table() {
  while read -r _ mine remote state _ timer _; do
    [ "$state" = 06 ] || continue
    case $remote in *:"$port_hex") ;; *) continue ;; esac
    when=$((0x${timer#*:}))
    count=$((count + 1))
    [ "$when" -ge "$least" ] || least=$when
    [ "$when" -le "$longest" ] || longest=$when
    rows="$rows$MARK row $1 $mine $remote ${timer%:*} ${timer#*:}
"
  done < "$2"
}

# Reads both tables between two looks at the clock, and only then prints: printing is slow.
sample() {
  rows=''
  count=0
  least=2147483647
  clock; before=$now
  table 4 /proc/net/tcp
  [ "$ipv6" = off ] || table 6 /proc/net/tcp6
  clock
  say "sample $before $now $count"
  printf '%s' "$rows"
  lines=$((lines + count))
}

# Sixteen births of family $1, each followed by a sample in which its row is the new one.
births() {
  born=0
  while [ "$born" -lt "$SOCKETS" ]; do
    clock; before=$now
    connect "$1" "$port" || return 1
    clock
    say "birth $1 $before $now"
    sample
    born=$((born + 1))
  done
}

# --- the measurement -------------------------------------------------------------------------------------------------

listening() {
  grep -q ":$port_hex [0-9A-F]*:0000 0A " /proc/net/tcp /proc/net/tcp6 2> /dev/null
}

# Also by sockets that still wait from a run before this one: they would be counted as ours.
in_use() {
  grep -q ":$port_hex " /proc/net/tcp /proc/net/tcp6 2> /dev/null
}

# A server on the first port that nobody has. These lie below the kernel's range for clients, 32768 to 60999.
start_server() {
  for port in 20100 20101 20102 20103; do
    port_hex=$(printf '%04X' "$port")
    ! in_use || continue
    serve "$port"
    patience=0
    while [ "$patience" -lt 50 ]; do
      ! listening || { say "server $tool $port"; return; }
      sleep 0.1
      patience=$((patience + 1))
    done
    kill "$server" 2> /dev/null
  done
  fail 'no server could be started on the loopback interface'
}

make_sockets() {
  births 4 || fail 'no connection over IPv4 could be made on the loopback interface'
  if [ "$ipv6" = on ]; then
    births 6 || fail 'no connection over IPv6 could be made on the loopback interface'
  fi
}

# How long to wait for the next sample, into $pause. The kernel tells when the next socket is due, so only then is it
# worth while to look often. Kernels up to 4.0 may end a socket when an eighth of its time still remains.
pace() {
  if [ "$longest" -le 1000 ] || [ "$least" -le $((150 + longest / 8)) ]; then
    pause=0.05
  elif [ "$least" -le $((300 + longest / 8)) ]; then
    pause=0.5
  else
    pause=1
  fi
}

# Samples until no socket is left, or until waiting on is useless: the time is up, or will be before the next one is due.
watch() {
  clock
  start=${now%.*}
  sample
  while [ "$count" -gt 0 ]; do
    left=$((LIMIT - ${now%.*} + start))
    if [ "$left" -le 0 ] || [ $((least / 100)) -gt "$left" ]; then
      say "gaveup $LIMIT"
      return
    fi
    pace
    sleep "$pause"
    sample
  done
}

main() {
  say begin
  [ -r /proc/uptime ] || fail 'there is no /proc (CONFIG_PROC_FS)'
  describe
  [ -r /proc/net/tcp ] || fail 'the kernel has no TCP over IPv4: there is no /proc/net/tcp (CONFIG_NET, CONFIG_INET)'
  # The address ::1 on an interface that is up, not only the protocol.
  ipv6=off
  if grep -q '^0\{31\}1 ' /proc/net/if_inet6 2> /dev/null && [ -r /proc/net/tcp6 ]; then ipv6=on; fi
  say "ipv6 $ipv6"
  choose_tool
  start_server
  make_sockets
  watch
  say "overflows $(overflows)"
  finish 0
}

tool=''
server=''
longest=0
if [ "${1:-}" = --limit ]; then LIMIT=$2; fi
trap 'fail interrupted' INT TERM
main
