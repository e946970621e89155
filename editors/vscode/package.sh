#!/usr/bin/env bash
# Packages the extension.
#
#   package.sh                            yusuan.vsix, for every platform, without a server
#   package.sh TARGET=SERVER…             yusuan-TARGET.vsix with the program SERVER inside, one for each
#
# TARGET is a platform as VS Code names it: linux-x64, linux-arm64, alpine-x64, darwin-x64, darwin-arm64,
# win32-x64, win32-arm64. SERVER is the path of a program that was built for it. For this machine:
#
#   cargo build --release && npm run package -- linux-x64=../../target/release/yusuan
#
# The pages of the checks travel with the server, so that the codes of findings lead to them offline.
set -euo pipefail

caller=$PWD
extension=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$extension"

fail() {
  echo "package.sh: $*" >&2
  exit 1
}

clear_server() { rm -rf "$extension/server"; }
trap clear_server EXIT

# Puts a server for a target where the extension looks first.
stage_server() {
  local target=$1 server=$2 name=yusuan
  [[ $server = /* ]] || server=$caller/$server
  [ -f "$server" ] || fail "no such file: $server"
  [[ $target = win32-* ]] && name=yusuan.exe
  clear_server
  mkdir -p server/checks
  install -m 755 "$server" "server/$name"
  cp ../../docs/checks/*.md server/checks/
}

# The licences are in out/, which vsce does not see as such. The pictures of the README are inside.
package() {
  node_modules/.bin/vsce package --no-dependencies --allow-missing-repository --skip-license \
    --no-rewrite-relative-links "$@"
}

for argument in "$@"; do
  [[ $argument = *=* ]] || fail "not TARGET=SERVER: $argument"
done
clear_server
if [ $# -eq 0 ]; then
  package --out yusuan.vsix
fi
for argument in "$@"; do
  target=${argument%%=*}
  stage_server "$target" "${argument#*=}"
  package --target "$target" --out "yusuan-$target.vsix"
done
