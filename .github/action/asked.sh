# Ends the job in words if it cannot do what it is asked; names the deck of a tag for the steps after it, and says
# whether its package is ELSEWHERE than in git.
set -euo pipefail

case "$DO" in
check | site)
    exit 0
    ;;
rebuild | publish) ;;
*)
    echo "::error::the action's 'do' is none of check, rebuild, publish, site"
    exit 1
    ;;
esac

if ! [[ $TAG =~ ^[a-z0-9][a-z0-9-]*-[0-9]+\.[0-9]+\.[0-9]+$ ]]; then
    echo "::error::this tag names no release: one is named like its package, such as bone-biology-1.0.0"
    exit 1
fi
deck=${TAG%-*}
stem=decks/$deck/$TAG
elsewhere=no
package=$stem.apkg
if [ ! -f "$package" ] &&
    grep -Eqs "^[[:space:]]*packages[[:space:]]*=[[:space:]]*[\"']release-assets[\"']" "cards/$deck/deck.toml"; then
    elsewhere=yes
    package=$stem.apkg.sha256
fi
if [ ! -f "$stem.json" ] || [ ! -f "$package" ]; then
    echo "::error::$TAG was never released: this commit has no $package with its $stem.json. Write them with" \
        "'ankigen release $deck', commit decks/, and tag that commit"
    exit 1
fi
if head -c 100 "$package" | grep -aq '^version https://git-lfs'; then
    echo "::error::$package is only a Git LFS pointer: its file was not pushed; run 'git lfs push --all origin'"
    exit 1
fi
{
    echo "TAG=$TAG"
    echo "DECK=$deck"
    echo "STEM=$stem"
    echo "ELSEWHERE=$elsewhere"
} >> "$GITHUB_ENV"
