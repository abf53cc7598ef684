"""Timestamps (RFC 3161): what is asked of an authority, and what its reply proves.

A reply comes from anyone: whatever is wrong with it is one sentence of BadInput. It is kept as it
came. To be checked it is rewritten: certificates in the order of their bytes, as DER asks and
ordinary authorities do not, with those that it left out; neither is under its signature. Signature,
chain at the stamped time and purpose are rfc3161-client's (OpenSSL's) to check; that the signature
names its own certificate (RFC 5816) is checked here. Revocation is not checked: that needs a
network, and lists that this proof outlives.
"""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import cms, core, tsp
from asn1crypto import x509 as asn1_x509
from asn1crypto.parser import emit
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from rfc3161_client import VerificationError, VerifierBuilder, decode_timestamp_response

from vigie.kernel.errors import BadInput

NONCE_BYTES = 8
LARGEST_REPLY_BYTES = 65_536
PARTS = ("version", "digest_algorithms", "encap_content_info", "signer_infos")
STRONG = ("sha256", "sha384", "sha512")
REASON_CHARS = 100
MALFORMED = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError)


@dataclass(frozen=True, slots=True)
class Trust:
    """The roots that are trusted, and certificates that only fill what a reply leaves out."""

    roots: tuple[x509.Certificate, ...]
    others: tuple[x509.Certificate, ...] = ()


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a verified reply says: the signer's subject, and the time to the second."""

    authority: str
    time: datetime
    serial: int
    policy: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What a reply claims, nothing of it verified; `parts` are what its SignedData came as."""

    digest: bytes
    time: datetime
    nonce: int | None
    policy: str
    signed: cms.SignedData
    parts: tuple[bytes, bytes, bytes, bytes]


def build_request(message: bytes, nonce: bytes) -> bytes:
    """The DER that asks for a timestamp: the message's SHA-256, a nonce, and for certificates."""
    imprint = {
        "hash_algorithm": {"algorithm": "sha256"},
        "hashed_message": hashlib.sha256(message).digest(),
    }
    asked = {
        "version": "v1",
        "message_imprint": imprint,
        "nonce": int.from_bytes(nonce),
        "cert_req": True,
    }
    return bytes(tsp.TimeStampReq(asked).dump())


def read_trust(pem: bytes) -> Trust:
    """The certificates of a PEM file: those that sign themselves are roots."""
    try:
        given = x509.load_pem_x509_certificates(pem)
    except ValueError:
        raise BadInput("the roots are not certificates in PEM") from None
    roots = tuple(each for each in given if each.subject == each.issuer)
    if not roots:
        raise BadInput("the roots hold no certificate that signs itself")
    return Trust(roots, tuple(each for each in given if each.subject != each.issuer))


def parse_reply(reply: bytes) -> Reply:
    """What any bytes claim as a reply; raises BadInput when they are none, or refuse."""
    if not reply:
        raise BadInput("the reply is empty")
    if len(reply) > LARGEST_REPLY_BYTES:
        raise BadInput("the reply is too large for a timestamp")
    with _malformed():
        status, *tokens = core.SequenceOf.load(reply, strict=True, spec=core.Any)
        _check_granted(status.parse(tsp.PKIStatusInfo))
        (token,) = (each.parse(cms.ContentInfo) for each in tokens)
        if token["content_type"].native != "signed_data":
            raise BadInput("the reply holds no signed timestamp")
        return _claimed(token["content"])


def verify_reply(
    reply: bytes,
    message: bytes,
    trust: Trust,
    *,
    nonce: bytes | None = None,
    policy: str | None = None,
) -> Stamp:
    """What the reply proves of the message; the nonce counts on arrival only."""
    claimed = parse_reply(reply)
    check_message(claimed, message)
    if nonce is not None and claimed.nonce != int.from_bytes(nonce):
        raise BadInput("the timestamp answers another request (its nonce differs)")
    if policy is not None and claimed.policy != policy:
        raise BadInput(f"the timestamp is under policy {claimed.policy}, not {policy}")
    with _malformed():
        signer = _signer(claimed.signed, trust)
        serial = _verified(_in_order(claimed, trust), claimed, trust)
    subject = re.sub(r"[^ -~\u00a1-\uffff]", "?", signer.subject.rfc4514_string())
    return Stamp(subject, claimed.time, serial, claimed.policy)


def check_message(claimed: Reply, message: bytes) -> None:
    """Raises BadInput unless this message was stamped."""
    if claimed.digest != hashlib.sha256(message).digest():
        raise BadInput("the timestamp is of something else")


@contextmanager
def _malformed() -> Iterator[None]:
    """asn1crypto parses late and says what it dislikes in many ways; here it is one."""
    try:
        yield
    except MALFORMED:
        raise BadInput("the reply is no timestamp, or a damaged one") from None


