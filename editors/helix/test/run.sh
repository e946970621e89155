#!/usr/bin/env bash
# Drives a real Helix in a terminal (tmux) against the built server, with keys, and reads the screen.
#
#   editors/helix/test/run.sh
#
# HX          a Helix to use; by default the one on the PATH, else Debian's, which is installed when root. A
#             Debian that is too old to have it gets it, with its C library, from the next one, into .cache/
# YUSUAN_BIN  the server; by default target/release/yusuan, else target/debug/yusuan
set -euo pipefail

helix=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
root=$(cd "$helix/../.." && pwd)
cache=$root/.cache/helix
next_debian=trixie
patience=20

fail() {
  echo "editors/helix/test/run.sh: $*" >&2
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

install_packages() {
  [ $# -gt 0 ] || return 0
  [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null || fail "please install: $*"
  timeout 300 apt-get update -qq
  DEBIAN_FRONTEND=noninteractive timeout 600 apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

prepare_tools() {
  local -a packages=()
  command -v tmux >/dev/null || packages+=(tmux)
  command -v cc >/dev/null || packages+=(gcc libc6-dev)
  install_packages "${packages[@]}"
}

find_helix() {
  if [ -z "${HX:-}" ]; then
    HX=$(command -v hx || command -v helix || true)
  fi
  if [ -z "$HX" ] && [ -n "$(apt-cache policy hx 2>/dev/null)" ]; then
    install_packages hx
    HX=$(command -v hx)
  fi
  [ -n "$HX" ] || fetch_helix
}

# The packages of the next Debian, unpacked beside and not over the system's, with lists of their own. The
# system says which mirror it takes its packages from.
fetch_helix() {
  local usr=$cache/root/usr
  if [ ! -e "$cache/complete" ]; then
    command -v apt-get >/dev/null || fail 'please install Helix, or name it in HX'
    rm -rf "$cache"
    mkdir -p "$cache"/{lists/partial,archives/partial,root,packages}
    touch "$cache/status"
    local mirror
    mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' | grep -m 1 '/debian/*$') ||
      fail 'please install Helix, or name it in HX'
    echo "deb $mirror $next_debian main" >"$cache/sources.list"
    local -a apt=(-qq -o "Dir::State::lists=$cache/lists" -o "Dir::State::status=$cache/status"
      -o "Dir::Cache=$cache" -o "Dir::Etc::SourceList=$cache/sources.list" -o Dir::Etc::SourceParts=/dev/null
      -o APT::Sandbox::User=root)
    timeout 300 apt-get "${apt[@]}" update
    (cd "$cache/packages" && timeout 300 apt-get "${apt[@]}" download hx libc6 libgcc-s1 >/dev/null)
    local package
    for package in "$cache"/packages/*.deb; do
      dpkg-deb --extract "$package" "$cache/root"
    done
    rm -rf "$cache"/{lists,archives,packages}
    touch "$cache/complete"
  fi
  # Its own loader and C library, for this program only: what it starts runs with the system's.
  local loader
  loader=$(realpath "$(compgen -G "$usr/lib*/ld-linux*" | head -n 1)")
  printf '#!/bin/sh\nexec "%s" --library-path "%s" "%s" "$@"\n' \
    "$loader" "$(dirname "$loader")" "$usr/lib/hx/hx" >"$work/bin/hx"
  chmod +x "$work/bin/hx"
  HX=$work/bin/hx
  export HELIX_RUNTIME=$usr/lib/hx/runtime
}

passed=0
failed=0

# expect WHAT COMMAND…: counts whether a command succeeds.
expect() {
  local what=$1
  shift
  if "$@"; then
    passed=$((passed + 1))
    echo "  ok      $what"
    return
  fi
  failed=$((failed + 1))
  echo "  FAILED  $what"
  [ -z "${session_open:-}" ] || screen | sed 's/^/          | /'
}

terminal() { tmux -u -L "$socket" "$@"; }
screen() { terminal capture-pane -p -t helix; }
keys() { terminal send-keys -t helix "$@"; }
# Keys that are characters of their own: names of keys mean nothing here.
text() { terminal send-keys -t helix -l "$1"; }

# Waits until a fixed string stands on the screen.
shows() {
  local end=$((SECONDS + patience))
  until screen | grep -qF -- "$1"; do
    [ "$SECONDS" -lt "$end" ] || return 1
    sleep 0.2
  done
}

shows_no_more() {
  local end=$((SECONDS + patience))
  while screen | grep -qF -- "$1"; do
    [ "$SECONDS" -lt "$end" ] || return 1
    sleep 0.2
  done
}

# Escape and a key that follows at once would be that key with Alt.
escape() {
  keys Escape
  sleep 0.3
}

# Searches for a text, which selects it. Each key has to be taken before the next is sent.
go_to() {
  escape
  text "gg"
  sleep 0.2
  text /
  shows 'search:' || fail 'Helix does not search'
  text "$1"
  shows "search:$1" || fail "Helix does not search for $1"
  keys Enter
  shows_no_more 'search:'
}

# The colours of the first occurrence of a text, as the escape sequence before it.
colours_of() {
  terminal capture-pane -p -e -t helix | grep -F -m 1 -- "$1" | sed -E "s/.*(\x1b\[[0-9;:]*m)[^\x1b]*$1.*/\1/" | cat -v
}

is_coloured() {
  local own plain
  own=$(colours_of "$1")
  plain=$(colours_of "$2")
  [[ $own == '^['* ]] && [ "$own" != "$plain" ]
}

health_says() { grep -qF -- "$1" <<<"$health"; }

check_health() {
  echo 'hx --health yusuan'
  health=$("$HX" --health yusuan | sed 's/\x1b\[[0-9;]*m//g')
  expect 'the server is found' health_says "$work/bin/yusuan"
  expect 'the parser is found' health_says 'Tree-sitter parser: ✓'
  expect 'its highlights are' health_says 'Highlight queries: ✓'
  expect 'its text objects are' health_says 'Textobject queries: ✓'
}

server_runs() { pgrep -f "$work/bin/yusuan server" >/dev/null; }

server_has_ended() {
  local end=$((SECONDS + patience))
  while server_runs; do
    [ "$SECONDS" -lt "$end" ] || return 1
    sleep 0.2
  done
}

# The queries fit the parser: Helix only logs that they do not.
log_is_quiet() { ! grep -F '"yusuan"' "$XDG_CACHE_HOME/helix/helix.log"; }

line_is() { grep -qxF -- "$1" "$draft"; }

drive() {
  echo 'in a terminal'
  draft=$work/2025年单位预算.md
  cp "$root/tests/documents/demo/qinghe-culture-draft.yusuan.md" "$draft"
  terminal new-session -d -s helix -x 130 -y 45 env COLORTERM=truecolor "$HX" "$draft"
  session_open=yes
  expect 'the draft is shown' shows '青禾县文化馆2025年度单位预算公开'

  go_to 26.82
  expect 'a wrong total is explained' shows '与各列之和'
  expect 'numbers have a colour of their own' is_coloured 197.52 群众文化
  expect 'nothing of the language is in the log' log_is_quiet
  text ' d'
  expect 'space d lists the findings' shows B110
  escape

  go_to 2070109
  text ' k'
  expect 'space k explains a subject' shows '文化旅游体育与传媒支出 ›'
  escape

  go_to 26.82
  text ' a'
  expect 'space a offers the value that mends the total' shows '改为 28.62'
  keys Enter
  expect 'taken, the finding is gone' shows_no_more '与各列之和 28.62'
  text ':w'
  keys Enter
  sleep 1
  expect 'and the value stands in the draft' line_is $'20805\t行政事业单位养老支出\t28.62\t28.62\t'

  go_to 2210201
  text o
  shows INS
  local digit
  for digit in 2 2 1 0 2; do
    text "$digit"
    sleep 0.1
  done
  expect 'codes are completed' completes '购房补贴'
  escape
  escape
  text u

  go_to 14.31
  text 'mied'
  text ':w'
  keys Enter
  sleep 1
  expect 'mie is a row of a table' row_is_gone

  expect 'one server runs' server_runs
  text ':q!'
  keys Enter
  expect 'it ends with the editor' server_has_ended
}

# The list opens by itself while words are typed, or it is asked for.
completes() {
  local attempt
  for attempt in 1 2 3; do
    patience=5 shows "$1" && return
    keys C-x
  done
  shows "$1"
}

row_is_gone() { ! grep -q '住房保障支出' "$draft" && line_is $'22102\t住房改革支出\t14.31\t14.31\t'; }

server=$(find_server)
work=$(mktemp -d)
socket=yusuan-helix-$$
clean_up() {
  tmux -L "$socket" kill-server 2>/dev/null || true
  rm -rf "$work"
}
trap clean_up EXIT

# Nothing of the user's own Helix is read or written, and `yusuan` on the PATH is the server under test.
mkdir -p "$work"/{bin,config,data,cache}
ln -s "$server" "$work/bin/yusuan"
export PATH=$work/bin:$PATH LC_ALL=C.UTF-8
export XDG_CONFIG_HOME=$work/config XDG_DATA_HOME=$work/data XDG_CACHE_HOME=$work/cache

prepare_tools
find_helix
"$helix/install.sh"
echo "Helix: $("$HX" --version); server: $server"
check_health
drive
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
