#!/bin/sh
# embed.sh EMBED OUT.c FOLDER DEPFILE: builds the pages' files into FOLDER and then into a C table.
set -eu
here=$(dirname "$0")
node "$here/build.mjs" "$3" --depfile "$4.tmp"
sed "s|^[^:]*:|$2:|" "$4.tmp" >"$4"
rm -f "$4.tmp"
exec "$1" "$2" "$3"
