#!/usr/bin/env bash
# Installs what is missing: `setup.sh build` for `make` and `make start`, `setup.sh test` for everything else.
# A tool that is there already, from wherever, is used as it is: apt is called only for what a probe did not find.
set -euo pipefail
cd "$(dirname "$0")/../.."
mkdir -p build/setup

fail() { printf '%s\n' "setup: $*" >&2; exit 1; }

# Runs a command silently; shows what it printed when it fails.
quietly() {
    local log=build/setup/$1.log
    shift
    "$@" >"$log" 2>&1 </dev/null || { cat "$log" >&2; fail "failed: $*"; }
}

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

updated=
missing=()
# need <probe command> : <packages that bring it>
need() {
    local probe=()
    while [ "$1" != : ]; do probe+=("$1"); shift; done
    shift
    "${probe[@]}" >/dev/null 2>&1 </dev/null || missing+=("$@")
}

install_missing() {
    [ ${#missing[@]} -gt 0 ] || return 0
    command -v apt-get >/dev/null || fail "not found, and no apt-get to install it: ${missing[*]}"
    [ "$(id -u)" = 0 ] || command -v sudo >/dev/null || fail "sudo is needed to install: ${missing[*]}"
    if [ -z "$updated" ]; then quietly apt-update as_root apt-get update; fi
    updated=yes
    echo "setup: apt-get install ${missing[*]}"
    quietly apt-install as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install --yes --no-install-recommends "${missing[@]}"
    missing=()
}

has() { command -v "$1"; }
has_header() { echo "#include <$1>" | clang -E -; }
has_sanitizers() { compgen -G "$(clang -print-resource-dir)/lib/*/*clang_rt.asan*"; }
# Debian's own Python, which its python3-* packages are for; another machine's may be elsewhere.
python=${PYTHON:-/usr/bin/python3}
has "$python" >/dev/null || has apt-get >/dev/null || python=python3
has_python_modules() { "$python" -c 'import sys, importlib.util as i; sys.exit(not all(map(i.find_spec, sys.argv[1:])))' "$@"; }

# Debian 12 has an older Node than we need. From npm, then, for this tree alone: the Makefile puts it in PATH.
newer_node() {
    need has npm : npm ca-certificates
    install_missing
    echo "setup: npm install node@20 into build/node (found $(node --version), needed >= 20.19)"
    quietly node npm install --prefix build/node --no-audit --no-fund node@20
    hash -r
    node_is_recent || fail "node >= 20.19 is needed, this is $(node --version)"
}
node_is_recent() {
    node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)'
}

npm_packages() {
    local stamp=build/setup/npm-all.lock
    if [ -d node_modules ] && cmp -s package-lock.json "$stamp"; then return 0; fi
    need has npm : npm ca-certificates
    install_missing
    echo "setup: npm ci"
    quietly npm npm ci --no-audit --no-fund
    cp package-lock.json "$stamp"
}

setup_build() {
    need has node : nodejs
    need has emcc : emscripten
    need has xz : xz-utils
    need has zopfli : zopfli
    need has openssl : openssl
    need has_python_modules asn1crypto : python3-asn1crypto
    install_missing
    node_is_recent || newer_node
    [ -n "${BEARSSL_SRC:-}" ] || csrc/fetch-bearssl.sh
    npm_packages
}

setup_test() {
    need has clang : clang
    install_missing
    need has clang-format : clang-format
    need has clang-tidy : clang-tidy
    need has_sanitizers : "libclang-rt-$(clang -dumpversion | cut -d. -f1)-dev"
    need has_header openssl/ocsp.h : libssl-dev
    need has valgrind : valgrind
    need has_python_modules cryptography : python3-cryptography
    need has faketime : faketime
    need has curl : curl
    need has xxd : xxd
    need has hexdump : bsdextrautils
    need has chromium : chromium
    need has firefox-esr : firefox-esr
    install_missing
}

# The versions that a bug report needs; once, then again when one changes.
report() {
    local now=build/setup/versions.new before=build/setup/versions
    {
        echo "node $(node --version)"
        emcc --version 2>/dev/null | sed -n '1s/(.*) *\([0-9][0-9.]*\).*/\1/p'
        echo "bearssl ${BEARSSL_SRC:-build/bearssl-0.6}"
        if command -v clang >/dev/null; then echo "clang $(clang -dumpversion)"; fi
        if command -v openssl >/dev/null; then openssl version | cut -d' ' -f1,2 | tr A-Z a-z; fi
    } | sed 's/^/setup: using /' >"$now"
    if ! cmp -s "$now" "$before"; then cat "$now"; fi
    mv "$now" "$before"
}

case ${1:-} in
build) setup_build ;;
test) setup_build; setup_test ;;
*) fail "usage: setup.sh build|test" ;;
esac
report
