"""Replies of timestamp authorities: every honest shape verifies, everything else is a sentence."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from asn1crypto import cms, core, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID
from hypothesis import given, settings
from hypothesis import strategies as st
from rfc3161_client import decode_timestamp_response

from tests.evidence.authority import (
    FAR,
    LONG_AGO,
    OTHER_POLICY,
    POLICY,
    Authority,
    Issued,
    Shape,
    issue,
    issue_ca,
    key_of,
    openssl_agrees,
)
from vigie.evidence import timestamps
from vigie.evidence.timestamps import (
    LARGEST_REPLY_BYTES,
    Stamp,
    Trust,
    build_request,
    parse_reply,
    read_trust,
    verify_reply,
)
from vigie.kernel.errors import BadInput

MESSAGE, NONCE = b"vigie.head/1\n7\n", bytes(range(1, 9))
REQUEST = build_request(MESSAGE, NONCE)
STAMPING = ExtendedKeyUsageOID.TIME_STAMPING
Found = Callable[[Shape], Authority]

HONEST = {
    "ecdsa, leaf only": Shape(),
    "rsa, leaf only": Shape("rsa"),
    "without accuracy, ordering and name": Shape(plain=True),
    "certificate named by SHA-1 (ESSCertID)": Shape(ess="sha1"),
    "sha-512 throughout": Shape(digest="sha512", ess="sha512"),
    "rsa with sha-512": Shape("rsa", digest="sha512"),
    "chain in the order of DER": Shape(sent="chain", long_root=True),
    "chain in another order": Shape(sent="chain", long_name=True),
    "rsa chain in another order": Shape("rsa", sent="chain", long_name=True),
    "chain with an intermediate": Shape(intermediate=True, sent="chain", long_name=True),
}


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Found:
    """An authority of a shape, made once."""
    made: dict[Shape, Authority] = {}

    def find(shape: Shape) -> Authority:
        if shape not in made:
            made[shape] = Authority(tmp_path_factory.mktemp("authority"), shape)
        return made[shape]

    return find


def asked(**changes: object) -> bytes:
    """Our request, changed as other clients make theirs."""
    request = tsp.TimeStampReq.load(REQUEST)
    for name, value in changes.items():
        request[name] = value
    return bytes(request.dump())


def verdict(reply: bytes, trusted: bytes) -> Stamp:
    return verify_reply(reply, MESSAGE, read_trust(trusted), nonce=NONCE)


@pytest.mark.parametrize("name", HONEST)
def test_an_honest_reply_of_any_shape_verifies_and_openssl_agrees(
    name: str, authority: Found
) -> None:
    one = authority(HONEST[name])
    before = datetime.now(tz=UTC).replace(microsecond=0)
    reply = one.reply(REQUEST)

    stamp = verdict(reply, one.roots)

    assert before <= stamp.time <= datetime.now(tz=UTC)
    assert stamp.authority.endswith("CN=Horodatage Exemple")
    assert stamp.serial == int((one.folder / "serial").read_text(), 16)
    assert stamp.policy == POLICY
    assert openssl_agrees(one.folder, reply, MESSAGE, one.roots)


def test_the_order_that_strict_parsers_refuse_is_put_right(authority: Found) -> None:
    one = authority(HONEST["chain in another order"])
    reply = one.reply(REQUEST)

    with pytest.raises(ValueError, match="InvalidSetOrdering"):
        decode_timestamp_response(reply)

    assert verdict(reply, one.roots).serial


def test_the_order_of_der_stays_as_it_came(authority: Found) -> None:
    one = authority(HONEST["chain in the order of DER"])
    reply = one.reply(REQUEST)

    assert (
        decode_timestamp_response(reply).tst_info.serial_number == verdict(reply, one.roots).serial
    )


def test_certificates_that_a_reply_leaves_out_are_given_with_the_roots(authority: Found) -> None:
    one = authority(Shape(intermediate=True))
    bare, leaf = one.reply(asked(cert_req=False)), one.reply(REQUEST)

    with pytest.raises(BadInput, match="missing; give it with the roots"):
        verdict(bare, one.roots)
    with pytest.raises(BadInput, match="unable to get local issuer certificate"):
        verdict(leaf, one.roots)

    for reply in (bare, leaf):
        assert verdict(reply, one.all_certificates).serial
        assert openssl_agrees(one.folder, reply, MESSAGE, one.all_certificates)


def test_the_policy_counts_when_it_is_given(authority: Found) -> None:
    one = authority(Shape())
    reply, trust = one.reply(asked(req_policy=OTHER_POLICY)), read_trust(one.roots)

    assert verify_reply(reply, MESSAGE, trust, policy=OTHER_POLICY).policy == OTHER_POLICY
    with pytest.raises(BadInput, match=f"is under policy {OTHER_POLICY}"):
        verify_reply(reply, MESSAGE, trust, policy=POLICY)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"req_policy": "1.2.3"}, "the authority refused: Requested policy is not supported"),
        (
            {
                "message_imprint": {
                    "hash_algorithm": {"algorithm": "sha1"},
                    "hashed_message": bytes(20),
                }
            },
            "the authority refused: Message digest algorithm is not supported",
        ),
        (
            {
                "message_imprint": {
                    "hash_algorithm": {"algorithm": "sha512"},
                    "hashed_message": bytes(64),
                }
            },
            "of another hash than SHA-256",
        ),
        ({"nonce": 5}, "its nonce differs"),
        ({"nonce": None}, "its nonce differs"),
    ],
    ids=["policy", "sha1", "sha512", "nonce", "no nonce"],
)
def test_an_answer_to_another_question_is_refused(
    changes: dict[str, object], said: str, authority: Found
) -> None:
    one = authority(Shape())
    reply = one.reply(asked(**changes))

    with pytest.raises(BadInput, match=said):
        verdict(reply, one.roots)


def test_a_reply_is_of_one_message_only(authority: Found) -> None:
    one = authority(Shape())
    reply = one.reply(REQUEST)

    with pytest.raises(BadInput, match="is of something else"):
        verify_reply(reply, MESSAGE + b" ", read_trust(one.roots))

    assert not openssl_agrees(one.folder, reply, MESSAGE + b" ", one.roots)


def test_a_root_that_did_not_issue_it_proves_nothing(authority: Found) -> None:
    one, other = authority(Shape(sent="chain")), authority(Shape("rsa"))
    reply = one.reply(REQUEST)

    with pytest.raises(BadInput, match="leads to none of the roots"):
        verdict(reply, other.roots)

    assert not openssl_agrees(one.folder, reply, MESSAGE, other.roots)


def test_a_certificate_that_has_expired_since_still_proves_its_time(authority: Found) -> None:
    one = authority(Shape(valid_until=timedelta(days=-30)))
    now = one.reply(REQUEST)
    then = datetime(2026, 1, 1, 10, 20, 30, 500_000, tzinfo=UTC)
    old = one.restamped(now, then)

    stamp = verdict(old, one.roots)

    assert stamp.time == then.replace(microsecond=0)
    assert openssl_agrees(one.folder, old, MESSAGE, one.roots, at=then)
    with pytest.raises(BadInput, match="certificate has expired"):
        verdict(now, one.roots)
    with pytest.raises(BadInput, match="certificate is not yet valid"):
        verdict(one.restamped(now, then - timedelta(days=20 * 365)), one.roots)


def test_a_time_changed_afterwards_is_refused(authority: Found) -> None:
    one = authority(Shape())
    reply = one.reply(REQUEST)
    parsed = tsp.TimeStampResp.load(reply)
    content = parsed["time_stamp_token"]["content"]["encap_content_info"]
    info = content["content"].parsed
    info["gen_time"] = datetime(2026, 1, 1, tzinfo=UTC)
    content["content"] = cms.ParsableOctetString(info.dump(force=True))

    with pytest.raises(BadInput, match="the signature of the timestamp is wrong"):
        verdict(parsed.dump(force=True), one.roots)


def test_a_time_that_two_readers_read_differently_is_refused(
    authority: Found, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = authority(Shape())
    reply = one.reply(REQUEST)
    claimed = parse_reply(reply)
    other = replace(claimed, time=claimed.time - timedelta(seconds=1))
    monkeypatch.setattr(timestamps, "parse_reply", lambda _: other)

    with pytest.raises(BadInput, match="can be read in two ways"):
        verdict(reply, one.roots)


def signed_by(one: Authority, reply: bytes, signer: Issued, *others: x509.Certificate) -> bytes:
    """The reply signed again by another certificate of the same root, sent with `others`."""
    ders = [each.public_bytes(Encoding.DER) for each in (signer.certificate, *others)]
    real = asn1_x509.Certificate.load(ders[0])

    def change(_: tsp.TSTInfo, info: cms.SignerInfo) -> None:
        names = {"issuer": real.issuer, "serial_number": real.serial_number}
        info["sid"] = cms.SignerIdentifier("issuer_and_serial_number", names)
        named = {"cert_hash": real.sha256, "hash_algorithm": {"algorithm": "sha256"}}
        for attribute in info["signed_attrs"]:
            if attribute["type"].native == "signing_certificate_v2":
                attribute["values"] = [{"certs": [named]}]

    forger = Authority.__new__(Authority)
    forger.shape, forger.signer = one.shape, signer
    parsed = tsp.TimeStampResp.load(forger.signed_again(reply, change))
    parsed["time_stamp_token"]["content"]["certificates"] = [
        cms.CertificateChoices("certificate", asn1_x509.Certificate.load(der)) for der in ders
    ]
    return bytes(parsed.dump(force=True))


@pytest.mark.parametrize(
    ("purposes", "critical"),
    [
        ([], True),
        ([ExtendedKeyUsageOID.SERVER_AUTH], False),
        ([STAMPING], False),
        ([STAMPING, ExtendedKeyUsageOID.SERVER_AUTH], True),
    ],
    ids=["none", "server", "not critical", "not alone"],
)
def test_a_certificate_for_anything_else_cannot_stamp(
    purposes: list[x509.ObjectIdentifier], critical: bool, authority: Found
) -> None:
    one = authority(Shape())
    extensions = [(x509.ExtendedKeyUsage(purposes), critical)] if purposes else []
    key = key_of("ecdsa", "serveur")
    server = issue("serveur.example.org", key, one.root, *extensions)

    reply = signed_by(one, one.reply(REQUEST), server)

    with pytest.raises(BadInput, match="unsuitable certificate purpose"):
        verdict(reply, one.roots)
    assert not openssl_agrees(one.folder, reply, MESSAGE, one.roots)


def test_a_false_twin_does_not_lend_its_purpose(authority: Found) -> None:
    one, key = authority(Shape()), key_of("ecdsa", "serveur")
    server = issue("serveur.example.org", key, one.root)
    now, forger = datetime.now(tz=UTC), issue_ca("Faussaire", "ecdsa")
    builder = (
        x509.CertificateBuilder()
        .subject_name(server.certificate.subject)
        .issuer_name(server.certificate.issuer)
        .serial_number(server.certificate.serial_number)
        .public_key(server.certificate.public_key())
        .not_valid_before(now - LONG_AGO)
        .not_valid_after(now + FAR)
        .add_extension(x509.ExtendedKeyUsage([STAMPING]), critical=True)
    )
    assert isinstance(forger.key, ec.EllipticCurvePrivateKey)
    twin = builder.sign(forger.key, hashes.SHA256())
    reply = one.reply(REQUEST)

    for first, second in ((server.certificate, twin), (twin, server.certificate)):
        forged = signed_by(one, reply, Issued(first, key), second)
        with pytest.raises(BadInput, match=r"none of the roots|wrong"):
            verdict(forged, one.roots)


def _unnamed(_: tsp.TSTInfo, info: cms.SignerInfo) -> None:
    kept = [each for each in info["signed_attrs"] if "signing" not in str(each["type"].native)]
    info["signed_attrs"] = cms.CMSAttributes(kept)


def _misnamed(_: tsp.TSTInfo, info: cms.SignerInfo) -> None:
    for attribute in info["signed_attrs"]:
        if attribute["type"].native == "signing_certificate_v2":
            attribute["values"][0]["certs"][0]["cert_hash"] = bytes(32)


def _weak(_: tsp.TSTInfo, info: cms.SignerInfo) -> None:
    info["digest_algorithm"] = {"algorithm": "sha1"}


def _another_sid(_: tsp.TSTInfo, info: cms.SignerInfo) -> None:
    info["sid"].chosen["serial_number"] = 1


def _by_key(_: tsp.TSTInfo, info: cms.SignerInfo) -> None:
    info["sid"] = cms.SignerIdentifier("subject_key_identifier", core.OctetString(b"key"))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_unnamed, "does not name its certificate"),
        (_misnamed, "the certificate of the timestamp is missing"),
        (_weak, "over a weak hash"),
        (_another_sid, "names two certificates"),
        (_by_key, "names two certificates"),
    ],
)
def test_a_signature_must_name_its_certificate_and_be_strong(
    change: Callable[[tsp.TSTInfo, cms.SignerInfo], None], said: str, authority: Found
) -> None:
    one = authority(Shape())
    reply = one.signed_again(one.reply(REQUEST), change)

    with pytest.raises(BadInput, match=said):
        verdict(reply, one.roots)


def test_two_signatures_are_refused(authority: Found) -> None:
    one = authority(Shape())
    parsed = tsp.TimeStampResp.load(one.reply(REQUEST))
    signed = parsed["time_stamp_token"]["content"]
    signed["signer_infos"] = cms.SignerInfos([*signed["signer_infos"]] * 2)

    with pytest.raises(BadInput, match="has not one signature"):
        verdict(parsed.dump(force=True), one.roots)


def test_signed_data_that_is_no_timestamp_is_refused(authority: Found) -> None:
    one = authority(Shape())
    inside = tsp.TimeStampResp.load(one.reply(REQUEST))
    inside["time_stamp_token"]["content"]["encap_content_info"]["content_type"] = "data"
    granted = {"status": {"status": "granted"}}
    data = {"content_type": "data", "content": b""}
    outside = tsp.TimeStampResp(granted | {"time_stamp_token": cms.ContentInfo(data)})

    for reply in (inside.dump(force=True), outside.dump()):
        with pytest.raises(BadInput, match="holds no signed timestamp"):
            verdict(reply, one.roots)


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (b"", "the reply is empty"),
        (b"<html>Bad gateway</html>", "no timestamp, or a damaged one"),
        (b"\x30" * (LARGEST_REPLY_BYTES + 1), "too large"),
        (b"\x30\x80" * 20_000, "no timestamp, or a damaged one"),
        (bytes.fromhex("30053003020100"), "no timestamp, or a damaged one"),
        (bytes.fromhex("30053003020102"), "the authority refused: rejection"),
    ],
    ids=range(6),
)
def test_what_is_no_timestamp_is_one_sentence(reply: bytes, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        parse_reply(reply)


@pytest.mark.parametrize("pem", [b"", b"garbage", b"-----BEGIN CERTIFICATE-----\n"])
def test_roots_that_are_none_are_one_sentence(pem: bytes) -> None:
    with pytest.raises(BadInput, match="the roots are not certificates in PEM"):
        read_trust(pem)


def test_a_file_of_roots_needs_a_certificate_that_signs_itself(authority: Found) -> None:
    one = authority(Shape())

    with pytest.raises(BadInput, match="no certificate that signs itself"):
        read_trust(one.signer.pem())


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=400))
def test_any_bytes_are_one_sentence(reply: bytes) -> None:
    with pytest.raises(BadInput):
        verify_reply(reply, MESSAGE, Trust(()))


@pytest.mark.parametrize("name", ["ecdsa, leaf only", "rsa chain in another order"])
def test_a_damaged_reply_is_one_sentence_or_proves_the_same(name: str, authority: Found) -> None:
    one = authority(HONEST[name])
    reply, trust = one.reply(REQUEST), read_trust(one.roots)
    whole = verify_reply(reply, MESSAGE, trust)
    places = st.tuples(st.integers(0, len(reply) - 1), st.integers(0, 255))

    @settings(deadline=None, max_examples=120)
    @given(st.lists(places, min_size=1, max_size=3), st.integers(1, len(reply)))
    def check(changes: list[tuple[int, int]], length: int) -> None:
        damaged = bytearray(reply)
        for place, byte in changes:
            damaged[place] = byte
        for one_of in (bytes(damaged), reply[: length - 1]):
            try:
                found: object = verify_reply(one_of, MESSAGE, trust)
            except BadInput as error:
                found = str(error)
            assert found == whole or (isinstance(found, str) and "\n" not in found)

    check()
