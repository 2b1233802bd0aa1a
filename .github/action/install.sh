# Installs ankigen into an environment of its own: for a check or a site the action's own, for a release the one that made it.
set -euo pipefail

python -m venv "$RUNNER_TEMP/ankigen"
pip() { "$RUNNER_TEMP/ankigen/bin/python" -m pip install --quiet --disable-pip-version-check "$@"; }

if [ "$DO" = check ]; then
    pip --constraint "$GITHUB_ACTION_PATH/constraints.txt" "$GITHUB_ACTION_PATH[anki]"
elif [ "$DO" = site ]; then
    pip --constraint "$GITHUB_ACTION_PATH/constraints.txt" "$GITHUB_ACTION_PATH"
else
    python "$GITHUB_ACTION_PATH/.github/action/made_with.py" "$STEM.json" "$RUNNER_TEMP"
    if [ -s "$RUNNER_TEMP/origin.txt" ]; then
        pip --constraint "$RUNNER_TEMP/libraries.txt" --requirement "$RUNNER_TEMP/origin.txt"
    else
        echo "::notice::the manifest does not say where ankigen came from; the action's own builds the release again"
        pip --constraint "$RUNNER_TEMP/libraries.txt" "$GITHUB_ACTION_PATH"
    fi
fi
echo "$RUNNER_TEMP/ankigen/bin" >> "$GITHUB_PATH"
