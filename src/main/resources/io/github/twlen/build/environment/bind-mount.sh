#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Binds its first argument on its second, changes to the third, and executes the rest.
set -e
mount --bind "$1" "$2"
cd "$3"
shift 3
exec "$@"
