"""A file's kind comes from its first bytes, whatever it is called."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.evidence.kinds import Kind, decode_text, sniff

HEADS: list[tuple[bytes, Kind]] = [
    (b"", "empty"),
    (b"\x89PNG\r\n\x1a\n....", "png"),
    (b"\xff\xd8\xff\xe0", "jpeg"),
    (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "webp"),
    (b"RIFF\x10\x00\x00\x00WAVE", "unknown"),
    (b"\x00\x00\x00\x18ftypheic", "heic"),
    (b"\x00\x00\x00\x18ftypisom", "video"),
    (b"\x00\x00\x00\x14ftypqt  ", "video"),
    (b"\x00\x00\x00\x18ftypavif", "unknown"),
    (b"\x00\x00\x00\x08wide\x00\x00\x00\x00mdat", "video"),
    (b"\x1aE\xdf\xa3\x9fB\x86\x81", "video"),
    (b"GIF89a\x01\x00", "gif"),
    (b"%PDF-1.7", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06" + bytes(18), "zip"),
    (b"MZ\x90\x00\x03", "executable"),
    (b"\x7fELF\x02\x01", "executable"),
    (b"\xcf\xfa\xed\xfe\x07", "executable"),
    (b"#!/bin/sh\nrm", "executable"),
    (b' {"a": 1}', "json"),
    (b'\xef\xbb\xbf[{"a": 1}]', "json"),
    (b"[12/03/2026 18:02:00] L\xc3\xa9a: salut", "text"),
    (b"<!-- x --><!DOCTYPE html><html>", "html"),
    (b"<svg xmlns=", "unknown"),
    ("Moi : arrête".encode("utf-16"), "text"),
    ("Moi : arrête".encode("cp1252"), "text"),
    (b"\x00\x01\x02\x03", "unknown"),
]


@pytest.mark.parametrize(("head", "kind"), HEADS)
def test_the_first_bytes_say_the_kind(head: bytes, kind: Kind) -> None:
    assert sniff(head, "photo.png") == kind


def test_a_pasted_text_that_begins_with_mz_is_a_text_and_a_program_is_not() -> None:
    assert sniff(b"MZ: salut toi", "chat.txt") == "text"
    assert sniff(b"MZ\x90\x00", "chat.txt") == "executable"


def test_a_letter_cut_in_two_at_the_end_does_not_change_the_encoding() -> None:
    head = "déjà".encode()[:-1]

    assert decode_text(head) == "déj"


@given(st.binary(max_size=64))
def test_any_bytes_have_a_kind_and_a_text(head: bytes) -> None:
    assert sniff(head, "") in get_args(Kind)
    assert isinstance(decode_text(head), str)
