# SPDX-License-Identifier: Apache-2.0
# Lists the network namespaces that this user can see, one fact a line. It writes nothing. It needs ls, sed, xargs and
# awk. A namespace is named by the inode of its net/tcp, which any user may read; its own inode needs more rights:
#   self KEY INODE           the present namespace (INODE may be empty)
#   space KEY INODE NUMBER   another one, with the number of its processes
#   pid KEY PID              each of its processes, the first ones with their name and cgroups:
#   start KEY PID TICKS   since the host started
#   command KEY PID NAME
#   cgroup KEY PID LINE
#   table KEY SOCKETS TIME_WAIT IN_USE LOCAL REMOTE   IN_USE: sockets to the destination that has most
#   range KEY LOW HIGH       ip_local_port_range, as root with nsenter
#   mount INODE PATH         a file that keeps a namespace, its special characters in octal
#   hidden                   if /proc hides the processes of other users (hidepid)
#   root                     if this user is root
cd /proc || exit 1
me=$(id -u 2>/dev/null)
[ "$me" = 0 ] && echo root
{
  for process in self [0-9]*; do
    echo "$process/net/tcp $process/ns/net"
  done | xargs ls -ldin 2>/dev/null
  echo @mounts
  cat self/mountinfo 2>/dev/null
} | awk -v root="$me" '
function clean(text) {
  gsub(/[\001-\037\177]/, "?", text)
  return substr(text, 1, 1000)
}
function first(file, text, line, between) {
  text = ""
  while ((getline line < file) > 0) {
    text = text between line
    between = "?"
  }
  close(file)
  return clean(text)
}
# Returns when a process started, in ticks since boot (proc_pid_stat(5)): pids start again from low numbers.
function started(process, line, field) {
  line = first("/proc/" process "/stat")
  sub(/^.*\) /, "", line)
  return split(line, field, " ") < 20 ? "" : field[20]
}
function describe(key, process, line, file) {
  line = started(process)
  if (line != "") print "start", key, process, line
  print "command", key, process, first("/proc/" process "/comm")
  file = "/proc/" process "/cgroup"
  while ((getline line < file) > 0) print "cgroup", key, process, clean(line)
  close(file)
}
# Returns the path of a mount point in single quotes: mountinfo has special characters in octal.
function quoted(path, text, code) {
  text = ""
  while (match(path, /\\[0-7][0-7][0-7]/)) {
    code = substr(path, RSTART + 1, 1) * 64 + substr(path, RSTART + 2, 1) * 8 + substr(path, RSTART + 3, 1)
    text = text substr(path, 1, RSTART - 1) sprintf("%c", code)
    path = substr(path, RSTART + 4)
  }
  text = text path
  gsub(/\047/, "\047\\\047\047", text)
  return "\047" text "\047"
}
# Counts both tables of a namespace; listeners of tcp6, which also serve IPv4, come first.
function count(key, command, line, field, local, port, remote, rows, waiting, heads, flows, listens, most, name, low) {
  split("", flows)
  split("", listens)
  rows = waiting = heads = most = 0
  name = "- -"
  low = ""
  while ((command | getline line) > 0) {
    if (line ~ /^[0-9]+[ \t]+[0-9]+$/) {
      low = line
      continue
    }
    if (split(line, field, " ") < 10 || field[4] == "st") {
      heads += line ~ /^ *sl /
      continue
    }
    rows++
    local = field[2]
    port = substr(local, index(local, ":") + 1)
    sub(/:.*/, "", local)
    remote = field[3]
    sub(/^0000000000000000FFFF0000/, "", local)
    sub(/^0000000000000000FFFF0000/, "", remote)
    if (field[4] == "0A") {
      listens[port] = 1
    } else if (!(port in listens)) {
      waiting += field[4] == "06"
      if (++flows[local " " remote] > most) {
        most = flows[local " " remote]
        name = local " " remote
      }
    } else {
      waiting += field[4] == "06"
    }
  }
  close(command)
  if (!heads) return 0
  print "table", key, rows, waiting, most, name
  if (split(low, field, " ") == 2) print "range", key, field[1], field[2]
  return 1
}
function read(space, process, command) {
  command = "cat /proc/" process "/net/tcp6 /proc/" process "/net/tcp 2>/dev/null"
  if (root == 0)
    command = command "; nsenter --net=/proc/" process \
      "/ns/net cat /proc/sys/net/ipv4/ip_local_port_range 2>/dev/null"
  return count(space, command)
}
$0 == "@mounts" {
  mounts = 1
  next
}
mounts {
  if ($5 == "/proc" && / hidepid=|,hidepid=/ && !/hidepid=(0|off)/) print "hidden"
  if ($4 ~ /^net:\[[0-9]+\]$/) {
    kept = substr($4, 6, length($4) - 6)
    print "mount", kept, $5
    if (!(kept in path)) {
      path[kept] = $5
      order[++paths] = kept
    }
  }
  next
}
match($0, /[^ ]+\/net\/tcp$/) {
  process = substr($0, RSTART, RLENGTH - 8)
  if (process == "self") self = $1
  else key[process] = $1
  next
}
match($0, /[^ ]+\/ns\/net -> net:\[[0-9]+\]$/) {
  split(substr($0, RSTART), part, /\/ns\/net -> net:\[/)
  if (part[1] == "self") selfinode = substr(part[2], 1, length(part[2]) - 1)
  else inodeof[part[1]] = substr(part[2], 1, length(part[2]) - 1)
  next
}
END {
  print "self", self, selfinode
  known[selfinode] = 1
  for (process in key) {
    space = key[process]
    if (space == self) continue
    if (!(space in number)) list[++spaces] = space
    number[space]++
    if (process in inodeof) inode[space] = inodeof[process]
    start = started(process)
    # A process that has ended represents its namespace only if no other does.
    start = start == "" ? 1e18 : start + 0
    if (!(space in oldest) || start < begun[space] || (start == begun[space] && process + 0 < oldest[space])) {
      oldest[space] = process + 0
      begun[space] = start
    }
  }
  for (i = 1; i <= spaces; i++) {
    space = list[i]
    print "space", space, inode[space] "", number[space]
    known[inode[space]] = 1
    describe(space, oldest[space])
    if (read(space, oldest[space])) counted[space] = 1
  }
  for (process in key) {
    space = key[process]
    if (space == self) continue
    print "pid", space, process
    if (process + 0 != oldest[space] && ++described[space] < 30) describe(space, process)
    if (!(space in counted) && ++tried[space] < 30 && read(space, process)) counted[space] = 1
  }
  for (i = 1; i <= paths; i++) {
    if (order[i] in known || root != 0) continue
    count("-" order[i], "nsenter --net=" quoted(path[order[i]]) \
      " cat /proc/net/tcp6 /proc/net/tcp /proc/sys/net/ipv4/ip_local_port_range 2>/dev/null")
  }
}' 2>/dev/null
echo end
