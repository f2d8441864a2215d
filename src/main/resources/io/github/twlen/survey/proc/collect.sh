# SPDX-License-Identifier: Apache-2.0
# Prints the named files of /proc, each after a line with its name, and what a survey needs of larger ones: the line of
# the kernel's configuration, the processes that hold sockets in CLOSE_WAIT or connections to destinations with many
# (inode, pid, name), and the entries of a conntrack table that is at least half full (state, entries, forwarded ones,
# old ones). It writes nothing. It needs cat and ls; without awk, it prints only the files.
# The first argument is the directory of the tables: /proc, or /proc/PID for those of another network namespace, whose
# sysctls cannot be read from outside; if it is empty, there are no tables. The second is a script that lists the other
# network namespaces, or empty.
tables=$1
list=$2
shift 2
cd /proc || exit 1
for name; do
  file=$name
  case $name in
    net/*) file=$tables/$name ;;
    sys/net/*) [ "${tables#/proc/}" = "$tables" ] || continue ;;
  esac
  [ -r "$file" ] || continue
  echo "@twlen-survey file $name"
  cat "$file" 2>/dev/null
done
[ "$tables" ] || exit 0
release=$(cat sys/kernel/osrelease 2>/dev/null)
for config in /proc/config.gz "/boot/config-$release" "/lib/modules/$release/config"; do
  [ -r "$config" ] || continue
  case $config in
    *.gz) gzip -dc "$config" ;;
    *) cat "$config" ;;
  esac 2>/dev/null | awk '
  $0 == "CONFIG_INET_DIAG_DESTROY=y" { is = 1 }
  END {
    if (!NR) exit
    print "@twlen-survey file kernel-config"
    print is ? "CONFIG_INET_DIAG_DESTROY=y" : "# CONFIG_INET_DIAG_DESTROY is not set"
  }' 2>/dev/null
  break
done
echo "@twlen-survey file close-wait"
LC_ALL=C awk -v tables="$tables" -v timeouts='@timeouts@' '
function first(file, line) {
  if ((getline line < file) <= 0) line = ""
  close(file)
  return line
}
# Reads a table, listeners first. It counts outgoing connections by destination, at most 4,096: the smallest are dropped.
function read(table, line, field, colon, local, port, remote, key, listens) {
  while ((getline line < table) > 0) {
    if (split(line, field, " ") < 10) continue
    colon = index(field[2], ":")
    local = substr(field[2], 1, colon - 1)
    port = substr(field[2], colon + 1)
    sub(/^0000000000000000FFFF0000/, "", local)
    if (!(local in locals) && ++addresses <= 4096) locals[local] = 1
    if (field[4] == "0A") {
      listens[port] = 1
      if (!(port in listener)) listener[port] = field[10]
      continue
    }
    if (field[4] == "08" && field[10] + 0 > 0) want(field[10])
    if (port in listens || port < low || port > high) continue
    remote = field[3]
    sub(/^0000000000000000FFFF0000/, "", remote)
    key = local " " remote
    if (!(key in sockets)) {
      while (flows >= 4096) drop(++dropped)
      flows++
    }
    sockets[key]++
    if (field[4] != "06" && field[10] + 0 > 0 && opened[key] < 8) {
      opened[key]++
      inodes[key] = inodes[key] " " field[10]
    }
  }
  close(table)
}
function drop(count, key) {
  for (key in sockets)
    if (sockets[key] <= count) {
      delete sockets[key]
      delete opened[key]
      delete inodes[key]
      flows--
    }
}
function want(inode) {
  if (inode in wanted) return
  wanted[inode] = 1
  left++
}
# A tenth of the range is enough, whatever part of it is reserved.
function crowded(least, key, part, number, i) {
  for (key in sockets) {
    if (sockets[key] < least) continue
    number = split(inodes[key], part, " ")
    for (i = 1; i <= number; i++) want(part[i])
    sub(/.*:/, "", key)
    if (key in listener) want(listener[key])
  }
}
function named(process, file, line, name, between) {
  file = "/proc/" process "/comm"
  while ((getline line < file) > 0) {
    name = name between line
    between = "?"
  }
  close(file)
  gsub(/[\001-\037\177]/, "?", name)
  return name
}
function hold(all, line, process, inode) {
  while (left && (all | getline line) > 0) {
    if (match(line, /[0-9]+(\/task\/[0-9]+)?\/fd:$/)) {
      process = substr(line, RSTART) + 0
    } else if (match(line, /socket:\[[0-9]+\]$/)) {
      inode = substr(line, RSTART + 8, RLENGTH - 9)
      if (inode in wanted) {
        delete wanted[inode]
        left--
        print inode, process, named(process)
      }
    }
  }
  close(all)
}
# After its main thread has ended, a process shows its descriptors only in its other threads.
function ended(process, file, line, is) {
  file = process "/status"
  while ((getline line < file) > 0)
    if (line ~ /^State:[ \t]*Z/) is = 1
  close(file)
  return is
}
function owners(all, process) {
  if (left) hold("ls -ln /proc/[0-9]*/fd 2>/dev/null")
  if (!left) return
  all = "ls -d /proc/[0-9]*"
  while ((all | getline process) > 0)
    if (ended(process)) hold("ls -ln " process "/task/[0-9]*/fd 2>/dev/null")
}
function digit(hex, place) {
  return index("123456789ABCDEF", substr(hex, place, 1))
}
function byte(hex, place) {
  return 16 * digit(hex, place) + digit(hex, place + 1)
}
# Returns an address as conntrack prints it; the tables have words of little-endian bytes.
function address(hex, text, i) {
  if (length(hex) == 8) return byte(hex, 7) "." byte(hex, 5) "." byte(hex, 3) "." byte(hex, 1)
  hex = tolower(hex)
  for (i = 1; i < 32; i += 8)
    text = text ":" substr(hex, i + 6, 2) substr(hex, i + 4, 2) ":" substr(hex, i + 2, 2) substr(hex, i, 2)
  return substr(text, 2)
}
function own(field) {
  field = substr(field, 5)
  return field in here || field ~ /^127[.]/ || field == "0000:0000:0000:0000:0000:0000:0000:0001"
}
# An entry begins with "ipv4 2 tcp 6 431999 ESTABLISHED src="; that of ip_conntrack has no family.
function entry(line, field, number, source, reply, base, state) {
  number = split(line, field, " ")
  source = 1
  while (source <= number && substr(field[source], 1, 4) != "src=") source++
  reply = source + 1
  while (reply <= number && substr(field[reply], 1, 4) != "src=") reply++
  base = substr(field[1], 1, 3) == "ipv" ? 3 : 1
  if (reply > number || source < base + 3) return
  state = field[base] == "tcp" && source > base + 3 ? field[base + 3] : toupper(field[base])
  if (!(state in entries)) {
    if (states >= 64 || length(state) > 20 || state !~ /^[A-Z0-9_]+$/) return
    states++
  }
  entries[state]++
  if (!own(field[source]) && !own(field[reply])) forwarded[state]++
  if (field[base] == "tcp" && state in limit && field[base + 2] + 0 < limit[state]) old[state]++
}
function conntrack(table, sysctls, line, part, number, i, set) {
  set = first(sysctls "max") + 0
  if (set <= 0 || first(sysctls "count") * 2 < set) return
  number = split(timeouts, part, " ")
  for (i = 1; i < number; i += 4) {
    set = first(sysctls part[i + 1])
    limit[part[i]] = (set == "" ? part[i + 2] : set) - part[i + 3]
  }
  for (line in locals) here[address(line)] = 1
  while ((getline line < table) > 0) entry(line)
  close(table)
  if (states) print "@twlen-survey file conntrack-states"
  for (line in entries) print line, entries[line], forwarded[line] + 0, old[line] + 0
}
BEGIN {
  if (split(first("/proc/sys/net/ipv4/ip_local_port_range"), range, /[ \t]+/) < 2) split("32768 60999", range, " ")
  low = sprintf("%04X", range[1])
  high = sprintf("%04X", range[2])
  read(tables "/net/tcp")
  read(tables "/net/tcp6")
  crowded((range[2] - range[1] + 1) / 10)
  owners()
  if (tables != "/proc") exit
  conntrack("/proc/net/nf_conntrack", "/proc/sys/net/netfilter/nf_conntrack_")
  if (!states) conntrack("/proc/net/ip_conntrack", "/proc/sys/net/ipv4/netfilter/ip_conntrack_")
}' 2>/dev/null
if [ "$list" ]; then
  echo "@twlen-survey file namespaces"
  sh -c "$list"
fi
echo "@twlen-survey end"
