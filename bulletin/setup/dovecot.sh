#!/bin/sh
# Makes the mail server of the tests available: dovecot's IMAP part. As root by apt-get install, never started as a
# service; otherwise unpacked into $XDG_CACHE_HOME/bulletin/dovecot (else ~/.cache/bulletin/dovecot), where the tests
# look. Does nothing if it is there. Never fails: without it the tests of the mailbox are skipped, and say so.
set -eu
here=$(cd "$(dirname "$0")" && pwd)

target="${XDG_CACHE_HOME:-${HOME:?}/.cache}/bulletin/dovecot"
install="apt-get install --no-install-recommends -y dovecot-imapd"

for root in "" "$target"; do
    [ -x "$root/usr/sbin/dovecot" ] && [ -x "$root/usr/lib/dovecot/imap" ] && exit 0
done
command -v apt-get >/dev/null && command -v dpkg >/dev/null || exit 0

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

echo "正在获取测试邮箱用的 dovecot……" >&2
if [ "$(id -u)" -eq 0 ]; then
    export DEBIAN_FRONTEND=noninteractive
    # a policy of 101 keeps the package from starting a server on this machine
    policy=/usr/sbin/policy-rc.d
    [ -e "$policy" ] || { printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod +x "$policy" && trap 'rm -rf "$work" "$policy"' EXIT; }
    $install >"$work/log" 2>&1 || { apt-get -q update && $install; } >"$work/log" 2>&1 ||
        echo "dovecot 没有装上（$(tail -n 1 "$work/log")），邮箱的测试将跳过" >&2
else
    . "$here/apt.sh"
    fetch dovecot-core dovecot-imapd libsodium23 libunwind8 libexttextcat-2.0-0 libexttextcat-data liblua5.3-0 &&
        unpack || { echo "dovecot 没有取到（$(tail -n 1 "$work/log")），邮箱的测试将跳过" >&2; exit 0; }
    mkdir -p "$target"
    cp -a "$work/unpacked/." "$target/"
fi
