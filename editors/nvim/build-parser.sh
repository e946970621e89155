#!/usr/bin/env bash
# Builds the tree-sitter parser for Neovim with the C compiler alone, and installs the queries that
# belong to it. The grammar in grammar/ stays the only source of both, so they cannot drift apart.
#
#   editors/nvim/build-parser.sh            builds into this plugin's parser/ and queries/
#   CC=clang editors/nvim/build-parser.sh   with another compiler
set -euo pipefail

plugin=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
grammar=$(cd "$plugin/../../grammar" && pwd)

sources=("$grammar/src/parser.c")
[ -f "$grammar/src/scanner.c" ] && sources+=("$grammar/src/scanner.c")

mkdir -p "$plugin/parser" "$plugin/queries/yusuan"
# A running Neovim may have the old parser mapped: replace the file, do not write into it.
"${CC:-cc}" -std=c11 -O2 -fPIC -shared -I "$grammar/src" "${sources[@]}" -o "$plugin/parser/yusuan.so.new"
mv -f "$plugin/parser/yusuan.so.new" "$plugin/parser/yusuan.so"
cp "$grammar"/queries/*.scm "$plugin/queries/yusuan/"

echo "built $plugin/parser/yusuan.so"
