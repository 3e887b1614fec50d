"""Arrow data that lies about itself is refused with a ValueError, as far as a reader can know.

It cannot know the sizes of buffers, which the interface does not hand on: lengths and last offsets are taken as said.
"""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pyarrow as pa
import pytest
from arrow_structures import Tampered, TamperedStream, with_buffers
from hypothesis import given
from hypothesis import strategies as st

from gramscore import CHRF, ROUGE

TEXTS = ["the cat sat on the mat", "a dog", "é x", ""]
LISTS = [["no", "the cat"], ["a dog ran"], ["é x y", "zz"], ["b"]]
FIXED = pa.array([["a", "b"]] * 4, pa.list_(pa.string(), 2))
NULLS = pa.array([*TEXTS[:3], None])
HUGE = 2**63 - 1


def field(name: str, value: Any) -> Callable[[Any, Any], None]:
    """Sets a field of the array."""
    return lambda schema, array: setattr(array, name, value)


def of_child(name: str, value: Any) -> Callable[[Any, Any], None]:
    return lambda schema, array: setattr(array.children[0].contents, name, value)


def of_schema(name: str, value: Any) -> Callable[[Any, Any], None]:
    return lambda schema, array: setattr(schema, name, value)


def no_buffer(number: int) -> Callable[[Any, Any], None]:
    def change(schema: Any, array: Any) -> None:
        array.buffers[number] = None

    return change


STRUCTURES = [
    (pa.array(TEXTS), field("length", -1), "a negative length or offset"),
    (pa.array(TEXTS), field("offset", -1), "a negative length or offset"),
    (pa.array(TEXTS), field("offset", HUGE), "a length and offset beyond all memory"),
    (pa.array(TEXTS), field("length", HUGE), "a length and offset beyond all memory"),
    (pa.array(TEXTS), field("n_buffers", 1), "too few buffers"),
    (pa.array(TEXTS), field("n_buffers", 2), "a missing buffer"),
    (pa.array(TEXTS), field("buffers", None), "too few buffers"),
    (pa.array(TEXTS), no_buffer(1), "a missing buffer"),
    (pa.array(TEXTS), no_buffer(2), "a missing buffer"),
    (pa.array(TEXTS), field("null_count", 1), "nulls without a bitmap"),
    (pa.array(TEXTS, pa.string_view()), field("n_buffers", 2), "a view of no buffer"),
    (pa.array(TEXTS, pa.string_view()), field("n_buffers", 3), "a view of no buffer"),
    (pa.array(TEXTS, pa.string_view()), no_buffer(2), "a view of no buffer"),
    (pa.array(TEXTS, pa.string_view()), no_buffer(3), "a missing buffer"),
    (pa.array(TEXTS).dictionary_encode(), field("dictionary", None), "a dictionary type without its"),
    (pa.record_batch({"text": TEXTS}), field("n_children", 0), "a list or struct without its one child"),
    (pa.record_batch({"text": TEXTS}), field("children", None), "a list or struct without its one child"),
    (pa.record_batch({"text": TEXTS}), field("length", 5), "a field shorter than its struct"),
    (pa.record_batch({"text": TEXTS}), of_child("length", 3), "a field shorter than its struct"),
    (pa.record_batch({"text": TEXTS}), of_child("offset", -4), "a negative length or offset"),
    (pa.array(LISTS), field("children", None), "a list or struct without its one child"),
    (pa.array(LISTS), of_child("length", 3), "offsets that are out of order or out of range"),
    (pa.array(LISTS), of_child("offset", HUGE), "a length and offset beyond all memory"),
    (pa.array(LISTS), no_buffer(1), "a missing buffer"),
    (FIXED, of_schema("format", b"+w:"), "a fixed-size list of size ''"),
    (FIXED, of_schema("format", b"+w:two"), "a fixed-size list of size 'two'"),
    (FIXED, of_schema("format", b"+w:-2"), "a fixed-size list of size '-2'"),
    (FIXED, of_schema("format", b"+w:99999999999999999999"), "a fixed-size list of size '9+'"),
    (FIXED, of_schema("format", b"+w:%d" % HUGE), "a list beyond its values"),
    (FIXED, of_schema("format", b"+w:3"), "a list beyond its values"),
    (FIXED, field("offset", 1 << 50), "a list beyond its values"),
    (FIXED, of_schema("children", None), "a list or struct without its one child"),
]


@pytest.mark.parametrize(("array", "change", "message"), STRUCTURES)
def test_structures(array: Any, change: Callable[[Any, Any], None], message: str) -> None:
    with pytest.raises(ValueError, match=f"^malformed Arrow data: {message}"):
        ROUGE().score(TEXTS, Tampered(array, change))


@pytest.mark.parametrize("format", [b"", b"z", b"i", b"+m", b"\xff\xfe", None])
def test_other_types_are_no_texts(format: bytes | None) -> None:
    with pytest.raises(TypeError):
        ROUGE().score(TEXTS, Tampered(pa.array(TEXTS), of_schema("format", format)))


