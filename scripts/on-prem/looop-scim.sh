#!/bin/sh
# Starts Looop SCIM on the Node.js that came with it, whatever the machine has.
set -eu

file=$0
while [ -L "$file" ]; do
  link=$(readlink "$file")
  case $link in
    /*) file=$link ;;
    *) file=${file%/*}/$link ;;
  esac
done
case $file in
  */*) home=${file%/*}/.. ;;
  *) home=.. ;;
esac
home=$(cd "$home" && pwd -P)

# They may load code of others into the program.
unset NODE_OPTIONS NODE_PATH
exec "$home/lib/node" --max-semi-space-size=2 --heap-growing-percent=10 "$home/lib/app/looop-scim.js" "$@"
