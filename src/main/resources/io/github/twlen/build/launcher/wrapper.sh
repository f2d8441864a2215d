#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Removes the script's own directory from PATH.
rest=
set -f
IFS=:
for folder in $PATH; do
  [ "$folder" = '@FOLDER@' ] || rest=$rest${rest:+:}$folder
done
PATH=$rest
