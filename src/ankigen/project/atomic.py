"""Files are written whole or not at all: nobody ever sees half of one under its final name."""

import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from ankigen.diagnostic import AnkigenError
from ankigen.rare import RarePattern

STAGED = ".ankigen-release"
PARTIAL = RarePattern(r"\..+\.(\d{1,9})\.partial")  # made by `write_file`


class ConflictError(AnkigenError):
    """Somebody else has written the file meanwhile."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path.name} was changed meanwhile, so nothing was written")


def write_file(path: Path, data: bytes, *, was: bytes | None = None) -> None:
    """Write one file; the old one stays whole until the new one is. `was` is what the caller has read there, empty for
    no file; without it, whatever is there goes.

    Raises AnkigenError if that is impossible, ConflictError if the file does not hold `was` any more.
    """
    with beside(path, was=was) as (partial, put):
        partial.write_bytes(data)
        put()


@contextmanager
def beside(path: Path, *, was: bytes | None = None) -> Iterator[tuple[Path, Callable[[], None]]]:
    """A path in the same folder to write to, and what puts that file in the place of `path`, which must still hold
    `was` if that is given. If that is not done, it is removed. Raises AnkigenError if something cannot be written."""
    path = path.resolve()
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")

    def put() -> None:
        _sync(partial)
        if path.exists():
            shutil.copymode(path, partial)
        # The last moment: to write and to sync takes long enough for an editor to save.
        if was is not None and _bytes_of(path) != was:
            raise ConflictError(path)
        partial.replace(path)

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _remove_abandoned(path)
        try:
            yield partial, put
        finally:
            partial.unlink(missing_ok=True)
    except OSError as error:
        raise AnkigenError(f"cannot write {path}: {error.strerror}; nothing was changed") from error


def _bytes_of(path: Path) -> bytes:
    """What a file holds; nothing if there is none."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


def file_sha256(path: Path) -> str:
    """The hex SHA-256 of a file, which may be larger than the memory."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _remove_abandoned(path: Path) -> None:
    """What killed writers left in the folder. One that still writes is alive, or done within the hour."""
    for left in path.parent.glob(".*.partial"):
        match = PARTIAL.fullmatch(left.name)
        with suppress(OSError):
            if match and (not _is_alive(int(match[1])) or time.time() - left.stat().st_mtime > 3600):
                left.unlink(missing_ok=True)


def _is_alive(process: int) -> bool:
    """Whether the process may still be there; who cannot tell says yes."""
    if os.name == "nt":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def write_together(folder: Path, files: Mapping[str, bytes | Path | Iterator[bytes]]) -> None:
    """Write several files of one folder, all or none. A path is that of a file in this folder, which is moved; of what
    needs much memory at once, the pieces can be given one by one.

    They are prepared in a hidden folder whose renaming is the moment everything counts as written; whoever comes next
    finishes what was left after it (`recover`). Raises AnkigenError if they cannot be written.
    """
    staging = folder / f"{STAGED}.partial"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(staging, ignore_errors=True)
        staging.mkdir()
        try:
            for name, data in files.items():
                if isinstance(data, Path):
                    data.replace(staging / name)
                    _sync(staging / name)
                else:
                    _write_through(staging / name, (data,) if isinstance(data, bytes) else data)
            _sync_folder(staging)
            staging.replace(folder / STAGED)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
    except OSError as error:
        raise AnkigenError(f"cannot write into {folder}: {error.strerror}; nothing was changed") from error
    recover(folder)


def see_writable(folder: Path) -> None:
    """Raise AnkigenError if the system says that nobody may write into the folder, or make it if it is not there."""
    there = next(each for each in (folder, *folder.parents) if each.exists())
    if not os.access(there, os.W_OK | os.X_OK, effective_ids=os.access in os.supports_effective_ids):
        raise AnkigenError(f"cannot write into {folder}: check the permissions of {there}; nothing was changed")


def recover(folder: Path) -> None:
    """Finish what a killed `write_together` left: files that were all prepared are moved to their places."""
    staged = folder / STAGED
    try:
        if staged.is_dir():
            _move_all(staged, folder)
    except FileNotFoundError:
        return  # another ankigen has finished it
    except OSError as error:
        raise AnkigenError(
            f"cannot finish the release in {staged}: {error.strerror}; fix that and try again"
        ) from error


def _move_all(staged: Path, folder: Path) -> None:
    _sync_folder(folder)
    for file in sorted(staged.iterdir()):
        with suppress(FileNotFoundError):  # another ankigen, which finishes the same release, has moved it
            file.replace(folder / file.name)
    _sync_folder(folder)
    staged.rmdir()


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep other ankigen processes from releasing into the folder. Raises AnkigenError if one is doing so now."""
    from filelock import FileLock, Timeout  # only `release` and `retire` need it

    name = hashlib.sha256(str(folder.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:16]
    lock = FileLock(Path(tempfile.gettempdir()) / f"ankigen-{name}.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise AnkigenError(f"another ankigen is writing into {folder}; wait until it is done") from error
    except OSError as error:
        raise AnkigenError(f"cannot make the lock {lock.lock_file}: {error.strerror}") from error
    try:
        yield
    finally:
        lock.release()


def _write_through(path: Path, pieces: Iterable[bytes]) -> None:
    with path.open("wb") as file:
        file.writelines(pieces)
        file.flush()
        os.fsync(file.fileno())


def _sync(path: Path) -> None:
    """Make a file's bytes last through a power failure."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Make renames in a folder last through a power failure, if the system can."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
