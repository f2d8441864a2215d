#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Makes sockets that wait in TIME_WAIT, and watches the kernel's own tables until the last one is gone.
#
#   timewait-probe.sh [--limit SECONDS] [--load RATE]
#
# Prints the lines that README.md beside this file describes. Needs a POSIX shell whose `sleep` knows fractions,
# /proc, and something that listens and connects: Python, Perl, or busybox. Written for busybox ash, dash and bash.

MARK='@twlen1'
# Per family. With the header, four other sockets and these, a table of /proc/net stays within one page, which the
# kernel hands out in one piece: all rows of a sample are then of the same moment. And 32 are far from the 100 that
# kernels up to 4.0 kill in one slot in time.
SOCKETS=16
# Per family, of those that wait in FIN_WAIT2.
CLOSED=2
LIMIT=80
# A table with more lines than this is looked into less often, for it costs the server something.
CROWD=1000
lines=0

say() {
  lines=$((lines + 1))
  # Nobody reads any more: the connection was lost, for instance.
  printf '%s %s\n' "$MARK" "$*" 2> /dev/null || { stop_servers; exit 1; }
}

# Whatever was started or made is ended and removed; nothing may stay behind on somebody's machine.
stop_servers() {
  trap '' PIPE
  # Its helper ends when nobody is left who could tell it something.
  exec 3>&- 4<&-
  [ -z "$folder" ] || rm -rf "$folder"
  # shellcheck disable=SC2086 # A list of processes, split on purpose.
  [ -z "$servers" ] || kill $servers 2> /dev/null
  folder=''
  servers=''
}

finish() {
  stop_servers
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

# --- sampling --------------------------------------------------------------------------------------------------------

# Reads both tables between two looks at the clock, and only then prints: printing is slow. Takes the rows towards our
# ports, those in TIME_WAIT (06) towards the first and those in FIN_WAIT2 (05) towards the second, counts them, and keeps
# the least remainders. grep finds them: a shell reads each byte by a call of its own, and the table of a server in use
# has thousands of lines.
sample() {
  rows=''
  count=0
  closed=0
  least=2147483647
  closed_least=2147483647
  clock; before=$now
  # The second file makes grep name the file of each line.
  found=$(LC_ALL=C grep -e ":$port_hex 06 " -e ":$held_hex 05 " /proc/net/tcp "$second_table")
  clock
  while read -r line; do
    [ -n "$line" ] || continue
    # The name of the file, a number that from 10000 on has no blank before it, and the columns.
    columns=${line#*:}
    # shellcheck disable=SC2086 # Split on purpose.
    set -- ${columns#*: }
    timer=$5
    when=$((0x${timer#*:}))
    kind=row
    if [ "$3" = 06 ]; then
      count=$((count + 1))
      [ "$when" -ge "$least" ] || least=$when
      [ "$when" -le "$longest" ] || longest=$when
    else
      kind=closedrow
      closed=$((closed + 1))
      [ "$when" -ge "$closed_least" ] || closed_least=$when
    fi
    case ${line%%:*} in *6) family=6 ;; *) family=4 ;; esac
    rows="$rows$MARK $kind $family $1 $2 ${timer%:*} ${timer#*:}
"
  done << ROWS
$found
ROWS
  say "sample $before $now $count $closed"
  printf '%s' "$rows"
  lines=$((lines + count + closed))
}

# A program that moves to another processor between two packets of a connection may lose the socket: the last
# acknowledgement comes late, the listener answers it with a reset. Who may not use the first processor goes without.
stay_on_one_processor() {
  taskset -p 1 $$ > /dev/null 2>&1 || :
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

# Those that are closed wholly; a kernel in which that does not work can still be measured otherwise.
closings() {
  born=0
  while [ "$born" -lt "$CLOSED" ]; do
    clock; before=$now
    hold "$1" || { say "noclosing no connection of family $1 could be closed: $answer"; return; }
    clock
    say "closing $1 $before $now"
    sample
    born=$((born + 1))
  done
}

# --- the measurement -------------------------------------------------------------------------------------------------

# Also by sockets that still wait from a run before this one: they would be counted as ours.
in_use() {
  grep -q -e ":$port_hex " -e ":$held_hex " /proc/net/tcp /proc/net/tcp6 2> /dev/null
}

# Listens on the first two ports that nobody has. These lie below the kernel's range for clients, 32768 to 60999.
start_servers() {
  port=20098
  attempts=0
  while [ "$port" -lt 20198 ]; do
    port=$((port + 2))
    port_hex=$(printf '%04X' "$port")
    held_hex=$(printf '%04X' $((port + 1)))
    ! in_use || continue
    # Another probe may have taken the port just now.
    if choose_tool; then say "server $tool $port"; return; fi
    attempts=$((attempts + 1))
    [ "$status" = 2 ] || [ "$attempts" -lt 3 ] ||
      fail 'no Python, no Perl and no busybox with nc -e that can make connections on the loopback interface'
  done
  fail 'the ports 20100 to 20199 are all in use'
}

make_sockets() {
  closings 4
  [ "$ipv6" = off ] || closings 6
  births 4 || fail "no connection over IPv4 could be made on the loopback interface: $answer"
  if [ "$ipv6" = on ]; then
    births 6 || fail "no connection over IPv6 could be made on the loopback interface: $answer"
  fi
}

# How long to wait for the next sample, into $pause. The kernel tells when the next socket is due, so only then is it
# worth while to look often. Kernels up to 4.0 may end a socket when an eighth of its time still remains. To read the
# table of a server in use costs it something, so there it is done less often.
pace() {
  if [ "$count" -gt 0 ] && { [ "$longest" -le 1000 ] || [ "$least" -le $((150 + longest / 8)) ]; }; then
    pause=0.05
    [ "$crowded" = no ] || pause=0.2
  elif [ "$least" -le $((300 + longest / 8)) ] || [ "$closed_least" -le 300 ]; then
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
  while [ $((count + closed)) -gt 0 ]; do
    left=$((LIMIT - ${now%.*} + start))
    [ "$least" -le "$closed_least" ] || least=$closed_least
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
  families=4
  second_table=/dev/null
  if grep -q '^0\{31\}1 ' /proc/net/if_inet6 2> /dev/null && [ -r /proc/net/tcp6 ]; then
    ipv6=on
    families=46
    second_table=/proc/net/tcp6
  fi
  say "ipv6 $ipv6"
  [ "$(cat /proc/net/tcp "$second_table" | grep -c :)" -le "$CROWD" ] || crowded=yes
  stay_on_one_processor
  start_servers
  make_sockets
  watch
  say "overflows $(overflows)"
  [ -z "$LOAD" ] || load
  finish 0
}

here=${0%/*}
[ "$here" != "$0" ] || here=.
# The other parts: before this text, where twlen packs them, or in the files beside this one.
# shellcheck source=vagrant/probe/connections.sh
command -v start_helper > /dev/null 2>&1 || . "$here/connections.sh"
# shellcheck source=vagrant/probe/load.sh
command -v load_ports > /dev/null 2>&1 || . "$here/load.sh"
LOOPBACK_PY=${LOOPBACK_PY:-}
LOOPBACK_PL=${LOOPBACK_PL:-}
LOAD=''
tool=''
folder=''
servers=''
answer=''
crowded=no
longest=0
while [ $# -gt 1 ]; do
  case $1 in
    --limit) LIMIT=$2 ;;
    --load) LOAD=$2 ;;
  esac
  shift 2
done
trap 'fail interrupted' HUP INT TERM
trap 'stop_servers; exit 1' PIPE
main
