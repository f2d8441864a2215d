# SPDX-License-Identifier: Apache-2.0
# Copies the files of other network namespaces. It writes nothing. Arguments: the script that copies one, the names of
# the files, the names of those that may be common to all namespaces; then pairs of a key and the file of the namespace.
# A key may occur more than once: the first file that works is used. Without root or nsenter, only the tables of a
# process can be read, not the sysctls. The file "self" is the present namespace.
copy=$1
names=$2
shared=$3
shift 3
echo "@twlen-survey namespace shared entered"
sh -c "$copy" survey '' '' $shared
last=
while [ $# -gt 1 ]; do
  key=$1
  file=$2
  shift 2
  [ "$key" != "$last" ] || continue
  process=${file%/ns/net}
  if [ "$file" = self ]; then
    echo "@twlen-survey namespace $key entered"
    sh -c "$copy" survey /proc '' $names && last=$key
  elif nsenter --net="$file" true 2>/dev/null; then
    echo "@twlen-survey namespace $key entered"
    nsenter --net="$file" sh -c "$copy" survey /proc '' $names && last=$key
  elif [ "$process" != "$file" ] && [ -r "$process/net/tcp" ]; then
    echo "@twlen-survey namespace $key outside"
    sh -c "$copy" survey "$process" '' $names && last=$key
  fi
done
echo "@twlen-survey done"
