"""Files and folders that are either whole or not there."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dpgraph.errors import GraphError, InputError


def write_atomically(path: Path, data: bytes) -> None:
    """Writes a file beside its place and renames it; `InputError` when the place cannot be written."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.absolute().parent)
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({error.strerror})") from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(name, 0o644)
        os.replace(name, path)
    except OSError as error:
        os.unlink(name)
        raise InputError(f"{path}: cannot be written ({error.strerror})") from None


def linked(old: Path, new: Path) -> None:
    """The same file in a second place, without a second copy where the disk allows that; what is there stays."""
    try:
        os.link(old, new)
    except FileExistsError:
        return
    except OSError:
        shutil.copyfile(old, new)


def write_or_link(path: Path, data: bytes, earlier: Path) -> None:
    """Writes a new file; where an earlier one holds the same, it is `linked`: on many disks, deleting files is slow."""
    if earlier.is_file() and earlier.read_bytes() == data:
        linked(earlier, path)
    else:
        path.write_bytes(data)


@contextmanager
def replaced_folder(place: Path) -> Iterator[Path]:
    """A fresh folder that takes `place` once the block has ended well; until then, and if it fails, the old one stays.

    The fresh folder stands beside `place` and is locked, so that two processes never fill it at once; what a killed
    process left in it is removed. Raises `GraphError` when it is locked or the disk refuses.
    """
    place = place.resolve()
    fresh = place.with_name(f".{place.name}.new")
    try:
        with _locked(fresh, place):
            try:
                _empty(fresh)
                yield fresh
                _swap(fresh, place)
            except BaseException:
                shutil.rmtree(fresh, ignore_errors=True)
                raise
    except OSError as error:
        raise GraphError(f"{place}: not written, what was there stays: {_told(error, fresh)}") from error


def _told(error: OSError, fresh: Path) -> str:
    """What the system says, and of which file where that is not one of the fresh folder's."""
    file = str(error.filename or fresh)
    return f"{error.strerror or error}" + ("" if file.startswith(str(fresh)) else f" ({file})")


@contextmanager
def _locked(folder: Path, place: Path) -> Iterator[None]:
    """Holds a lock on a folder, made if it is not there; the system lets go of it when the process ends."""
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY)
    try:
        if not _is_alone(handle, folder):
            raise GraphError(f"{place}: another build is writing there; wait for it or choose another --out")
        yield
    finally:
        os.close(handle)


def _is_alone(handle: int, folder: Path) -> bool:
    """Locks an open folder; false when another process has done so, or has just moved it to its place."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return os.path.samestat(os.fstat(handle), folder.stat())
    except (BlockingIOError, FileNotFoundError):
        return False


def _empty(folder: Path) -> None:
    for path in folder.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def _swap(fresh: Path, place: Path) -> None:
    """Puts the fresh folder in the place of the old one, which comes back if that fails."""
    old = place.with_name(f".{place.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if place.exists():
        os.replace(place, old)
    try:
        os.replace(fresh, place)
    except OSError:
        if old.exists():
            os.replace(old, place)
        raise
    shutil.rmtree(old, ignore_errors=True)
