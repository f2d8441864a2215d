#!/bin/sh
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

# --- something that listens and connects ----------------------------------------------------------------------------

# The helper's text: given by whoever packed the probe, or in the file beside this one.
helper_text() {
  case $1 in
    py) [ -n "$LOOPBACK_PY" ] || LOOPBACK_PY=$(cat "${0%/*}/loopback.py") ;;
    pl) [ -n "$LOOPBACK_PL" ] || LOOPBACK_PL=$(cat "${0%/*}/loopback.pl") ;;
  esac 2> /dev/null
}

has() {
  command -v "$1" > /dev/null 2>&1
}

# Starts a helper and waits until it listens; $status is 1 when it does not work, 2 when it does and the port is taken.
# It reads what it is to do where descriptor 3 leads, and answers into 4. The folder of both FIFOs is gone again as soon
# as they are open, so even kill -9 leaves no file.
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

# Tells the helper something and takes its answer.
ask() {
  echo "$*" >&3
  read -r answer <&4 && [ "$answer" = ok ]
}

# Listens on [::], which takes IPv4 too, or without IPv6 on 0.0.0.0: it cannot be told an address.
serve_busybox() {
  on=$1
  shift
  busybox nc -ll -p "$on" -e "$@" < /dev/null > /dev/null 2>&1 &
  servers="$servers $!"
}

start_busybox() {
  busybox nc --help 2>&1 | grep -q -e '-e PROG' || return 1
  serve_busybox "$port" cat
  # Its peer goes wholly; this end stays until the probe is gone, however that ended.
  # shellcheck disable=SC2016 # For the shell that is started.
  serve_busybox $((port + 1)) sh -c 'while kill -0 "$0" 2> /dev/null; do sleep 3; done' $$
  patience=0
  while [ "$patience" -lt 50 ]; do
    sleep 0.1
    # Not somebody else's that took the port just now: then ours has ended.
    # shellcheck disable=SC2086 # A list of processes, split on purpose.
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

# A helper before busybox: it makes a connection within a millisecond, so the moment of a socket's birth is known well,
# and it leaves nothing behind whatever becomes of the probe. A name on PATH alone, as version managers leave it, is none.
choose_tool() {
  status=1
  for candidate in python3 /usr/libexec/platform-python python2 python; do
    has "$candidate" && helper_text py || continue
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

# One connection of family $1 to port $2, from its first packet to its last. The side that ends first waits in TIME_WAIT:
# each row carries the client's own port, and no tuple is used twice.
connect() {
  if [ "$tool" != busybox ]; then
    ask wait "$1"
  else
    case $1 in 4) address=127.0.0.1 ;; *) address=::1 ;; esac
    busybox nc -w 10 "$address" "$2" < /dev/null > /dev/null 2>&1
  fi
}

# One connection of family $1 whose client goes wholly while its peer stays.
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

# --- load ------------------------------------------------------------------------------------------------------------

# How many sockets are in TIME_WAIT, whoever's: the kernel counts them. Into $population.
populate() {
  population=''
  while read -r what _ _ _ _ _ tw _; do
    [ "$what" != TCP: ] || population=$tw
  done 2> /dev/null < /proc/net/sockstat
  case $population in
    '' | *[!0-9]*) population=$(cat /proc/net/tcp /proc/net/tcp6 2> /dev/null | grep -c '[0-9A-F] 06 ') ;;
  esac
}

# Hundredths of a second since boot, into $hundredths.
hundredths() {
  clock
  # The 1 before them, for 08 is no number to a shell.
  hundredths=$((${now%.*} * 100 + 1${now#*.} - 100))
}

load_sample() {
  populate
  hundredths
  age=$((hundredths - load_start))
  say "loaded $((age / 100)).$(printf '%02d' $((age % 100))) $((population - population_before)) $1"
}

# On the loopback interface a new connection may have the place of a waiting socket with the same ports (tcp_tw_reuse 2),
# and would make the population smaller. So there are as many ports to connect to as make that rare: to each, at most one
# in a hundred of the clients' ports, of which the kernel uses the even ones first, waits at a time.
load_ports() {
  most_ports=200
  [ "$tool" != busybox ] || most_ports=20
  read -r first last < /proc/sys/net/ipv4/ip_local_port_range || { first=32768; last=60999; }
  each_family=$((LOAD * load_seconds / ${#families}))
  ports=$((each_family / ((last - first) / 200 + 1) + 1))
  [ "$ports" -le "$most_ports" ] || ports=$most_ports
}

# Why it cannot be done, into $refusal.
load_refused() {
  refusal=''
  buckets=$(content /proc/sys/net/ipv4/tcp_max_tw_buckets)
  most=$((LOAD * (length + length / 7 + 1) + population_before))
  case $LOAD in
    *[!0-9]* | '') refusal="$LOAD is no rate" ;;
    *)
      if [ "$LOAD" -lt 1 ] || [ "$LOAD" -gt 2000 ]; then
        refusal="$LOAD a second is not between 1 and 2000"
      elif [ $((each_family / ports)) -gt $(((last - first) / 8)) ]; then
        refusal="$((LOAD * length)) sockets need more ports than there are between $first and $last"
      elif [ "$buckets" != unknown ] && [ "$most" -gt "$buckets" ]; then
        refusal="$most sockets would wait, and tcp_max_tw_buckets is $buckets"
      fi
      ;;
  esac
}

# Connections at a steady rate for so long that as many end as begin, and some time more; a look each second.
load() {
  length=$(((longest + 99) / 100))
  load_seconds=$((length + length / 7 + 14))
  populate
  population_before=$population
  case $LOAD in *[!0-9]* | '') ports=0 ;; *) load_ports ;; esac
  load_refused
  if [ -n "$refusal" ]; then say "noload $refusal"; return; fi
  say "load $LOAD"
  hundredths
  load_start=$hundredths
  made=0
  if [ "$tool" = busybox ]; then load_busybox; else load_helper; fi
  hundredths
  say "loadend $(((hundredths - load_start) / 100)).$(printf "%02d" $(((hundredths - load_start) % 100))) $made"
}

load_helper() {
  echo "load $LOAD $load_seconds $families 20300 $ports" >&3
  while read -r answer made <&4; do
    case $answer in
      made) load_sample "$made" ;;
      done) load_sample "$made"; return ;;
      *) fail "the load could not be made: $answer $made" ;;
    esac
  done
  fail 'what made the connections has ended'
}

load_busybox() {
  each=0
  while [ "$each" -lt "$ports" ]; do
    serve_busybox $((20300 + each)) cat
    each=$((each + 1))
  done
  sleep 0.5
  hundredths
  load_start=$hundredths
  next=100
  while :; do
    hundredths
    age=$((hundredths - load_start))
    [ "$age" -lt $((load_seconds * 100)) ] || break
    if [ "$age" -ge "$next" ]; then
      load_sample "$made"
      next=$((age / 100 * 100 + 100))
    elif [ "$made" -lt $((LOAD * age / 100 + 1)) ]; then
      family=4
      [ "$ipv6" = off ] || [ $((made % 2)) = 0 ] || family=6
      connect "$family" $((20300 + made / 2 % ports)) || fail 'the load could not be made: a connection failed'
      made=$((made + 1))
    else
      sleep 0.02
    fi
  done
  load_sample "$made"
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
  start_servers
  make_sockets
  watch
  say "overflows $(overflows)"
  [ -z "$LOAD" ] || load
  finish 0
}

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
