"""What the tests of imports and includes rely on: that a circle is found wherever it is."""

from __future__ import annotations

from graph import circles


def test_no_circle() -> None:
    assert circles([]) == []
    assert circles([("a", "b"), ("a", "c"), ("b", "d"), ("c", "d")]) == []


def test_circles_apart() -> None:
    edges = [("z", "y"), ("y", "z"), ("z", "b"), ("b", "a"), ("a", "c"), ("c", "b"), ("c", "end")]
    assert circles(edges) == [["a", "b", "c"], ["y", "z"]]


def test_circles_that_touch_are_one() -> None:
    assert circles([("a", "b"), ("b", "a"), ("b", "c"), ("c", "b")]) == [["a", "b", "c"]]


def test_what_points_at_itself() -> None:
    assert circles([("a", "b"), ("b", "b")]) == [["b"]]
