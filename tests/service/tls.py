# SPDX-License-Identifier: GPL-2.0-or-later
"""A certificate that nobody has signed, made by the openssl program where it is installed."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from collections.abc import Sequence
from pathlib import Path

NAMES = ("IP:127.0.0.1", "DNS:localhost")


def openssl_is_there() -> bool:
    """True if the openssl program can be run: without it a test of TLS has to be skipped."""
    return shutil.which("openssl") is not None


def self_signed(folder: Path, names: Sequence[str] = NAMES) -> tuple[Path, ssl.SSLContext]:
    """A new certificate for these names, as PEM file and as a server's context."""
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    subject = ["-subj", "/CN=invented stand-in", "-addext", f"subjectAltName={','.join(names)}"]
    words = ["openssl", "req", "-x509", *curve, "-days", "2", *subject, "-out", str(certificate), "-keyout", str(key)]
    subprocess.run(words, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return certificate, context
