"""The one certificate that the guard shows to its own browser: made at run time, known to nobody else."""

from __future__ import annotations

import datetime as dt
import ssl
import tempfile
from pathlib import Path


def tls_server_context() -> ssl.SSLContext:
    """A server context with a fresh self-signed certificate, for browsers told to ignore certificate errors.

    The key exists in a private temporary folder for as long as the ssl module needs to read it.
    """
    from cryptography import x509  # noqa: PLC0415 - a tenth of a second, spent while the browser starts
    from cryptography.hazmat.primitives import hashes, serialization  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415
    from cryptography.x509.oid import NameOID  # noqa: PLC0415

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "verifier guard")])
    today = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - dt.timedelta(days=1))
        .not_valid_after(today + dt.timedelta(days=2))
        .sign(key, hashes.SHA256())
    )
    pem = certificate.public_bytes(serialization.Encoding.PEM) + key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_alpn_protocols(["http/1.1"])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "guard.pem"
        path.write_bytes(pem)
        context.load_cert_chain(path)
    return context
