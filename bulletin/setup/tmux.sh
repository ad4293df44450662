#!/bin/sh
# Makes the terminal of the tests available: tmux, by apt-get install as root. Does nothing if it is there. Never fails:
# without it the tests that sit at a terminal are skipped, and say so.
set -eu
command -v tmux >/dev/null && exit 0
command -v apt-get >/dev/null && [ "$(id -u)" -eq 0 ] || exit 0

log=$(mktemp)
trap 'rm -f "$log"' EXIT
export DEBIAN_FRONTEND=noninteractive
install="apt-get install --no-install-recommends -y tmux"
echo "正在获取测试终端用的 tmux……" >&2
$install >"$log" 2>&1 || { apt-get -q update && $install; } >"$log" 2>&1 ||
    echo "tmux 没有装上（$(tail -n 1 "$log")），采编台的终端测试将跳过" >&2
