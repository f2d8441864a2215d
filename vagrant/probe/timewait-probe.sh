#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Creates TIME_WAIT sockets and reads the kernel's socket tables until the last one is gone.
#
#   timewait-probe.sh [--limit SECONDS] [--load RATE] [--lengths LIST --elsewhere SECONDS --isolated yes|no]
#
# README.md in this directory describes the output. Requires a POSIX shell (busybox ash, dash or bash), a `sleep` that
# accepts fractions, /proc, and Python, Perl or busybox for the connections.

MARK='@twlen1'
# Sockets per address family. A /proc/net table with the header, four other sockets and these fits into one page. The
# kernel returns a page at once, so all rows of a sample are from the same moment. Also, kernels up to 4.0 delay the
# removal of more than 100 sockets of a slot.
SOCKETS=16
# FIN_WAIT2 sockets per address family.
CLOSED=2
LIMIT=80
# Longer tables are sampled less often to limit the load on the host.
CROWD=1000
lines=0

say() {
  lines=$((lines + 1))
  # The reader is gone, for example after a lost connection.
  printf '%s %s%s\n' "$MARK" "$tag" "$*" 2> /dev/null || { stop_servers; exit 1; }
}

# Stops all processes and removes all files of the probe.
stop_servers() {
  trap '' PIPE
  # The helper exits when its command pipe closes.
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
  # shellcheck disable=SC2086 # A list of processes, split on purpose.
  [ -z "$beside$held_beside$elsewhere" ] || kill $beside $held_beside $elsewhere 2> /dev/null
  tag=$own_tag
  say "failed $*"
  finish 1
}

# Sets $now to the seconds since boot. Uses a builtin, because starting a program takes milliseconds.
clock() {
  read -r now _ < /proc/uptime
}

content() {
  if [ -r "$1" ]; then cat "$1"; else echo unknown; fi
}

# --- kernel properties ----------------------------------------------------------------------------------------------

kernel_hz() {
  for config in /proc/config.gz "/boot/config-$(uname -r)"; do
    [ -r "$config" ] || continue
    # gzip -dcf copies uncompressed input; the zcat of busybox is the same program.
    found=$(gzip -dcf "$config" 2>/dev/null | sed -n 's/^CONFIG_HZ=//p')
    [ -z "$found" ] || { echo "$found"; return; }
  done
  echo unknown
}

# The counter TCPTimeWaitOverflow: sockets destroyed because of tcp_max_tw_buckets.
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
  [ -z "$LENGTHS" ] || say "sysctl tcp_tw_timeout $(content "$SETTING")"
  say "overflows $(overflows)"
}

# --- sampling --------------------------------------------------------------------------------------------------------

# Reads both tables between two clock readings, then prints, because printing is slow. Selects the TIME_WAIT rows (06)
# to the first server port and the FIN_WAIT2 rows (05) to the second, counts them, and keeps the shortest remaining
# times. Uses grep, because a shell reads single bytes and the table of a busy host has thousands of lines.
sample() {
  rows=''
  count=0
  closed=0
  least=2147483647
  closed_least=2147483647
  clock; before=$now
  # With a second file, grep prints the file name of each line.
  found=$(LC_ALL=C grep -e ":$port_hex 06 " -e ":$held_hex 05 " /proc/net/tcp "$second_table")
  clock
  while read -r line; do
    [ -n "$line" ] || continue
    # File name, row number (without a leading space from 10000 on), and columns.
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
    rows="$rows$MARK $tag$kind $family $1 $2 ${timer%:*} ${timer#*:}
"
  done << ROWS
$found
ROWS
  say "sample $before $now $count $closed"
  printf '%s' "$rows"
  lines=$((lines + count + closed))
}

# If a program moves to another processor between two packets, the last ACK may arrive late and cause a reset instead of
# TIME_WAIT. So the probe stays on the first processor if it may use it.
stay_on_one_processor() {
  taskset -p 1 $$ > /dev/null 2>&1 || :
}

# Creates sixteen sockets of family $1, and takes a sample after each.
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

# Creates the FIN_WAIT2 sockets. If this fails, the TIME_WAIT measurement still works.
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

