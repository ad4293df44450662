#!/bin/sh
# Makes the libraries of the page available: libpangoft2-1.0 and libharfbuzz-subset (with what they need). As root by
# apt-get install; otherwise unpacked into $XDG_CACHE_HOME/bulletin/lib (else ~/.cache/bulletin/lib), where the
# typesetter looks. Tests the effect (can they be loaded?), not the names of packages, and does nothing if it is there.
set -eu
here=$(cd "$(dirname "$0")" && pwd)

cache="${XDG_CACHE_HOME:-${HOME:?}/.cache}/bulletin"
unpacked="$cache/lib"
install="apt-get install --no-install-recommends -y libpangoft2-1.0-0 libharfbuzz-subset0"
needed="libpango-1.0.so.0 libpangoft2-1.0.so.0 libharfbuzz-subset.so.0"
# What they need in turn, as patterns, because the names carry version numbers; libc stays the system's own.
closure='^(fontconfig-config|lib(brotli|datrie|expat|ffi|fontconfig|freetype|fribidi|glib|graphite|harfbuzz|pango|pcre2|png|thai))'

installed() { # LIBRARY: in the loader's cache or its usual directories?
    { ldconfig -p || /sbin/ldconfig -p; } 2>/dev/null | grep -qF "$1 " && return
    for directory in /lib /usr/lib /usr/local/lib /lib/*-linux-* /usr/lib/*-linux-*; do
        [ -e "$directory/$1" ] && return
    done
    return 1
}

packages() { # the Debian packages of that closure
    apt-cache depends --recurse --no-recommends --no-suggests --no-conflicts --no-breaks --no-replaces \
        --no-enhances libpangoft2-1.0-0 libharfbuzz-subset0 2>/dev/null | grep -E "$closure" | sort -u
}

missing() {
    for library in $needed; do
        installed "$library" || [ -e "$unpacked/$library" ] || echo "$library"
    done
}

[ -n "$(missing)" ] || exit 0

fail() {
    echo "排版所需的程序库没有装好：$1" >&2
    echo "缺少：$(missing | tr '\n' ' ')" >&2
    echo "请由管理员执行：$install" >&2
    exit 1
}

command -v apt-get >/dev/null && command -v dpkg >/dev/null || fail "本机没有 apt-get 和 dpkg"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

echo "正在安装排版所需的程序库……" >&2
if [ "$(id -u)" -eq 0 ]; then
    export DEBIAN_FRONTEND=noninteractive
    if ! $install >"$work/log" 2>&1; then
        apt-get -q update >"$work/log" 2>&1 || fail "软件源更新失败（$(tail -n 1 "$work/log")）"
        $install >"$work/log" 2>&1 || fail "安装失败（$(tail -n 1 "$work/log")）"
    fi
else
    . "$here/apt.sh"
    [ -n "$(packages)" ] || refresh || fail "软件源更新失败（$(tail -n 1 "$work/log")）"
    [ -n "$(packages)" ] || fail "软件源中没有这些程序库"
    fetch $(packages) || fail "下载失败（$(tail -n 1 "$work/log")）"
    unpack || fail "软件包解不开"
    mkdir -p "$unpacked"
    find "$work/unpacked" -name '*.so.*' ! -type d -exec cp -P {} "$unpacked/" \;
fi

[ -z "$(missing)" ] || fail "安装之后仍不完整"
echo "排版所需的程序库已就绪" >&2
