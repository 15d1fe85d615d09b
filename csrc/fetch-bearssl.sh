#!/usr/bin/env bash
# Fetches BearSSL's source into build/bearssl-0.6 from the Debian archive that this machine installs from. The machine's
# own sources are read as deb-src in a private directory; its apt configuration stays untouched, and no root is needed.
set -euo pipefail
cd "$(dirname "$0")/.."

sha256=102a625bd8f6155260867a50c508df8d8c3f796985dd744df1a68e5cd1a79004
target=build/bearssl-0.6

if [ -e "$target/.sha256" ] && [ "$(cat "$target/.sha256")" = $sha256 ]; then exit 0; fi

fail() {
    [ -s "${log:-}" ] && cat "$log" >&2
    printf '%s\n' "bearssl: $*" "bearssl: BEARSSL_SRC=dir builds with a BearSSL 0.6 source tree of your own" >&2
    exit 1
}
command -v apt-get >/dev/null || fail "no apt-get on this machine to fetch the source package with"

apt=$PWD/build/setup/apt
log=$PWD/build/setup/bearssl.log
rm -rf "$apt" && mkdir -p "$apt"/{sources.d,lists/partial,cache/archives/partial}
: >"$log"

for list in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
    [ -e "$list" ] && sed -nE 's/^deb([[:space:]])/deb-src\1/p' "$list" >"$apt/sources.d/$(basename "$list" .list).list"
done
for list in /etc/apt/sources.list.d/*.sources; do
    [ -e "$list" ] && sed -E 's/^Types:.*/Types: deb-src/I' "$list" >"$apt/sources.d/$(basename "$list")"
done

options=(-o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts="$apt/sources.d"
    -o Dir::State::lists="$apt/lists" -o Dir::Cache="$apt/cache" -o APT::Sandbox::User=)

echo "bearssl: fetching the source package"
# An archive of another vendor may have no sources; what counts is whether bearssl is found.
apt-get "${options[@]}" update >>"$log" 2>&1 || true
(cd "$apt" && apt-get "${options[@]}" source --download-only --tar-only bearssl >>"$log" 2>&1) ||
    fail "none of this machine's package archives has the source package"
tarball=$(echo "$apt"/bearssl_*.orig.tar.*)
[ "$(sha256sum <"$tarball")" = "$sha256  -" ] || fail "$(basename "$tarball") is not the file that is expected (sha256 $sha256)"

rm -rf "$target" "$target.new" && mkdir -p "$target.new"
tar -xf "$tarball" --no-same-owner -C "$target.new" --strip-components=1 || fail "cannot unpack $(basename "$tarball")"
echo $sha256 >"$target.new/.sha256"
mv "$target.new" "$target"
rm -rf "$apt"
