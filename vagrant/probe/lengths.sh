# SPDX-License-Identifier: Apache-2.0
# Sets net.ipv4.tcp_tw_timeout and measures sockets with each value. Part of timewait-probe.sh, which sources it.
# shellcheck shell=sh disable=SC2034,SC2154 # Variables are those of the probe.

SETTING=/proc/sys/net/ipv4/tcp_tw_timeout
# Outside of the range, not a number, and both ends of the range.
BOUNDS='1 601 abc 0 -5 2 600'
# Sockets per address family of a part that needs no statistics.
FEW=4

# --- parts: their lines are apart from those around them, so that several can wait at once ---------------------------

open_part() {
  part=$((part + 1))
  say "part $family_of_parts$part $*"
  lines_outside=$lines
  lines=0
  tag="$family_of_parts$part: "
  say begin
  longest=0
}

close_part() {
  say "end $lines"
  leave_part
}

leave_part() {
  lines=$lines_outside
  tag=$own_tag
}

# Leaves the sockets of this part to another process, which keeps the helper too.
watch_beside() {
  (
    watch
    stop_servers
    say "end $lines"
  ) &
  beside="$beside $!"
  exec 3>&- 4<&-
  servers=''
  leave_part
}

# Opens $2 connections per address family; $1 and the rest describe the part.
fill_part() {
  most=$1
  shift
  open_part "$@"
  start_servers
  usual=$SOCKETS
  SOCKETS=$most
  births 4 || fail "cannot open an IPv4 connection on the loopback interface: $answer"
  if [ "$ipv6" = on ]; then
    births 6 || fail "cannot open an IPv6 connection on the loopback interface: $answer"
  fi
  SOCKETS=$usual
}

await() {
  for process in $1; do wait "$process"; done
}

# --- the setting -----------------------------------------------------------------------------------------------------

# Writes a value and reads it back. The kernel's refusal is a message of the shell.
set_length() {
  refusal=$({ echo "$1" > "$SETTING"; } 2>&1) && written=accepted || written=refused
  clock
  say "write $1 $written $(content "$SETTING") $now ${refusal##*: }"
}

try_bounds() {
  kept=$(content "$SETTING")
  for value in $BOUNDS; do
    set_length "$value"
    [ "$(content "$SETTING")" = "$kept" ] || echo "$kept" > "$SETTING"
  done
}

# --- another network namespace ---------------------------------------------------------------------------------------

# Runs a program in a namespace of its own. Without root, in a user namespace too.
apart() {
  # shellcheck disable=SC2086 # Split on purpose.
  unshare $way "$@"
}

# Prints the value in a new namespace, and the value after a write there. Uses cat, because the kernel returns a setting
# only at once, and a shell reads single bytes.
apart_value() {
  # shellcheck disable=SC2016 # Expanded by the new shell.
  apart sh -c 'first=$(cat "$0") && echo "$1" > "$0" && echo "$first $(cat "$0")"' "$SETTING" "$1"
}

# Finds out whether a namespace has a value of its own. If a write there changes the value here, takes it back.
look_apart() {
  for way in -n -rn; do
    refusal=$(apart true 2>&1) && break
    way=''
  done
  if [ -z "$way" ]; then
    say "nonamespace cannot create a network namespace: ${refusal##*: }"
    return 1
  fi
  here_before=$(content "$SETTING")
  found=$(apart_value "$1" 2> /dev/null)
  here_after=$(content "$SETTING")
  say "namespace $1 ${found:-unknown unknown} $here_before $here_after"
  if [ "$here_after" != "$here_before" ]; then
    echo "$here_before" > "$SETTING"
    return 1
  fi
  [ -n "$found" ]
}

# Runs this probe in a namespace of its own, beside this one. Its lines are those of a part.
start_apart() {
  part=$((part + 1))
  say "part $family_of_parts$part namespace"
  set -- --part "$family_of_parts$part" --limit "$LIMIT" "$@"
  if [ -n "${PROBE_TEXT:-}" ]; then
    apart sh -c "$PROBE_TEXT" probe "$@" &
  else
    apart sh "$0" "$@" &
  fi
  elsewhere=$!
}

# The main program of the probe in a namespace.
main_apart() {
  tag="$family_of_parts: "
  own_tag=$tag
  family_of_parts=$family_of_parts.
  say begin
  ip link set lo up 2> /dev/null || ifconfig lo up
  find_families
  say "sysctl tcp_tw_timeout $(content "$SETTING")"
  [ "$BOUNDED" = no ] || try_bounds
  each_length
  say "sysctl tcp_tw_timeout $(content "$SETTING")"
  finish 0
}

# --- the lengths -----------------------------------------------------------------------------------------------------

split_lengths() {
  saved_ifs=$IFS
  IFS=,
  # shellcheck disable=SC2086 # Split on purpose.
  set -- $LENGTHS
  IFS=$saved_ifs
  lengths=$*
}

# Sets each length and measures its sockets. Before a change, some sockets begin to wait, and then keep their time.
each_length() {
  split_lengths
  previous=''
  for length in $lengths; do
    if [ -z "$previous" ]; then
      set_length "$length"
      first_length "$length"
    else
      fill_part "$FEW" kept "$previous" "$length"
      set_length "$length"
      watch_beside
    fi
    fill_part "$SOCKETS" set "$length"
    watch_beside
    # Both at once would delay each other.
    [ -n "$previous" ] || [ -z "$has_own" ] || start_apart --lengths "$ELSEWHERE"
    await "$beside"
    beside=''
    [ -n "$previous" ] || stay_first "$length"
    previous=$length
  done
}

# While the first length is set: sockets that stay in FIN_WAIT2, and a look into another namespace.
first_length() {
  has_own=''
  [ -n "$ELSEWHERE" ] || return
  open_part held "$1"
  start_servers
  closings 4
  [ "$ipv6" = off ] || closings 6
  watch_beside
  held_beside=$beside
  beside=''
  if look_apart "$ELSEWHERE"; then has_own=yes; fi
}

# This namespace keeps its length while another one has another.
stay_first() {
  [ -n "$elsewhere" ] || return
  fill_part "$FEW" first "$1"
  stop_servers
  close_part
}

# The further lengths in this namespace. Sets the first value again.
lengths_here() {
  default=$(content "$SETTING")
  try_bounds
  each_length
  await "$held_beside $elsewhere"
  set_length "$default"
}

# The further lengths in another namespace; this one keeps its setting.
lengths_apart() {
  case $(uname -r) in
    2.* | 3.* | 4.[0-5].* | 4.[0-5]-*)
      say 'nonamespace before Linux 4.6, all network namespaces have one value'
      return
      ;;
  esac
  if look_apart "${LENGTHS%%,*}"; then start_apart --lengths "$LENGTHS" --bounds yes; fi
}

# A host keeps its setting, so its lengths are measured beside the first one. A guest sets them one after the other.
before_lengths() {
  [ "$ISOLATED" = no ] || [ ! -r "$SETTING" ] || lengths_apart
}

after_lengths() {
  stop_servers
  longest_first=$longest
  if [ "$ISOLATED" = yes ]; then
    stay_first "$(content "$SETTING")"
    await "$elsewhere"
  elif [ -r "$SETTING" ]; then
    lengths_here
  fi
  for name in tcp_fin_timeout tcp_tw_timeout; do
    say "sysctl $name $(content /proc/sys/net/ipv4/$name)"
  done
  longest=$longest_first
}
