# SPDX-License-Identifier: Apache-2.0
# Types a line into an interactive zsh that has read no file of a user's, presses TAB, and prints what is offered.
zmodload zsh/zpty
zpty shell zsh -f -i
give() { zpty -w shell "$1"; }
give 'PS1= PS2= RPS1=; unsetopt zle_bracketed_paste; stty -echo'
give 'autoload -Uz compinit && compinit -u -D'
# What the completion hands to the line editor is printed, in lines that begin with a mark. The marks are written in
# two parts here: the terminal may echo this text, which must not be taken for them.
give 'compadd() {
  if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]]; then builtin compadd "$@"; return $?; fi
  local -a found; local i
  builtin compadd -O found "$@"
  for ((i = 1; i <= $#found; i++)); do print -r -- "of""fered $found[i]"; done
  builtin compadd "$@"
}'
give 'zle -C offer list-choices _main_complete
show() { zle offer; print -r -- "the"" end"; }
zle -N show; bindkey "^I" show; print -r -- rea""dy'
while zpty -r shell line; do [[ $line == *ready* ]] && break; done
zpty -w -n shell "$1"$'\t'
while zpty -r shell line; do
  line=${line//$'\r'/}
  [[ $line == *"offered "* ]] && print -r -- "${${line##*offered }%$'\n'}"
  [[ $line == *"the end"* ]] && break
done
zpty -d shell
