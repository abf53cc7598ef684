"""Timestamp authorities for the tests: `openssl ts` behind certificates of every shape."""

import hashlib
import subprocess
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Literal

from asn1crypto import cms, tsp
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

POLICY, OTHER_POLICY = "1.3.6.1.4.1.99999.1", "1.3.6.1.4.1.99999.2"
Kind = Literal["rsa", "ecdsa"]
Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
LONG_NAME = "Une organisation au nom fort long"
LONG_AGO, FAR = timedelta(days=3650), timedelta(days=3650)


@dataclass(frozen=True, slots=True)
class Shape:
    """What differs between the replies of real authorities."""

    kind: Kind = "ecdsa"
    intermediate: bool = False
    sent: Literal["leaf", "chain"] = "leaf"
    long_name: bool = False
    long_root: bool = False
    digest: str = "sha256"
    ess: Literal["sha1", "sha256", "sha512"] = "sha256"
    plain: bool = False
    digests: str = "sha256, sha512"
    purposes: tuple[x509.ObjectIdentifier, ...] = (ExtendedKeyUsageOID.TIME_STAMPING,)
    purpose_critical: bool = True
    valid_from: timedelta = -LONG_AGO
    valid_until: timedelta = FAR


@dataclass(frozen=True, slots=True)
class Issued:
    """A certificate with its key."""

    certificate: x509.Certificate
    key: Key

    def pem(self) -> bytes:
        """The certificate as PEM."""
        return self.certificate.public_bytes(Encoding.PEM)

    def secret_pem(self) -> bytes:
        """The key as PEM."""
        return self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


@cache
def key_of(kind: Kind, name: str) -> Key:
    """One key a name, made once: keys are slow to make."""
    if kind == "rsa":
        return rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return ec.generate_private_key(ec.SECP256R1())


def issue(
    name: str,
    key: Key,
    by: Issued | None,
    *extensions: tuple[x509.ExtensionType, bool],
    also: str = "",
    valid_from: timedelta = -LONG_AGO,
    valid_until: timedelta = FAR,
) -> Issued:
    """A certificate for a key; signed by itself when `by` is None."""
    names = [(NameOID.COMMON_NAME, name), (NameOID.ORGANIZATION_NAME, also)]
    subject = x509.Name([x509.NameAttribute(oid, text) for oid, text in names if text])
    now = datetime.now(tz=UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.certificate.subject if by else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + valid_from)
        .not_valid_after(now + valid_until)
    )
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical)
    return Issued(builder.sign(by.key if by else key, hashes.SHA256()), key)


def issue_ca(name: str, kind: Kind, by: Issued | None = None, also: str = "") -> Issued:
    """A certificate that may issue others."""
    extension = x509.BasicConstraints(ca=True, path_length=None)
    return issue(name, key_of(kind, name), by, (extension, True), also=also)


