#!/bin/sh
# Fetches what `make preflight` needs and the machine lacks: two TrueType faces and PDFBox Preflight with its libraries,
# unpacked (not installed) into $XDG_CACHE_HOME/bulletin/preflight (else ~/.cache/bulletin/preflight). Java itself is not
# fetched. Never fails: what is still missing is named by the run itself.
set -eu
here=$(cd "$(dirname "$0")" && pwd)

target="${XDG_CACHE_HOME:-${HOME:?}/.cache}/bulletin/preflight"
packages="fonts-arphic-gbsn00lp fonts-arphic-gkai00mp libpdfbox2-java libfontbox2-java libactivation-java
libjaxb-api-java libbcprov-java libbcmail-java libbcpkix-java libbcutil-java libcommons-logging-java"
files="fonts/truetype/arphic-gbsn00lp/gbsn00lp.ttf fonts/truetype/arphic-gkai00mp/gkai00mp.ttf java/preflight.jar
java/pdfbox2.jar java/fontbox2.jar java/xmpbox.jar java/commons-logging.jar java/javax.activation.jar java/jaxb-api.jar
java/bcprov.jar java/bcmail.jar java/bcpkix.jar java/bcutil.jar"

missing() {
    for file in $files; do
        [ -s "/usr/share/$file" ] || [ -s "$target/$file" ] || echo "$file"
    done
}

[ -n "$(missing)" ] || exit 0
command -v apt-get >/dev/null && command -v dpkg >/dev/null || exit 0

mkdir -p "$target"
work=$(mktemp -d "$target/fetching.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

echo "正在获取验证 PDF/A 所需的字体和程序库……" >&2
. "$here/apt.sh"
fetch $packages && unpack || { echo "没有取全（$(tail -n 1 "$work/log")）" >&2; exit 0; }
for folder in fonts java; do
    mkdir -p "$target/$folder"
    cp -a "$work/unpacked/usr/share/$folder/." "$target/$folder/"
done
