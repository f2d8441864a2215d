# SPDX-License-Identifier: Apache-2.0
# Prints what bash offers for the last of the words given, one a line, as its real loader finds it.
# In a shell of its own the completion's calls of compopt complain, which is none of its business.
. /usr/share/bash-completion/bash_completion
_completion_loader "$1"
set -- "$(complete -p "$1" | sed 's/.*-F \([^ ]*\).*/\1/')" "$@"
entry=$1
shift
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
COMP_LINE="$*"
COMP_POINT=${#COMP_LINE}
COMPREPLY=()
"$entry" 2>/dev/null
printf '%s\n' "${COMPREPLY[@]}"