def _check_granted(status: tsp.PKIStatusInfo) -> None:
    if status["status"].native in ("granted", "granted_with_mods"):
        return
    said = [str(each) for each in status["status_string"].native or ()]
    said += sorted(status["fail_info"].native or ())
    why = re.sub(r"[^\w .,:/-]+", " ", ", ".join(said))[:REASON_CHARS].strip()
    raise BadInput(f"the authority refused: {why or status['status'].native}")


def _claimed(signed: cms.SignedData) -> Reply:
    version, algorithms, content, signers = (signed[each].dump() for each in PARTS)
    inside = signed["encap_content_info"]
    if inside["content_type"].native != "tst_info":
        raise BadInput("the reply holds no signed timestamp")
    info = tsp.TSTInfo.load(inside["content"].contents, strict=True)
    imprint = info["message_imprint"]
    if imprint["hash_algorithm"]["algorithm"].native != "sha256":
        raise BadInput("the timestamp is of another hash than SHA-256")
    return Reply(
        bytes(imprint["hashed_message"].native),
        info["gen_time"].native.replace(microsecond=0),
        info["nonce"].native,
        str(info["policy"].native),
        signed,
        (version, algorithms, content, signers),
    )


def _signer(signed: cms.SignedData, trust: Trust) -> x509.Certificate:
    """The one certificate that the signature names, by issuer and serial and by its hash."""
    if len(signed["signer_infos"]) != 1:
        raise BadInput("the timestamp has not one signature")
    info = signed["signer_infos"][0]
    if info["digest_algorithm"]["algorithm"].native not in STRONG:
        raise BadInput("the timestamp is signed over a weak hash")
    algorithm, digest = _named_certificate(info)
    for der in _certificates(signed, trust):
        if hashlib.new(algorithm, der).digest() == digest:
            return _certificate_of(info["sid"], der)
    raise BadInput("the certificate of the timestamp is missing; give it with the roots")


def _named_certificate(info: cms.SignerInfo) -> tuple[str, bytes]:
    """ESSCertID, or ESSCertIDv2: a signed hash of the signer's certificate."""
    attributes = {each["type"].native: each["values"] for each in info["signed_attrs"]}
    if "signing_certificate_v2" in attributes:
        first = attributes["signing_certificate_v2"][0]["certs"][0]
        return str(first["hash_algorithm"]["algorithm"].native), bytes(first["cert_hash"].native)
    if "signing_certificate" in attributes:
        return "sha1", bytes(attributes["signing_certificate"][0]["certs"][0]["cert_hash"].native)
    raise BadInput("the timestamp does not name its certificate under its signature")


def _certificate_of(sid: cms.SignerIdentifier, der: bytes) -> x509.Certificate:
    found = asn1_x509.Certificate.load(der)
    named = sid.chosen if sid.name == "issuer_and_serial_number" else None
    if (
        named is None
        or named["issuer"].dump() != found.issuer.dump()
        or named["serial_number"].native != found.serial_number
    ):
        raise BadInput("the timestamp names two certificates")
    return x509.load_der_x509_certificate(der)


def _certificates(signed: cms.SignedData, trust: Trust) -> list[bytes]:
    """Those of the reply and those given beside the roots, each once, in the order of DER."""
    kept = signed["certificates"]
    sent = {each.chosen.dump() for each in kept if each.name == "certificate"} if kept else set()
    return sorted(sent | {each.public_bytes(Encoding.DER) for each in trust.others})


def _in_order(claimed: Reply, trust: Trust) -> bytes:
    """The reply as a strict parser takes it, each part as it came but for the certificates."""
    version, algorithms, content, signers = claimed.parts
    certificates = _tagged(b"".join(_certificates(claimed.signed, trust)))
    ordered = _sequence(version, algorithms, content, certificates, signers)
    token = _sequence(cms.ContentType("signed_data").dump(), _tagged(ordered))
    return _sequence(_sequence(tsp.PKIStatus("granted").dump()), token)


def _sequence(*parts: bytes) -> bytes:
    return bytes(emit(0, 1, 16, b"".join(parts)))


def _tagged(content: bytes) -> bytes:
    """In DER's [0]."""
    return bytes(emit(2, 1, 0, content))


def _verified(ordered: bytes, claimed: Reply, trust: Trust) -> int:
    """The serial number of the timestamp, once its signature leads to a root at its time."""
    try:
        decoded = decode_timestamp_response(ordered)
        VerifierBuilder(roots=list(trust.roots)).build().verify(decoded, claimed.digest)
    except VerificationError as error:
        why = re.search(r"Verify error: ([\w ]+)", str(error))
        raise BadInput(
            f"the certificate of the timestamp leads to none of the roots ({why[1]})"
            if why
            else "the signature of the timestamp is wrong"
        ) from None
    if decoded.tst_info.gen_time != claimed.time:
        raise BadInput("the timestamp can be read in two ways")
    return decoded.tst_info.serial_number
