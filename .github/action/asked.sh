# Ends the job in words if it cannot do what it is asked; names the deck of a tag for the steps after it.
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
if [ ! -f "$stem.json" ] || [ ! -f "$stem.apkg" ]; then
    echo "::error::$TAG was never released: this commit has no $stem.apkg with its $stem.json. Write them with" \
        "'ankigen release $deck', commit decks/, and tag that commit"
    exit 1
fi
if head -c 100 "$stem.apkg" | grep -aq '^version https://git-lfs'; then
    echo "::error::$stem.apkg is only a Git LFS pointer: its file was not pushed; run 'git lfs push --all origin'"
    exit 1
fi
{
    echo "TAG=$TAG"
    echo "DECK=$deck"
    echo "STEM=$stem"
} >> "$GITHUB_ENV"
