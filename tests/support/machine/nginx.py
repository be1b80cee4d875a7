"""nginx with the block that docs/hosting.md shows."""

from __future__ import annotations

import getpass
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from support import ROOT

HOSTING = ROOT / "docs" / "hosting.md"
PROGRAM = shutil.which("nginx", path="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin")


def documented_block(site: Path, port: int) -> str:
    """The server block as it stands in the text, with this machine's port and place."""
    block: str
    (block,) = re.findall(r"```nginx\n(.*?)```", HOSTING.read_text(encoding="utf-8"), re.DOTALL)
    for shown, here in {
        "listen 80;": f"listen 127.0.0.1:{port};",
        "root /var/www/catalog;": f"root {site};",
    }.items():
        assert shown in block
        block = block.replace(shown, here)
    return block


@contextmanager
def nginx(site: Path, folder: Path) -> Iterator[str]:
    """Serves the site from a process of its own; answers its address. The folder takes nginx's own files."""
    assert PROGRAM
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    folder.mkdir()
    own = "".join(
        f"{kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    config = folder / "nginx.conf"
    config.write_text(
        f"daemon off;\nuser {getpass.getuser()};\npid {folder}/pid;\nerror_log {folder}/error.log;\n"
        f"events {{}}\nhttp {{\ninclude /etc/nginx/mime.types;\naccess_log off;\n{own}"
        f"{documented_block(site, port)}}}\n",
        encoding="utf-8",
    )
    process = subprocess.Popen([PROGRAM, "-p", folder, "-e", folder / "error.log", "-c", config])
    try:
        _wait_for(port, process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    while process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            time.sleep(0.02)
        else:
            return
    raise AssertionError(f"nginx ended with {process.returncode}")
