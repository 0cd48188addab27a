"""A time-stamp authority (RFC 3161) on this machine: its tokens are made by OpenSSL, not by what reads them."""

from __future__ import annotations

import subprocess
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING

from tests.report.signed_example import run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_CONFIG = """
[req]
distinguished_name = name
x509_extensions = authority
prompt = no
[name]
CN = Cap Waktu Contoh
[authority]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
[tsa]
serial = {folder}/serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
"""


@contextmanager
def time_stamp_authority(folder: Path, *, says: bytes | None = None) -> Iterator[tuple[str, Path]]:
    """Serve time stamps; yield the address and the authority's certificate.

    Args:
        folder: for its key and its serial numbers.
        says: what it answers instead, when it is out of order.
    """
    config, key, certificate = (folder / name for name in ("tsa.cnf", "tsa.key", "tsa.pem"))
    config.write_text(_CONFIG.format(folder=folder))
    (folder / "serial").write_text("01\n")
    run(
        *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
        *("-nodes", "-days", "9", "-config", str(config)),
        *("-keyout", str(key), "-out", str(certificate)),
    )

    class Authority(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(_stamped(asked) if says is None else says)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  its name in the base class
            del format, args

    def _stamped(asked: bytes) -> bytes:
        query = folder / "query.tsq"
        query.write_bytes(asked)
        done = subprocess.run(
            [
                *("openssl", "ts", "-reply", "-config", str(config), "-section", "tsa"),
                *("-queryfile", str(query), "-signer", str(certificate), "-inkey", str(key)),
            ],
            check=True,
            capture_output=True,
        )
        return done.stdout

    server = HTTPServer(("127.0.0.1", 0), Authority)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/tsa", certificate
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
