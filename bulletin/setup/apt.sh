# Sourced by the other scripts: Debian packages downloaded and unpacked without installing them, as root or not.
# Expects $work, an empty directory; leaves what went wrong in $work/log.

fetch() { # PACKAGE…: their .deb files into $work, with fresh lists where the host's are empty or old
    download "$@" || { refresh && download "$@"; }
}

download() {
    # apt-get drops to the user _apt, who may not enter the directory; so it is told to stay who it is
    (cd "$work" && apt-get -q -o APT::Sandbox::User=root download "$@" >"$work/log" 2>&1)
}

refresh() { # root renews the lists of the host, anybody else makes a set of his own
    if [ "$(id -u)" -ne 0 ] && [ -z "${APT_CONFIG:-}" ]; then
        mkdir -p "$work/state/lists/partial" "$work/cache/archives/partial"
        printf '%s\n' "Dir::State \"$work/state\";" 'Dir::State::status "/var/lib/dpkg/status";' \
            "Dir::Cache \"$work/cache\";" >"$work/apt.conf"
        export APT_CONFIG="$work/apt.conf"
    fi
    apt-get -q update >"$work/log" 2>&1
}

unpack() { # every .deb in $work into $work/unpacked
    mkdir -p "$work/unpacked"
    for package in "$work"/*.deb; do
        dpkg -x "$package" "$work/unpacked" || return 1
    done
}
