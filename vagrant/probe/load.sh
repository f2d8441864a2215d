# SPDX-License-Identifier: Apache-2.0
# Opens connections at a constant rate and counts TIME_WAIT sockets. Part of timewait-probe.sh, which sources it.
# shellcheck shell=sh disable=SC2034,SC2154 # Variables are those of the probe.

# Sets $population to the kernel's count of all TIME_WAIT sockets.
populate() {
  population=''
  while read -r what _ _ _ _ _ tw _; do
    [ "$what" != TCP: ] || population=$tw
  done 2> /dev/null < /proc/net/sockstat
  case $population in
    '' | *[!0-9]*) population=$(cat /proc/net/tcp /proc/net/tcp6 2> /dev/null | grep -c '[0-9A-F] 06 ') ;;
  esac
}

# Sets $hundredths to the hundredths of a second since boot.
hundredths() {
  clock
  # The leading 1 prevents an octal interpretation of 08.
  hundredths=$((${now%.*} * 100 + 1${now#*.} - 100))
}

load_sample() {
  populate
  hundredths
  age=$((hundredths - load_start))
  say "loaded $((age / 100)).$(printf '%02d' $((age % 100))) $((population - population_before)) $1"
}

# On the loopback interface, a new connection may reuse the port of a TIME_WAIT socket (tcp_tw_reuse 2), which would
# reduce the count. The load uses enough server ports to make this rare: for each one, at most one in a hundred of the
# client ports is in TIME_WAIT. The kernel uses even client ports first.
load_ports() {
  most_ports=200
  [ "$tool" != busybox ] || most_ports=20
  read -r first last < /proc/sys/net/ipv4/ip_local_port_range || { first=32768; last=60999; }
  each_family=$((LOAD * load_seconds / ${#families}))
  ports=$((each_family / ((last - first) / 200 + 1) + 1))
  [ "$ports" -le "$most_ports" ] || ports=$most_ports
}

# Sets $refusal to the reason why the load is impossible.
load_refused() {
  refusal=''
  buckets=$(content /proc/sys/net/ipv4/tcp_max_tw_buckets)
  most=$((LOAD * (length + length / 7 + 1) + population_before))
  case $LOAD in
    *[!0-9]* | '') refusal="invalid rate $LOAD" ;;
    *)
      if [ "$LOAD" -lt 1 ] || [ "$LOAD" -gt 2000 ]; then
        refusal="rate $LOAD is not between 1 and 2000"
      elif [ $((each_family / ports)) -gt $(((last - first) / 8)) ]; then
        refusal="$((LOAD * length)) sockets need more ports than $first to $last"
      elif [ "$buckets" != unknown ] && [ "$most" -gt "$buckets" ]; then
        refusal="$most TIME_WAIT sockets exceed tcp_max_tw_buckets ($buckets)"
      fi
      ;;
  esac
}

# Opens connections at a constant rate until as many sockets expire as are created, and for some time more. Counts them
# once a second.
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
      *) fail "the connection helper failed: $answer $made" ;;
    esac
  done
  fail 'the connection helper exited'
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
      connect "$family" $((20300 + made / 2 % ports)) || fail 'cannot open a connection of the load'
      made=$((made + 1))
    else
      sleep 0.02
    fi
  done
  load_sample "$made"
}
