"""Files of the cache. One that can't be read or written makes no difference but in time."""

from __future__ import annotations

import logging
import tempfile
from pathlib import Path
from typing import TypeVar

import msgspec
import zstandard

log = logging.getLogger(__name__)

T = TypeVar("T")


def read_cached(path: Path, kind: type[T]) -> T | None:
    try:
        return msgspec.msgpack.decode(zstandard.ZstdDecompressor().decompress(path.read_bytes()), type=kind)
    except FileNotFoundError:
        return None
    except (OSError, zstandard.ZstdError, msgspec.DecodeError) as error:
        log.info("%s can't be read (%s): it is made anew", path, error)
        return None


def write_cached(path: Path, value: object) -> None:
    """At once, by a rename: two searches may run beside each other."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".new-", delete=False) as file:
            try:
                file.write(zstandard.ZstdCompressor(level=1).compress(msgspec.msgpack.encode(value)))
                file.flush()
                Path(file.name).replace(path)
            except BaseException:  # a full disk, or Ctrl-C
                Path(file.name).unlink(missing_ok=True)
                raise
    except OSError as error:
        log.info("%s can't be written (%s): the next search takes as long as this one", path, error)
