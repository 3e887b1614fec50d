"""What a scan for benchmark items found, as one HTML file with the matches marked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import gramscore
from gramscore.report.write import template_of, write_page

if TYPE_CHECKING:
    from gramscore import BenchmarkOverlap, Contamination

#: Characters around a match that are shown, and of texts without an end.
_AROUND: Final = 400
_MOST_ITEMS: Final = 500


def write_contamination(
    path: str,
    index: Contamination,
    benchmark: BenchmarkOverlap,
    texts: Sequence[Mapping[str, Any]],
    contaminated: int,
    origins: Sequence[tuple[str, int]],
) -> None:
    """Writes the page to `path`, whole or not at all.

    texts: of each text to show its file, row, text, spans, covered, longest and items.
    contaminated: how many texts are.
    origins: the file and the row of each benchmark item.

    Raises ImportError without jinja2, OSError where the file cannot be written.
    """
    template = template_of("contamination.html")
    often = sorted(
        (item for item in range(len(origins)) if benchmark.texts[item]), key=lambda it: -benchmark.texts[it]
    )
    page = template.render(
        index=index,
        benchmark=benchmark,
        contaminated=contaminated,
        found=int((benchmark.texts > 0).sum()),
        items=[
            {
                "place": f"{origins[item][0]}, {origins[item][1]}",
                "texts": int(benchmark.texts[item]),
                "first": int(benchmark.first[item]),
                "share": float(benchmark.share[item]),
            }
            for item in often[:_MOST_ITEMS]
        ],
        left_out=max(0, len(often) - _MOST_ITEMS),
        texts=[{**one, "parts": list(marked(one["text"], one["spans"]))} for one in texts],
        origins=origins,
        version=gramscore.__version__,
    )
    write_page(path, page)


def marked(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[str, str]]:
    """A text in parts, each with its kind: "match", "text", or "gap" for what is left out far from matches."""
    at = 0
    for number, (begin, end) in enumerate(spans):
        yield from _between(text[at:begin], number > 0, True)
        yield "match", text[begin:end]
        at = end
    yield from _between(text[at:], bool(spans), False)


def _between(text: str, after: bool, before: bool) -> Iterator[tuple[str, str]]:
    kept = _AROUND * (after + before) or _AROUND
    if len(text) <= kept:
        if text:
            yield "text", text
        return
    if after or not before:
        yield "text", text[:_AROUND]
    yield "gap", f"{len(text) - kept:,} characters"
    if before:
        yield "text", text[len(text) - _AROUND :]
