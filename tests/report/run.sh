#!/usr/bin/env bash
# Opens an HTML report in Chromium and does with it what a reviewer does.
#
# Usage: tests/report/run.sh [FOLDER FOR SCREENSHOTS]
#   YUSUAN_BIN  program to use (default: target/release/yusuan, else target/debug/yusuan)
#   CHROMIUM    browser (default: /usr/bin/chromium, installed if missing and root)
set -euo pipefail

folder=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
repository=$(cd "$folder/../.." && pwd)
cache=$repository/.cache/report-test
screenshots=${1:-$cache/screenshots}

say() { printf 'report test: %s\n' "$*" >&2; }

find_program() {
  local candidate
  for candidate in "${YUSUAN_BIN:-}" "$repository/target/release/yusuan" "$repository/target/debug/yusuan"; do
    if [[ -n $candidate && -x $candidate ]]; then
      realpath "$candidate"
      return
    fi
  done
  say "no program: build it with 'cargo build' or name it in YUSUAN_BIN"
  return 1
}

# A browser, and a font with Chinese characters.
install_debian_packages() {
  local packages=()
  [[ -x ${CHROMIUM:-/usr/bin/chromium} ]] || packages+=(chromium)
  fc-list ':lang=zh' 2>/dev/null | grep -q . || packages+=(fonts-noto-cjk fontconfig)
  ((${#packages[@]} > 0)) || return 0
  say "installing ${packages[*]}"
  timeout 300 apt-get update -qq
  DEBIAN_FRONTEND=noninteractive timeout 900 apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null
}

# The driver of the browser: that of the extension's test where it is installed, else one of our own.
find_driver() {
  local modules
  for modules in "$repository/editors/vscode/node_modules" "$cache/node_modules"; do
    if [[ -d $modules/playwright-core ]]; then
      echo "$modules"
      return
    fi
  done
  say 'installing the driver of the browser'
  mkdir -p "$cache"
  cp "$folder/package.json" "$cache/package.json"
  timeout 300 npm install --prefix "$cache" --no-audit --no-fund --loglevel=error >/dev/null
  echo "$cache/node_modules"
}

YUSUAN_BIN=$(find_program)
mkdir -p "$screenshots"
install_debian_packages
YUSUAN_DRIVER=$(find_driver)
YUSUAN_SCREENSHOTS=$(realpath "$screenshots")
export YUSUAN_BIN YUSUAN_DRIVER YUSUAN_SCREENSHOTS
export YUSUAN_DOCUMENTS=$repository/tests/documents
timeout --kill-after=10 "${YUSUAN_TEST_TIMEOUT:-300}" node "$folder/report.test.mjs"
