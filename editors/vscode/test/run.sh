#!/usr/bin/env bash
# Tests the modules that need no editor, packages the extension with the built
# server inside, then opens a draft in the real workbench (code-server in
# Chromium) and checks what a person would see.
#
# Usage: editors/vscode/test/run.sh [FOLDER FOR SCREENSHOTS]
#        editors/vscode/test/run.sh --pictures   takes the pictures of the
#          documents and of the walkthrough anew, instead of testing
#   YUSUAN_BIN    server to use (default: target/release/yusuan, else target/debug/yusuan)
#   YUSUAN_SEEDS  folder of real documents (default: ../shared/seeds beside the
#                 repository); where it is missing its steps are left out
#   CHROMIUM      browser (default: /usr/bin/chromium, installed if missing and root)
# The first run installs Node.js 24 and code-server into .cache/ of the
# repository: about three minutes and 700 MB. Later runs use them again.
set -euo pipefail

extension=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
repository=$(cd "$extension/../.." && pwd)
cache=$repository/.cache/vscode-test
script=extension.test.mjs
if [[ ${1:-} == --pictures ]]; then
  script=pictures.mjs
  shift
fi
screenshots=${1:-$cache/screenshots}

node_major=24
code_server_version=4.139.1

say() { printf 'vscode test: %s\n' "$*" >&2; }

find_server() {
  local candidate
  for candidate in "${YUSUAN_BIN:-}" "$repository/target/release/yusuan" "$repository/target/debug/yusuan"; do
    if [[ -n $candidate && -x $candidate ]]; then
      realpath "$candidate"
      return
    fi
  done
  say "no server: build it with 'cargo build' or name it in YUSUAN_BIN"
  return 1
}

# code-server compiles a few native modules; the editor needs a browser and a
# font with Chinese characters.
install_debian_packages() {
  local packages=()
  [[ -x ${CHROMIUM:-/usr/bin/chromium} ]] || packages+=(chromium)
  fc-list ':lang=zh' 2>/dev/null | grep -q . || packages+=(fonts-noto-cjk fontconfig)
  command -v iconv >/dev/null || packages+=(libc-bin)
  command -v python3 >/dev/null || packages+=(python3)
  [[ $script != pictures.mjs ]] || command -v pngquant >/dev/null || packages+=(pngquant)
  if [[ ! -e $cache/code-server-$code_server_version/complete ]]; then
    packages+=(build-essential pkg-config python3 libkrb5-dev libsecret-1-dev libx11-dev libxkbfile-dev)
  fi
  ((${#packages[@]} > 0)) || return 0
  local missing=()
  for package in "${packages[@]}"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  ((${#missing[@]} > 0)) || return 0
  say "installing ${missing[*]}"
  timeout 300 apt-get update -qq
  DEBIAN_FRONTEND=noninteractive timeout 900 apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

install_node() {
  local folder=$cache/node-$node_major
  if [[ ! -e $folder/complete ]]; then
    say "installing Node.js $node_major"
    rm -rf "$folder"
    mkdir -p "$folder"
    timeout 300 npm install --prefix "$folder" --no-save --no-audit --no-fund --loglevel=error \
      "node-linux-$(node -p process.arch)@$node_major" >/dev/null
    touch "$folder/complete"
  fi
  local distribution
  distribution=$(echo "$folder"/node_modules/node-linux-*)
  export PATH=$distribution/bin:$PATH
  # Its own headers, so that node-gyp has nothing to fetch.
  export npm_config_nodedir=$distribution
}

install_code_server() {
  local folder=$cache/code-server-$code_server_version
  if [[ ! -e $folder/complete ]]; then
    say "installing code-server $code_server_version (a few minutes)"
    rm -rf "$folder"
    mkdir -p "$folder"
    timeout 1500 npm install --prefix "$folder" --no-save --no-audit --no-fund --loglevel=error \
      "code-server@$code_server_version" >"$folder/install.log" 2>&1 || { tail -n 40 "$folder/install.log" >&2; return 1; }
    touch "$folder/complete"
  fi
  export CODE_SERVER=$folder/node_modules/code-server/out/node/entry.js
}

build_extension() {
  cd "$extension"
  if [[ ! node_modules/.package-lock.json -nt package-lock.json ]]; then
    say "installing the packages of the extension"
    timeout 600 npm ci --no-audit --no-fund --loglevel=error >/dev/null
  fi
  local target=linux-$(node -p process.arch)
  {
    timeout 300 npm run --silent --loglevel=error package
    timeout 300 npm run --silent --loglevel=error package -- "$target=$YUSUAN_BIN"
  } >"$cache/package.log" 2>&1 || { cat "$cache/package.log" >&2; return 1; }
  export YUSUAN_VSIX=$extension/yusuan-$target.vsix
}

# One package holds the server and the pages of the checks, the other neither.
test_packages() {
  local inside
  inside=$(python3 -m zipfile --list "$YUSUAN_VSIX")
  grep -q 'extension/server/yusuan ' <<<"$inside" && grep -q 'extension/server/checks/B101.md ' <<<"$inside" ||
    { say "$YUSUAN_VSIX holds no server"; return 1; }
  inside=$(python3 -m zipfile --list "$extension/yusuan.vsix")
  if grep -qE 'extension/(server|node_modules|src|test)/' <<<"$inside"; then
    say "yusuan.vsix holds more than it should: $inside"
    return 1
  fi
  grep -q 'extension/images/walkthrough/open.png ' <<<"$inside" || { say 'yusuan.vsix lacks its pictures'; return 1; }
  say "packages: with and without a server"
}

test_modules() {
  timeout 60 node --disable-warning=MODULE_TYPELESS_PACKAGE_JSON --test "$extension"/test/{locate,report}.test.mjs \
    >"$cache/modules.log" 2>&1 || { cat "$cache/modules.log" >&2; return 1; }
  say "modules: $(grep -c '^✔' "$cache/modules.log") passed"
}

YUSUAN_BIN=$(find_server)
export YUSUAN_BIN
export YUSUAN_SEEDS=${YUSUAN_SEEDS:-$repository/../shared/seeds}
mkdir -p "$cache" "$screenshots"
install_debian_packages
install_node
install_code_server
test_modules
build_extension
test_packages
export YUSUAN_SCREENSHOTS
YUSUAN_SCREENSHOTS=$(realpath "$screenshots")
timeout --kill-after=10 "${YUSUAN_TEST_TIMEOUT:-600}" node "$extension/test/$script"
if [[ $script == pictures.mjs ]]; then
  pngquant --force --ext .png --skip-if-larger 256 "$extension"/images/walkthrough/*.png "$repository"/docs/images/vscode*.png
fi