def strings(offsets: list[int], width: str = "i") -> Any:
    """A column with these offsets into ten bytes of text."""
    column = pa.array(["."] * (len(offsets) - 1), pa.string() if width == "i" else pa.large_string())
    return with_buffers(column, {1: struct.pack(f"={len(offsets)}{width}", *offsets), 2: b"abcde fghi"})


@pytest.mark.parametrize("width", ["i", "q"])
@pytest.mark.parametrize("offsets", [[-1, 2], [3, 2], [0, -1], [-(2**31), 2**31 - 1], [-5, -3]])
def test_offsets_of_strings(offsets: list[int], width: str) -> None:
    with pytest.raises(ValueError, match="malformed Arrow data: offsets that are out of order"):
        ROUGE().score(strings(offsets, width), ["a"])


@given(st.lists(st.integers(-3, 10), min_size=2, max_size=6), st.sampled_from("iq"))
def test_any_offsets(offsets: list[int], width: str) -> None:
    """They are either in order, and then the texts are those, or refused."""
    column = strings(offsets, width)
    texts = ["abcde fghi"[a:b] for a, b in pairwise(offsets)]
    metric = CHRF()
    if min(offsets) >= 0 and sorted(offsets) == offsets:
        assert metric.score(column, texts) == metric.score(texts, texts)
    else:
        with pytest.raises(ValueError, match="malformed Arrow data"):
            metric.score(column, texts)


@pytest.mark.parametrize(
    ("kind", "buffers"),
    [
        (pa.list_(pa.string()), [(0, 3)]),
        (pa.list_(pa.string()), [(2, 1)]),
        (pa.list_(pa.string()), [(-1, 1)]),
        (pa.large_list(pa.string()), [(0, HUGE)]),
        (pa.large_list(pa.string()), [(-HUGE - 1, HUGE)]),
        (pa.list_view(pa.string()), [(1,), (2,)]),
        (pa.list_view(pa.string()), [(-1,), (1,)]),
        (pa.list_view(pa.string()), [(1,), (-1,)]),
        (pa.list_view(pa.string()), [(2**31 - 1,), (2**31 - 1,)]),
        (pa.large_list_view(pa.string()), [(HUGE,), (HUGE,)]),
        (pa.large_list_view(pa.string()), [(HUGE,), (1,)]),
        (pa.large_list_view(pa.string()), [(-HUGE - 1,), (-HUGE - 1,)]),
    ],
)
def test_offsets_of_lists(kind: Any, buffers: list[tuple[int, ...]]) -> None:
    width = "q" if "large" in str(kind) else "i"
    packed = [struct.pack(f"={len(it)}{width}", *it) for it in buffers]
    lists = with_buffers(pa.array([["a", "b"]], kind), dict(enumerate(packed, start=1)))
    with pytest.raises(ValueError, match="malformed Arrow data"):
        ROUGE().score(["a"], lists)


@pytest.mark.parametrize(
    ("size", "buffer", "offset"),
    [(-1, 0, 0), (13, 1, 0), (13, -1, 0), (13, 0, 20), (30, 0, 0), (13, 0, -1), (2**31 - 1, 0, 2**31 - 1)],
)
def test_views(size: int, buffer: int, offset: int) -> None:
    view = struct.pack("=i4sii", size, b"abcd", buffer, offset)
    buffers = [None, pa.py_buffer(view), pa.py_buffer(b"abcdefghijklmnopqrstuvwxyz")]
    column = pa.Array.from_buffers(pa.string_view(), 1, buffers)
    with pytest.raises(ValueError, match="malformed Arrow data"):
        ROUGE().score(column, ["a"])


@pytest.mark.parametrize("size", [0, 12, -1, -HUGE - 1])
def test_sizes_of_the_data_of_views(size: int) -> None:
    sizes = ctypes.c_int64(size)

    def change(schema: Any, array: Any) -> None:
        array.buffers[3] = ctypes.addressof(sizes)

    column = Tampered(pa.array(["abcdefghijklmnopqrstuvwxyz"], pa.string_view()), change)
    with pytest.raises(
        ValueError, match="malformed Arrow data: offsets that are out of order or out of range"
    ):
        ROUGE().score(column, ["a"])


