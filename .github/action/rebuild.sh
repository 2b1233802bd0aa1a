# Builds a release again and compares it with what is committed of it.
set -euo pipefail

made_by=$(ankigen --version)
if ! ankigen build --locked "$DECK" || ! git diff --exit-code --stat -- decks; then
    echo "::error::$TAG is not what $made_by makes of these sources. If they have changed since 'ankigen release $DECK'," \
        "release again; else let the version build it that made it"
    exit 1
fi
if [ ! -f "$STEM.apkg" ]; then
    echo "::error::$TAG is not the newest release of this commit, so it cannot be built from it: tag the commit that" \
        "has decks/$DECK as 'ankigen release' left it when it made $TAG"
    exit 1
fi
bash "$GITHUB_ACTION_PATH/.github/action/compare.sh"
