#!/usr/bin/env bash
# Runs the recipe in a real Emacs, in batch mode, against the built server.
#
#   editors/emacs/test/run.sh
#
# EMACS       an Emacs with eglot; by default the one on the PATH, else Debian's, which is installed when root
# YUSUAN_BIN  the server; by default target/release/yusuan, else target/debug/yusuan
set -euo pipefail

emacs=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
root=$(cd "$emacs/../.." && pwd)

fail() {
  echo "editors/emacs/test/run.sh: $*" >&2
  exit 1
}

find_server() {
  local candidate
  for candidate in "${YUSUAN_BIN:-}" "$root/target/release/yusuan" "$root/target/debug/yusuan"; do
    [ -n "$candidate" ] || continue
    [ -x "$candidate" ] && realpath "$candidate" && return
    [ "$candidate" = "${YUSUAN_BIN:-}" ] && fail "YUSUAN_BIN=$candidate cannot be run"
  done
  fail 'no server: run cargo build first, or set YUSUAN_BIN'
}

has_eglot() { "$1" --batch --eval "(kill-emacs (if (locate-library \"eglot\") 0 1))" >/dev/null 2>&1; }

find_emacs() {
  EMACS=${EMACS:-$(command -v emacs || echo emacs)}
  has_eglot "$EMACS" && return
  [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null || fail 'please install Emacs with eglot, or name it in EMACS'
  timeout 300 apt-get update -qq
  local -a packages=(emacs-nox)
  # Emacs 29 holds eglot.
  [ -z "$(apt-cache policy elpa-eglot)" ] || packages+=(elpa-eglot)
  DEBIAN_FRONTEND=noninteractive timeout 900 apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null
  EMACS=emacs
  has_eglot "$EMACS" || fail 'this Emacs has no eglot'
}

server=$(find_server)
find_emacs

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Nothing of the user's own Emacs is read or written, and `yusuan` on the PATH is the server under test.
mkdir "$work"/{bin,home}
ln -s "$server" "$work/bin/yusuan"
cp "$root/tests/documents/demo/qinghe-culture-draft.yusuan.md" "$work/2025年单位预算.md"
cp "$root/README.md" "$work/README.md"
export PATH=$work/bin:$PATH HOME=$work/home LC_ALL=C.UTF-8 YUSUAN_TEST_WORK=$work

echo "$("$EMACS" --version | head -n 1); server: $server"
timeout 120 "$EMACS" --batch --directory "$emacs" --load "$emacs/test/cases.el" --funcall yusuan-test-run </dev/null 2>&1 |
  grep -vE 'are the same file$|^(Loading |\[(eglot|jsonrpc)\]|$)'
exit "${PIPESTATUS[0]}"
