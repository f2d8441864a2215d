# SPDX-License-Identifier: Apache-2.0
# Distinguishes kernel files, compiled with __KERNEL__ since Linux 1, from programs that run during the build.
unset IFS
program=1 link=1
for word do
  case $word in
    -D__KERNEL__) program= ;;
    -c|-S|-E|-M|-MM|-r|-v|-shared|-static|-nostdlib|-fsyntax-only|-print*|-dump*|--*) link= ;;
  esac
done
if [ -z "$program" ]; then
  for word do
    shift
    case $word in
      @WITHOUT@) ;;
      *) set -- "$@" "$word" ;;
    esac
  done
  set -- @KERNEL@ "$@"
else
  set -- @PROGRAM@ "$@"
  [ -z "$link" ] || set -- @LINK@ "$@"
fi
