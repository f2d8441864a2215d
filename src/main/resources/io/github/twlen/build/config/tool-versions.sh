# SPDX-License-Identifier: Apache-2.0
# Prints PATH and each program's version output, with the name and a tab before each line.
printf 'PATH\t%s\n' "$PATH"
for name in "$@"; do
  command -v "$name" >/dev/null || continue
  printf '%s\t\n' "$name"
  LC_ALL=C "$name" --version </dev/null 2>&1 | while IFS= read -r line; do
    printf '%s\t%s\n' "$name" "$line"
  done
done