class Authority:
    """A timestamp authority in a folder; `reply` is what it answers to a request."""

    def __init__(self, folder: Path, shape: Shape, name: str = "Horodatage Exemple") -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.shape = folder, shape
        also = LONG_NAME if shape.long_root else ""
        self.root = issue_ca(f"{name} Racine", shape.kind, also=also)
        self.middle = (
            issue_ca(f"{name} Milieu", shape.kind, self.root) if shape.intermediate else None
        )
        self.signer = issue(
            name,
            key_of(shape.kind, name),
            self.middle or self.root,
            *self._purposes(),
            also=LONG_NAME if shape.long_name else "",
            valid_from=shape.valid_from,
            valid_until=shape.valid_until,
        )
        self._write()

    def _purposes(self) -> list[tuple[x509.ExtensionType, bool]]:
        if not self.shape.purposes:
            return []
        return [(x509.ExtendedKeyUsage(self.shape.purposes), self.shape.purpose_critical)]

    def _write(self) -> None:
        chain = [each for each in (self.middle, self.root) if each is not None]
        (self.folder / "signer.pem").write_bytes(self.signer.pem())
        (self.folder / "signer.key").write_bytes(self.signer.secret_pem())
        (self.folder / "root.pem").write_bytes(self.root.pem())
        (self.folder / "chain.pem").write_bytes(b"".join(each.pem() for each in chain))
        (self.folder / "serial").write_text("01\n")
        settings = {
            "serial": self.folder / "serial",
            "signer_cert": self.folder / "signer.pem",
            "signer_key": self.folder / "signer.key",
            "signer_digest": self.shape.digest,
            "default_policy": POLICY,
            "other_policies": OTHER_POLICY,
            "digests": self.shape.digests,
            "ess_cert_id_alg": self.shape.ess,
        }
        if self.shape.sent == "chain":
            settings["certs"] = self.folder / "chain.pem"
        if not self.shape.plain:
            settings |= {"accuracy": "secs:1, millisecs:500, microsecs:100"}
            settings |= {"ordering": "yes", "tsa_name": "yes"}
        lines = [f"{name} = {value}" for name, value in settings.items()]
        (self.folder / "tsa.cnf").write_text("[tsa]\n" + "\n".join(lines) + "\n")

    @property
    def roots(self) -> bytes:
        """The root as PEM: what must be trusted."""
        return self.root.pem()

    @property
    def all_certificates(self) -> bytes:
        """Everything a reply without certificates leaves out."""
        chain = [self.signer, self.middle, self.root]
        return b"".join(each.pem() for each in chain if each is not None)

    def reply(self, request: bytes) -> bytes:
        """What it answers, stamped now by openssl."""
        asked, answered = self.folder / "asked.tsq", self.folder / "answered.tsr"
        asked.write_bytes(request)
        answered.unlink(missing_ok=True)
        openssl("ts", "-reply", "-config", self.folder / "tsa.cnf", "-section", "tsa",
                "-queryfile", asked, "-out", answered)  # fmt: skip
        return answered.read_bytes()

    def restamped(self, reply: bytes, at: datetime) -> bytes:
        """The same reply with another time, signed again: what was stamped at that time."""

        def change(info: tsp.TSTInfo, _: cms.SignerInfo) -> None:
            info["gen_time"] = at

        return self.signed_again(reply, change)

    def signed_again(
        self, reply: bytes, change: Callable[[tsp.TSTInfo, cms.SignerInfo], None]
    ) -> bytes:
        """The same reply after a change of what is signed, as only the authority can make it."""
        parsed = tsp.TimeStampResp.load(reply)
        signed = parsed["time_stamp_token"]["content"]
        info, (signer,) = signed["encap_content_info"]["content"].parsed, signed["signer_infos"]
        change(info, signer)
        content = info.dump(force=True)
        signed["encap_content_info"]["content"] = cms.ParsableOctetString(content)
        for attribute in signer["signed_attrs"]:
            if attribute["type"].native == "message_digest":
                attribute["values"] = [hashlib.new(self.shape.digest, content).digest()]
        attributes = cms.CMSAttributes(list(signer["signed_attrs"])).dump(force=True)
        signer["signature"] = self.sign(attributes)
        return bytes(parsed.dump(force=True))

    def sign(self, message: bytes) -> bytes:
        """A signature with the authority's key."""
        algorithm = {"sha256": hashes.SHA256(), "sha512": hashes.SHA512()}[self.shape.digest]
        if isinstance(self.signer.key, rsa.RSAPrivateKey):
            return self.signer.key.sign(message, padding.PKCS1v15(), algorithm)
        return self.signer.key.sign(message, ec.ECDSA(algorithm))


def openssl(*arguments: str | Path, check: bool = True) -> subprocess.CompletedProcess[str]:
    """Runs the openssl of this machine."""
    return subprocess.run(
        ["openssl", *map(str, arguments)], check=check, capture_output=True, text=True
    )


def openssl_agrees(
    folder: Path, reply: bytes, message: bytes, trusted: bytes, at: datetime | None = None
) -> bool:
    """A second opinion on a reply, from `openssl ts -verify`."""
    written = {"reply.tsr": reply, "message": message, "trusted.pem": trusted}
    for name, content in written.items():
        (folder / name).write_bytes(content)
    when = ["-attime", str(int(at.timestamp()))] if at else []
    told = openssl(
        "ts", "-verify", "-data", folder / "message", "-in", folder / "reply.tsr",
        "-CAfile", folder / "trusted.pem", "-untrusted", folder / "trusted.pem", *when,
        check=False,
    )  # fmt: skip
    return told.returncode == 0 and "Verification: OK" in told.stdout


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it arrived."""

    path: str
    headers: dict[str, str]
    body: bytes


class Listener:
    """An HTTP server on loopback, and what was asked of it; `answer` writes to the socket."""

    def __init__(self, answer: Callable[[BaseHTTPRequestHandler, bytes], None]) -> None:
        self.asked: list[Asked] = []
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                listener.asked.append(Asked(self.path, dict(self.headers), body))
                with suppress(OSError):
                    answer(self, body)

            def log_message(self, *_: object) -> None:
                """Says nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/tsr"

    def __enter__(self) -> "Listener":
        Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()


def answering(
    reply: Callable[[bytes], bytes], status: int = 200, **headers: str
) -> Callable[[BaseHTTPRequestHandler, bytes], None]:
    """Answers a request with these bytes, at once."""

    def answer(handler: BaseHTTPRequestHandler, body: bytes) -> None:
        content = reply(body)
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)

    return answer
