# SPDX-License-Identifier: Apache-2.0
# Prints the named files of /proc, each after a line with its name, and the processes that hold sockets in CLOSE_WAIT:
# inode, pid, name. It writes nothing. It needs cat and ls; without awk, it names no process.
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
echo "@twlen-survey file close-wait"
awk -v tables="$tables" '
function want(table, line, field) {
  while ((getline line < table) > 0) {
    split(line, field, " ")
    if (field[4] == "08" && field[10] + 0 > 0) {
      wanted[field[10]] = 1
      left++
    }
  }
  close(table)
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
function hold(all, line, part, process, inode) {
  while (left && (all | getline line) > 0) {
    if (line ~ /^\/proc\/[0-9]+\/.*fd:$/) {
      split(line, part, "/")
      process = part[3]
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
BEGIN {
  want(tables "/net/tcp")
  want(tables "/net/tcp6")
  if (!left) exit
  hold("ls -ln /proc/[0-9]*/fd 2>/dev/null")
  if (!left) exit
  all = "ls -d /proc/[0-9]*"
  while ((all | getline process) > 0)
    if (ended(process)) hold("ls -ln " process "/task/[0-9]*/fd 2>/dev/null")
}' 2>/dev/null
if [ "$list" ]; then
  echo "@twlen-survey file namespaces"
  sh -c "$list"
fi
echo "@twlen-survey end"