@pytest.mark.parametrize("kind", [pa.int8(), pa.uint8(), pa.int16(), pa.uint16(), pa.int32(), pa.int64()])
@pytest.mark.parametrize("index", [2, 100, -1])
def test_dictionary_indices(kind: Any, index: int) -> None:
    if index < 0:
        index = 2 ** (kind.bit_width - 1) - 1  # what is -1 to a reader that forgets the sign
    packed = pa.py_buffer(index.to_bytes(kind.bit_width // 8, "little"))
    keys = pa.Array.from_buffers(kind, 1, [None, packed])
    column = pa.DictionaryArray.from_arrays(keys, pa.array(["a", "b"]), safe=False)
    with pytest.raises(ValueError, match="malformed Arrow data: a dictionary index out of range"):
        ROUGE().score(column, ["a"])


def test_nulls_behind_a_dictionary() -> None:
    keys = pa.array([0, 1], pa.int32())
    column = pa.DictionaryArray.from_arrays(keys, pa.array(["a", None]))
    with pytest.raises(TypeError, match=r"^predictions\[1\] is None"):
        ROUGE().score(column, ["a", "b"])


def test_a_null_is_named() -> None:
    with pytest.raises(TypeError, match=r"^predictions\[3\] is None"):
        ROUGE().score(NULLS, TEXTS)
    with pytest.raises(TypeError, match=r"^references\[1\]\[1\] is None"):
        ROUGE().score(["a", "b"], pa.array([["a"], ["b", None]]))
    with pytest.raises(TypeError, match=r"^references\[1\] is None"):
        ROUGE().score(["a", "b"], pa.array([["a"], None]))


class Twice:
    """Exports the same capsules again and again."""

    def __init__(self) -> None:
        self.capsules = pa.array(TEXTS).__arrow_c_array__()

    def __arrow_c_array__(self, requested_schema: object = None) -> Any:
        return self.capsules


def test_capsules_are_taken_once() -> None:
    column = Twice()
    with pytest.raises(ValueError, match="malformed Arrow data: the arrow_schema has been taken before"):
        ROUGE().score(column, column)


@pytest.mark.parametrize(
    "exported",
    [None, (), (1,), (1, 2), ("a", "b"), pa.array(TEXTS).__arrow_c_array__()[::-1], [1, 2, 3]],
    ids=lambda it: type(it).__name__,
)
def test_what_is_no_pair_of_capsules(exported: Any) -> None:
    class Liar:
        def __arrow_c_array__(self, requested_schema: object = None) -> Any:
            return exported

    with pytest.raises((TypeError, ValueError)):
        ROUGE().score(Liar(), TEXTS)


def test_errors_of_a_producer_come_through() -> None:
    def batches() -> Any:
        yield pa.record_batch({"text": TEXTS})
        raise OSError("the disk is gone")

    reader = pa.RecordBatchReader.from_batches(pa.schema({"text": pa.string()}), batches())
    with pytest.raises(Exception, match="the disk is gone"):
        ROUGE().score(reader, TEXTS)


@pytest.mark.parametrize(
    ("message", "said"), [(b"the disk is gone", "the disk is gone"), (None, "no reason given")]
)
@pytest.mark.parametrize(
    ("kind", "items"), [(5, []), (pa.string(), [5]), (pa.string(), [pa.array(TEXTS), 5])]
)
def test_error_codes_of_a_stream(kind: Any, items: list[Any], message: bytes | None, said: str) -> None:
    stream = TamperedStream(kind, items, lambda array: None, message)
    with pytest.raises(RuntimeError, match=f"^reading predictions from its Arrow stream failed: {said}$"):
        ROUGE().score(stream, TEXTS)


@pytest.mark.parametrize(
    ("name", "value"), [("length", -1), ("length", HUGE), ("offset", -3), ("n_buffers", 0)]
)
def test_arrays_of_a_stream(name: str, value: int) -> None:
    stream = TamperedStream(pa.string(), [pa.array(TEXTS)], lambda array: setattr(array, name, value))
    with pytest.raises(ValueError, match=r"^malformed Arrow data: "):
        ROUGE().score(stream, TEXTS)


def test_a_stream_that_tells_the_truth() -> None:
    pieces = [pa.array(TEXTS[:1]), pa.array([], pa.string()), pa.array(TEXTS[1:])]
    stream = TamperedStream(pa.string(), pieces, lambda array: None)
    assert ROUGE().score(stream, TEXTS) == ROUGE().score(TEXTS, TEXTS)


def test_a_stream_that_is_spent() -> None:
    reader = pa.RecordBatchReader.from_batches(
        pa.schema({"text": pa.string()}), [pa.record_batch({"text": TEXTS})]
    )
    assert len(ROUGE().score(reader, TEXTS)) == 4
    with pytest.raises(ValueError, match="predictions"):
        ROUGE().score(reader, TEXTS)


@given(st.data())
def test_random_bytes_as_text(data: st.DataObject) -> None:
    """Bytes that are UTF-8 are scored as Python decodes them, others refused by name and place."""
    raw = data.draw(st.lists(st.binary(max_size=12), min_size=1, max_size=4))
    kind = data.draw(st.sampled_from([pa.string(), pa.large_string()]))
    offsets = [0]
    for it in raw:
        offsets.append(offsets[-1] + len(it))
    packed = struct.pack(f"={len(offsets)}{'i' if kind == pa.string() else 'q'}", *offsets)
    column = pa.Array.from_buffers(kind, len(raw), [None, pa.py_buffer(packed), pa.py_buffer(b"".join(raw))])
    metric = CHRF(whitespace=True)
    references = ["a b"] * len(raw)
    try:
        texts = [it.decode("utf-8", "surrogatepass") for it in raw]
    except UnicodeDecodeError:
        with pytest.raises(ValueError, match=r"^predictions\[\d\] is invalid UTF-8 at byte offset \d+$"):
            metric.score(column, references)
    else:
        assert metric.score(column, references) == metric.score(texts, references)
