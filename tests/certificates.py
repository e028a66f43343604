# SPDX-License-Identifier: GPL-2.0-or-later
"""An authority of certificates for a test run, by the openssl program: its keys are made anew each time."""

from __future__ import annotations

import ssl
import subprocess
from pathlib import Path

_CONFIG = """
[ca]
default_ca = own
[own]
dir = {folder}
database = {folder}/index.txt
new_certs_dir = {folder}
certificate = {folder}/authority.pem
private_key = {folder}/authority.key
serial = {folder}/serial
default_md = sha256
policy = any
unique_subject = no
x509_extensions = leaf
[any]
commonName = supplied
[leaf]
basicConstraints = critical,CA:FALSE
subjectAltName = {names}
authorityKeyIdentifier = keyid
subjectKeyIdentifier = hash
"""
_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")


class Authority:
    """Signs certificates for hosts; `path` is what a client has to trust."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._count = 0
        (folder / "index.txt").write_text("")
        (folder / "serial").write_text("01")
        self.path = folder / "authority.pem"
        usage = ("-addext", "keyUsage=critical,keyCertSign,cRLSign")
        subject = ("-subj", "/CN=Authority of a test", "-days", "30")
        self._run("req", "-x509", *_KEY, *subject, *usage, "-keyout", "authority.key", "-out", "authority.pem")

    def context(self, *hosts: str, start: str = "20200101000000Z", end: str = "20491231000000Z") -> ssl.SSLContext:
        """What a server for these hosts needs, with a certificate valid from `start` to `end`."""
        self._count += 1
        name = f"leaf{self._count}"
        config = self._folder / f"{name}.cnf"
        config.write_text(_CONFIG.format(folder=self._folder, names=",".join(f"DNS:{host}" for host in hosts)))
        self._run("req", *_KEY, "-subj", f"/CN={hosts[0]}", "-keyout", f"{name}.key", "-out", f"{name}.csr")
        dates = ("-startdate", start, "-enddate", end)
        self._run(
            "ca", "-batch", "-config", config.name, *dates, "-in", f"{name}.csr", "-out", f"{name}.pem", "-notext"
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self._folder / f"{name}.pem", self._folder / f"{name}.key")
        return context

    def _run(self, *words: str) -> None:
        done = subprocess.run(["openssl", *words], cwd=self._folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
