# Sourced by ./distill and ./test: what the machine needs, and whether the program is up to date.
# Everything here is said on stderr; stdout belongs to the program.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
program=$root/artifacts/bin/Distill.Cli/release/Distill.Cli.dll
stamp=$root/artifacts/built

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1

say() { printf '%s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

need_dotnet() {
    command -v dotnet >/dev/null \
        || die "Distill needs the .NET 10 SDK, and there is no dotnet on the PATH: install it from https://dot.net/download and try again."
}

# need_packages ROLE...: installs the packages of these roles that are not there yet, saying which before it does.
need_packages() {
    command -v dpkg-query >/dev/null || return 0    # not a Debian: `distill doctor` says what is missing
    local wanted missing sudo=()
    wanted=$(awk -v roles=" $* " '/^[^#]/ && index(roles, " " $1 " ") { print $2 }' "$root/infra/debian-packages.txt")
    missing=$(comm -23 <(sort <<<"$wanted") \
        <(xargs dpkg-query --show --showformat '${db:Status-Abbrev} ${Package}\n' <<<"$wanted" 2>/dev/null | awk '$1 == "ii" { print $2 }' | sort))
    [[ $missing ]] || return 0

    missing=$(xargs <<<"$missing")
    if ((EUID != 0)); then
        command -v sudo >/dev/null || die "These packages are missing: $missing. As root, run: apt-get install --no-install-recommends $missing"
        sudo=(sudo)
    fi
    say "Installing with apt-get (once): $missing"
    local log
    log=$(mktemp)
    # shellcheck disable=SC2086
    {
        apt-cache show $missing >/dev/null 2>&1 || "${sudo[@]}" apt-get update -qq
        "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing
    } </dev/null >"$log" 2>&1 || { cat "$log" >&2; die "apt-get could not install these packages: $missing. Its own words are above."; }
    rm -f "$log"
}

# need_azurite: the emulator of Azure's blob storage for the acceptance tests, in a cache folder of its own; tells the tests where it is.
need_azurite() {
    local version=3.35.0
    local folder=${XDG_CACHE_HOME:-$HOME/.cache}/distill/tools/azurite-$version
    if [[ ! -x $folder/node_modules/.bin/azurite-blob ]]; then
        if ! command -v npm >/dev/null; then
            say "There is no npm on the PATH: the tests against Azure's blob storage will be skipped."
            return 0
        fi
        say "Installing with npm (once): azurite@$version"
        local log new
        mkdir -p "$(dirname "$folder")"
        log=$(mktemp)
        new=$(mktemp -d -p "$(dirname "$folder")")
        if ! npm install --prefix "$new" --no-audit --no-fund --omit=dev --ignore-scripts "azurite@$version" </dev/null >"$log" 2>&1; then
            cat "$log" >&2
            rm -rf "$new" "$log"
            say "npm could not install azurite@$version (its own words are above): the tests against Azure's blob storage will be skipped."
            return 0
        fi
        rm -rf "$folder" "$log"
        mv "$new" "$folder"
    fi
    export DISTILL_TEST_AZURITE=$folder/node_modules/.bin/azurite-blob
}

# Nothing that the build reads is newer than the last successful build. Folders count, so that a deleted file is noticed.
is_built() {
    [[ -f $program && -f $stamp ]] \
        && [[ -z $(find "$root"/src "$root"/jobs "$root"/infra/debian-packages.txt "$root"/infra/onnxruntime.sh "$root"/Directory.* "$root"/global.json \
            "$root"/.editorconfig "$root"/BannedSymbols.txt -newer "$stamp" -print -quit 2>/dev/null) ]]
}

# dotnet_build PROJECT [OPTION...]: a Release build, one at a time. No compiler server stays behind: it would hold the caller's pipes open.
dotnet_build() {
    flock "$root/artifacts/lock" dotnet build "$@" -c Release -v quiet -nodeReuse:false -p:UseSharedCompilation=false </dev/null >"$root/artifacts/build.log" 2>&1
}

# build PROJECT [OPTION...]: builds, and remembers when.
build() {
    mkdir -p "$root/artifacts"
    local started log=$root/artifacts/build.log
    started=$(mktemp -p "$root/artifacts")
    # What compiles ahead comes from NuGet and is no must: where it cannot be had, the program only starts slower.
    if { [[ $1 != *.sln ]] && dotnet_build "$@" -p:CompileAhead=true; } || dotnet_build "$@"; then
        mv "$started" "$stamp"
    else
        cat "$log" >&2
        rm -f "$started"
        die "The build failed; the compiler's words are above."
    fi
}