# A port also counts as used if TIME_WAIT sockets of an earlier run use it.
in_use() {
  grep -q -e ":$port_hex " -e ":$held_hex " /proc/net/tcp /proc/net/tcp6 2> /dev/null
}

# Listens on the first two free ports. They are below the ephemeral port range, 32768 to 60999.
start_servers() {
  port=20098
  attempts=0
  while [ "$port" -lt 20198 ]; do
    port=$((port + 2))
    port_hex=$(printf '%04X' "$port")
    held_hex=$(printf '%04X' $((port + 1)))
    ! in_use || continue
    # Another probe may have just taken the port.
    if choose_tool; then say "server $tool $port"; return; fi
    attempts=$((attempts + 1))
    [ "$status" = 2 ] || [ "$attempts" -lt 3 ] ||
      fail 'cannot open loopback connections: Python, Perl and busybox nc -e not found'
  done
  fail 'ports 20100 to 20199 are in use'
}

make_sockets() {
  closings 4
  [ "$ipv6" = off ] || closings 6
  births 4 || fail "cannot open an IPv4 connection on the loopback interface: $answer"
  if [ "$ipv6" = on ]; then
    births 6 || fail "cannot open an IPv6 connection on the loopback interface: $answer"
  fi
}

# Sets $pause to the time until the next sample. Samples are frequent only near the next expiry. Kernels up to 4.0 may
# remove a socket when an eighth of its time remains. Longer tables are sampled less often to limit the load on the
# host.
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

# Takes samples until no socket remains, or until the time limit has passed or will pass before the next expiry.
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

# IPv6 counts only with the address ::1 on an active interface.
find_families() {
  ipv6=off
  families=4
  second_table=/dev/null
  if grep -q '^0\{31\}1 ' /proc/net/if_inet6 2> /dev/null && [ -r /proc/net/tcp6 ]; then
    ipv6=on
    families=46
    second_table=/proc/net/tcp6
  fi
  [ "$(cat /proc/net/tcp "$second_table" | grep -c :)" -le "$CROWD" ] || crowded=yes
}

main() {
  say begin
  [ -r /proc/uptime ] || fail 'cannot read /proc (CONFIG_PROC_FS)'
  describe
  [ -r /proc/net/tcp ] || fail 'the kernel has no TCP over IPv4: cannot read /proc/net/tcp (CONFIG_NET, CONFIG_INET)'
  find_families
  say "ipv6 $ipv6"
  stay_on_one_processor
  [ -z "$LENGTHS" ] || before_lengths
  start_servers
  make_sockets
  watch
  say "overflows $(overflows)"
  [ -z "$LENGTHS" ] || after_lengths
  if [ -n "$LOAD" ]; then
    [ -z "$LENGTHS" ] || start_servers
    load
  fi
  finish 0
}

here=${0%/*}
[ "$here" != "$0" ] || here=.
# The other parts: twlen puts them before this text; otherwise they are in this directory.
# shellcheck source=vagrant/probe/connections.sh
command -v start_helper > /dev/null 2>&1 || . "$here/connections.sh"
# shellcheck source=vagrant/probe/load.sh
command -v load_ports > /dev/null 2>&1 || . "$here/load.sh"
# shellcheck source=vagrant/probe/lengths.sh
command -v each_length > /dev/null 2>&1 || . "$here/lengths.sh"
LOOPBACK_PY=${LOOPBACK_PY:-}
LOOPBACK_PL=${LOOPBACK_PL:-}
LOAD=''
LENGTHS=''
ELSEWHERE=''
ISOLATED=no
BOUNDED=no
family_of_parts=''
part=0
tag=''
own_tag=''
beside=''
held_beside=''
elsewhere=''
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
    --lengths) LENGTHS=$2 ;;
    --elsewhere) ELSEWHERE=$2 ;;
    --isolated) ISOLATED=$2 ;;
    --bounds) BOUNDED=$2 ;;
    --part) family_of_parts=$2 ;;
  esac
  shift 2
done
trap 'fail interrupted' HUP INT TERM
trap 'stop_servers; exit 1' PIPE
if [ -z "$family_of_parts" ]; then main; else main_apart; fi
