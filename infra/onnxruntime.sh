#!/usr/bin/env bash
# Puts ONNX Runtime's native library where the program looks for it; run by ./test and by `distill doctor --fix`.
# It comes out of the npm package onnxruntime-node, pinned by version and hash. Nothing of that package is run or installed.
set -euo pipefail

version=1.20.1
sha512=762fc8e070d7470f852e0abe4f21e64040ddddc129f62145666d2be2e27559dedbfd6135557b4a5a8f327a67b1df8edce86345ff73eff3a65f3e1216c4e46bd3
folder=${XDG_CACHE_HOME:-$HOME/.cache}/distill/tools/onnxruntime-$version
library=libonnxruntime.so.1

[[ ! -f $folder/$library ]] || exit 0
skip() { echo "$*: what needs ONNX Runtime will be skipped." >&2; exit 1; }

case $(uname -sm) in
    "Linux x86_64") machine=x64 ;;
    "Linux aarch64") machine=arm64 ;;
    *) skip "There is no ONNX Runtime for $(uname -sm) in onnxruntime-node" ;;
esac
command -v npm >/dev/null || skip "There is no npm on the PATH to fetch ONNX Runtime with"

echo "Fetching with npm (once, 70 MB): onnxruntime-node@$version" >&2
mkdir -p "$folder"
new=$(mktemp -d -p "$folder")
trap 'rm -rf "$new"' EXIT
(cd "$new" && npm pack --silent --ignore-scripts "onnxruntime-node@$version" >package.name 2>npm.log) </dev/null \
    || { cat "$new/npm.log" >&2; skip "npm could not fetch onnxruntime-node@$version (its own words are above)"; }
package=$new/$(tail -n 1 "$new/package.name")
sha512sum --check --status <<<"$sha512  $package" || skip "onnxruntime-node@$version is not the package it was (its SHA-512 differs)"
tar -xzf "$package" -C "$new" --strip-components=5 "package/bin/napi-v3/linux/$machine/$library"
mv "$new/$library" "$folder/$library"
echo "ONNX Runtime $version is in $folder" >&2
