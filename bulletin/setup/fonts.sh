#!/bin/sh
# Fetches the free fonts of the page into $XDG_CACHE_HOME/bulletin/fonts (else ~/.cache/bulletin/fonts), or into
# $BULLETIN_FONTS if that is set, with their licences. Does nothing if they are there. Needs apt-get and dpkg (Debian).
set -eu
here=$(cd "$(dirname "$0")" && pwd)

cache="${XDG_CACHE_HOME:-${HOME:?}/.cache}/bulletin"
target="${BULLETIN_FONTS:-$cache/fonts}"
packages="texlive-lang-chinese fonts-liberation fonts-noto-cjk"
files="FandolFang-Regular.otf FandolKai-Regular.otf FandolHei-Regular.otf FandolSong-Regular.otf FandolSong-Bold.otf
LiberationSerif-Regular.ttf LiberationSerif-Bold.ttf NotoSerifCJK-Regular.ttc NotoSerifCJK-Bold.ttc"

missing() {
    for file in $files; do
        [ -s "$target/$file" ] || echo "$file"
    done
}

[ -n "$(missing)" ] || exit 0

fail() {
    echo "字体没有装好：$1" >&2
    echo "缺少：$(missing | tr '\n' ' ')" >&2
    echo "请把这些文件放入 $target，或在能访问 Debian 软件源的机器上重新执行 make setup" >&2
    exit 1
}

command -v apt-get >/dev/null && command -v dpkg >/dev/null || fail "本机没有 apt-get 和 dpkg"

mkdir -p "$target"
work=$(mktemp -d "$target/fetching.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

echo "正在获取字体（约 107 MB，只需一次）……" >&2
. "$here/apt.sh"
fetch $packages || fail "下载失败（$(tail -n 1 "$work/log")）"
unpack || fail "软件包解不开"

mkdir -p "$target/licences"
for file in $files; do
    found=$(find "$work/unpacked" -type f -name "$file" | head -n 1)
    [ -n "$found" ] || fail "软件包里没有 $file"
    cp "$found" "$work/$file" && mv "$work/$file" "$target/$file"
done
for package in $packages; do
    cp "$work/unpacked/usr/share/doc/$package/copyright" "$target/licences/$package.txt"
done
gzip -dc "$work/unpacked/usr/share/doc/texlive-doc/fonts/fandol/COPYING.gz" >"$target/licences/fandol-COPYING.txt"
cp "$work/unpacked/usr/share/doc/texlive-doc/fonts/fandol/README" "$target/licences/fandol-README.txt"

[ -z "$(missing)" ] || fail "复制之后仍不完整"
echo "字体已装入 $target" >&2
