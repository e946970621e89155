#!/usr/bin/env bash
# Builds the parser for Helix with the C compiler alone and installs it with its queries and the language into
# the user's configuration. The grammar in grammar/ stays the only source of the parser and of what is
# highlighted: only the names of the captures are put into Helix's terms.
#
#   editors/helix/install.sh            into ~/.config/helix (or $XDG_CONFIG_HOME/helix)
#   CC=clang editors/helix/install.sh   with another compiler
set -euo pipefail

folder=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
grammar=$(cd "$folder/../../grammar" && pwd)
configuration=${XDG_CONFIG_HOME:-$HOME/.config}/helix
runtime=$configuration/runtime

mkdir -p "$runtime/grammars" "$runtime/queries/yusuan"

# Releases of Helix up to 25.01 read parsers of version 14 of the interface only, later ones these too. Version 15
# adds fields at the end of the language, and to each lexical mode the set of reserved words, which this grammar
# does not use: without that field it is a parser of version 14.
sources=$(mktemp -d)
trap 'rm -rf "$sources"' EXIT
cp -r "$grammar/src/." "$sources"
grep -qx '#define LANGUAGE_VERSION 15' "$sources/parser.c" && ! grep -q 'reserved_word_set_id' "$sources/parser.c" ||
  { echo 'install.sh: grammar/src/parser.c is not as expected' >&2; exit 1; }
sed -i 's/^#define LANGUAGE_VERSION 15$/#define LANGUAGE_VERSION 14/' "$sources/parser.c"
sed -i '/uint16_t reserved_word_set_id;/d' "$sources/tree_sitter/parser.h"

# A running Helix may have the old parser mapped: replace the file, do not write into it.
"${CC:-cc}" -std=c11 -O2 -fPIC -shared -I "$sources" "$sources/parser.c" "$sources/scanner.c" \
  -o "$runtime/grammars/yusuan.so.new"
mv -f "$runtime/grammars/yusuan.so.new" "$runtime/grammars/yusuan.so"

sed -e 's/@number$/@constant.numeric/' \
  -e 's/@markup\.strong/@markup.bold/' \
  -e 's/@markup\.link$/@markup.link.url/' \
  -e 's/@markup\.list$/@markup.list.numbered/' \
  "$grammar/queries/highlights.scm" >"$runtime/queries/yusuan/highlights.scm"
cp "$folder/queries/textobjects.scm" "$runtime/queries/yusuan/"

languages=$configuration/languages.toml
if [ ! -e "$languages" ]; then
  cp "$folder/languages.toml" "$languages"
elif ! grep -q '^name = "yusuan"' "$languages"; then
  echo "please add $folder/languages.toml to your $languages" >&2
fi
echo "installed into $configuration"
