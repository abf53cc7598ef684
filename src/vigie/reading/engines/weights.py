"""The recognition model without the characters that no one here writes with.

Most of its 18,710 classes are Chinese characters and kana: their weights cost an eighth of the
reading, and they only ever appear where an emoji or a drawing was taken for one. The model's
file is a Protocol Buffers message (ONNX), and its last layer's weights are cut column by column.
"""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

Alphabet = tuple[str, ...]
UNUSED = re.compile(r"[\u2e80-\ud7ff\uf900-\uffef]")
MODEL_GRAPH, MODEL_METADATA = 7, 14
GRAPH_INITIALIZER, GRAPH_OUTPUT, GRAPH_VALUE_INFO = 5, 12, 13
TENSOR_DIMS, TENSOR_NAME, TENSOR_RAW = 1, 8, 9
VALUE_NAME, VALUE_TYPE = 1, 2
FLOAT_OF_ANY_SHAPE = b"\x0a\x02\x08\x01"
CHARACTERS = b"character"
VARINT, BYTES = 0, 2


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a message: its number, its content, and all its bytes."""

    number: int
    value: bytes | int
    whole: bytes

    @property
    def content(self) -> bytes:
        """The bytes of a field that is no number."""
        return self.value if isinstance(self.value, bytes) else b""


def narrowed(model: bytes) -> tuple[bytes, Alphabet]:
    """The model with the classes kept only, and the character of each of them."""
    every = _alphabet(model)
    kept = np.array([n for n, each in enumerate(every) if not UNUSED.search(each)])
    parts = [
        _made(MODEL_GRAPH, _graph(field.content, len(every), kept))
        if field.number == MODEL_GRAPH
        else field.whole
        for field in fields(model)
    ]
    return b"".join(parts), tuple(every[n] for n in kept)


def fields(message: bytes) -> Iterator[Field]:
    """The fields of a message in their order."""
    place = 0
    while place < len(message):
        start = place
        key, place = _varint(message, place)
        value: bytes | int
        if key & 7 == VARINT:
            value, place = _varint(message, place)
        else:
            size, place = _varint(message, place) if key & 7 == BYTES else (_fixed(key), place)
            value, place = message[place : place + size], place + size
        yield Field(key >> 3, value, message[start:place])


def _fixed(key: int) -> int:
    return struct.calcsize("<i") if key & 7 == 5 else struct.calcsize("<q")


def _varint(message: bytes, place: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = message[place]
        place += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, place
        shift += 7


def _made(number: int, value: bytes | int) -> bytes:
    if isinstance(value, int):
        return _number(number << 3) + _number(value)
    return _number(number << 3 | BYTES) + _number(len(value)) + value


def _number(value: int) -> bytes:
    made = bytearray()
    while value > 127:
        made.append(value & 127 | 128)
        value >>= 7
    return bytes([*made, value])


def _alphabet(model: bytes) -> Alphabet:
    """The blank, the model's characters, and the space, in the order of its classes."""
    for field in fields(model):
        if field.number == MODEL_METADATA:
            name, text = (each.content for each in fields(field.content))
            if name == CHARACTERS:
                return ("", *text.decode().splitlines(), " ")
    return ("",)


def _graph(graph: bytes, classes: int, kept: np.typing.NDArray[np.int_]) -> bytes:
    """The graph with narrower last weights, and without the shapes that no longer hold."""
    made = []
    for field in fields(graph):
        if field.number == GRAPH_INITIALIZER:
            made.append(_made(GRAPH_INITIALIZER, _tensor(field.content, classes, kept)))
        elif field.number == GRAPH_OUTPUT:
            made.append(_made(GRAPH_OUTPUT, _output(field.content)))
        elif field.number != GRAPH_VALUE_INFO:
            made.append(field.whole)
    return b"".join(made)


def _output(value: bytes) -> bytes:
    name = next(each.whole for each in fields(value) if each.number == VALUE_NAME)
    return name + _made(VALUE_TYPE, FLOAT_OF_ANY_SHAPE)


def _tensor(tensor: bytes, classes: int, kept: np.typing.NDArray[np.int_]) -> bytes:
    """A tensor less the columns that are not kept, when its last dimension is the classes."""
    known = list(fields(tensor))
    dims = [int(each.value) for each in known if each.number == TENSOR_DIMS and _is_number(each)]
    if not dims or dims[-1] != classes:
        return tensor
    made = [_made(TENSOR_DIMS, size) for size in (*dims[:-1], len(kept))]
    for field in known:
        if field.number == TENSOR_RAW:
            cut = np.frombuffer(field.content, "<f4").reshape(dims)[..., kept]
            made.append(_made(TENSOR_RAW, cut.tobytes()))
        elif field.number != TENSOR_DIMS:
            made.append(field.whole)
    return b"".join(made)


def _is_number(field: Field) -> bool:
    return isinstance(field.value, int)
