"""Write what was measured into README.md and docs/speed.md, and draw the plot of both.

    python bench/compare.py --real FILE --translations FILE --rounds 11 --json bench/results/compare.json
    python bench/scale.py
    python bench/many.py --translations FILE --write
    python bench/publish.py

Reads compare.json, scale.json and many.json in bench/results. What stands between `<!-- NAME:begin -->` and
`<!-- NAME:end -->` is replaced. The plot needs matplotlib; without it only the tables are written.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
RESULTS = ROOT / "bench" / "results"
IMAGE = ROOT / "docs" / "images" / "speed.png"

Job = Mapping[str, Any]

# What compare.py calls README's rows, and what README does. Each is of the real corpus if it was measured, else of the
# synthetic one. The dialogues are there because there the margin over other packages is smallest.
CHOSEN = {
    "summaries, stemmed": "ROUGE-1, 2 and L, stemmed, of summaries",
    "dialogues, not stemmed": "ROUGE-1, 2 and L of whole dialogues",
    "BLEU-4, 13a": "BLEU of sentences",
    "chrF": "chrF of sentences",
    "TER": "TER of sentences",
}
PLOTS = {
    "threads": "Pairs per second against threads",
    "batch": "Pairs per second against the pairs in a call",
    "length": "Pairs per second against the tokens in a text, one thread",
    "corpus": "Time and peak memory of a process against the pairs in a corpus",
    "call": "Time of a call with one pair",
}


def documents(folder: Path = RESULTS) -> dict[Path, str]:
    """The documents with the sections that follow from the results."""
    compare = json.loads((folder / "compare.json").read_text(encoding="utf-8"))
    scale = json.loads((folder / "scale.json").read_text(encoding="utf-8"))
    many = json.loads((folder / "many.json").read_text(encoding="utf-8"))
    sections = {
        "README.md": {"speed": few_rows(compare)},
        "docs/speed.md": {
            "conditions": conditions(compare),
            "speed": all_rows(compare["results"]),
            "many": many_with_many(many),
            "scale": how_it_scales(scale),
            "developers": for_developers(compare["results"]),
        },
    }
    return {ROOT / name: replaced(name, found) for name, found in sections.items()}


def replaced(name: str, sections: Mapping[str, str]) -> str:
    text = (ROOT / name).read_text(encoding="utf-8")
    for marker, section in sections.items():
        begin, end = f"<!-- {marker}:begin -->\n", f"<!-- {marker}:end -->"
        before, rest = text.split(begin)
        _, after = rest.split(end)
        text = f"{before}{begin}{section}{end}{after}"
    return text


def table(header: str, rule: str, rows: Iterable[Iterable[str]]) -> str:
    return "\n".join([header, rule, *(f"| {' | '.join(row)} |" for row in rows)]) + "\n"


def own(job: Job) -> Mapping[str, Any]:
    return job["contenders"][0]


def others(job: Job) -> list[Mapping[str, Any]]:
    """The other packages."""
    return [it for it in job["contenders"][1:] if not it["name"].startswith("gramscore")]


def siblings(job: Job) -> list[Mapping[str, Any]]:
    """Other ways to the same scores, or other options, in gramscore."""
    return [it for it in job["contenders"][1:] if it["name"].startswith("gramscore")]


def short_name(contender: Mapping[str, Any]) -> str:
    return contender["name"].removesuffix(", one pair a call").removeprefix("gramscore, ")


def chosen(results: Iterable[Job]) -> dict[str, Job]:
    """README's rows by their names there."""
    by_name = {job["job"]: job for job in results}
    found = {}
    for job, name in CHOSEN.items():
        candidates = (f"{job}, {corpus}" for corpus in ("real", "synthetic"))
        found[name] = next(by_name[it] for it in candidates if it in by_name)
    return found


def few_rows(report: Mapping[str, Any]) -> str:
    machine = report["machine"]
    rows = (
        (
            name,
            _rounded(1e9 / own(job)["ns_per_pair"]),
            ", ".join(f"{_times(it['ratio'])} {short_name(it)}" for it in others(job)),
        )
        for name, job in chosen(report["results"]).items()
    )
    ratio, package, least = min(
        (it["ratio"], short_name(it), job["job"]) for job in report["results"] for it in others(job)
    )
    return (
        table("| job | pairs per second | times as fast as |", "|---|--:|---|", rows)
        + f"\nOne core of {machine['cpu']}, {report['date']}, commit {machine['commit']}. The smallest ratio of all "
        f"rows is {_times(ratio)} {package} ({least}).\n"
    )


def conditions(report: Mapping[str, Any]) -> str:
    machine = report["machine"]
    packages = ", ".join(f"{name} {version}" for name, version in machine["packages"].items())
    facts = (
        ("machine", f"one core of {machine['cpu']}, {machine['kernels']} kernels, {machine['system']}"),
        ("date and commit", f"{report['date']}, {machine['commit']}"),
        ("Python and packages", f"CPython {machine['python']}; {packages}"),
        ("rounds", str(report["rounds"])),
    )
    return table("| | |", "|---|---|", facts)


def all_rows(results: Iterable[Job]) -> str:
    rows = (
        (
            job["job"],
            f"{own(job)['ns_per_pair']:,.0f}",
            ", ".join(f"{_times(it['ratio'])} {short_name(it)}" for it in others(job)),
        )
        for job in results
        if others(job)
    )
    return table("| job | ns per pair | times as fast as |", "|---|--:|---|", rows)


def many_with_many(report: Mapping[str, Any]) -> str:
    """Jobs of bench/many.py; beside its ways to the same in gramscore, and other packages."""
    machine = report["machine"]
    packages = ", ".join(f"{name} {version}" for name, version in machine["packages"].items())
    rows = (
        (
            job["job"],
            f"{own(job)['ns_per_pair']:,.0f}",
            ", ".join(f"{_times(it['ratio'])} {short_name(it)}" for it in [*siblings(job), *others(job)]),
        )
        for job in report["results"]
    )
    return (
        f"One core of {machine['cpu']}, {machine['kernels']} kernels, CPython {machine['python']}, {report['date']}, "
        f"commit {machine['commit']}; {packages}; {report['rounds']} rounds.\n\n"
        + table("| job | ns per entry | times as fast as |", "|---|--:|---|", rows)
    )


def for_developers(results: Iterable[Job]) -> str:
    rows = (
        (
            job["job"],
            f"{own(job)['ns_per_pair']:,.0f}",
            f"{job['over_token_bounds']:.1f}",
            ", ".join(f"{_times(it['ratio'])} {short_name(it)}" for it in siblings(job)),
        )
        for job in results
    )
    return table(
        "| job | ns per pair | over token bounds | times as fast as gramscore's own |",
        "|---|--:|--:|---|",
        rows,
    )


def _times(ratio: float) -> str:
    """With as many digits as mean something; below 2 it should show what is a loss."""
    digits = 2 if ratio < 2 else 1 if ratio < 20 else 0
    return f"{ratio:,.{digits}f}x"


def _rounded(number: float) -> str:
    """Two digits, the rest noughts."""
    return f"{float(f'{number:.1e}'):,.0f}"


def how_it_scales(report: Mapping[str, Any]) -> str:
    machine, found = report["machine"], report["scale"]
    lines = [
        f"{machine['cpu']}, {machine['kernels']} kernels, {machine['cpus']} processors, CPython {machine['python']}, "
        f"{report['date']}, commit {machine['commit']}; synthetic summaries of about 19 words.",
        "",
    ]
    if twice := found.get("threads", {}).get("two_threads_over_one"):
        ratios = ", ".join(f"{ratio:.2f} for {name}" for name, ratio in twice.items())
        lines.append(
            f"- Two threads over one, on {found['threads']['pairs']:,} pairs in Arrow unless said otherwise: {ratios}."
        )
    if "command" in found:
        by_metric = found["command"]["seconds_by_metric_and_threads"]
        times = "; ".join(
            f"{name} "
            + ", ".join(
                f"{it['command']:.1f} s beside {it['scoring alone']:.1f} s ({it['ratio']:.2f} times) with {count} "
                f"thread{'s' if count != '1' else ''}"
                for count, it in by_threads.items()
            )
            for name, by_threads in by_metric.items()
        )
        start = min(
            it["command, one pair"] for by_threads in by_metric.values() for it in by_threads.values()
        )
        lines.append(
            f"- `gramscore score` of {found['command']['pairs']:,} pairs of Parquet beside the scoring alone: "
            f"{times}. Of a single pair it takes {start:.1f} s."
        )
    if "corpus" in found:
        pairs, most = list(found["corpus"]["gramscore score"].items())[-1]
        lines.append(f"- It scores {int(pairs):,} pairs within {most['peak_mib']:,.0f} MiB.")
    if "call" in found:
        times = ", ".join(
            f"{name} {it['one word']:.1f} to {it['a sentence']:.1f}"
            for name, it in found["call"]["microseconds"].items()
        )
        lines.append(f"- A call with one pair, from one word to a sentence, in microseconds: {times}.")
    lines.append("")
    for name, what in PLOTS.items():
        if name in found:
            lines += [f"![{what}](images/scale-{name}.png)", ""]
    return "\n".join(lines[:-1]) + "\n"


def draw(results: Iterable[Job]) -> None:
    """README's rows as bars on a logarithmic scale."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    plt.rcParams.update({"axes.spines.top": False, "axes.spines.right": False, "font.size": 9})
    figure, axes = plt.subplots(figsize=(7.5, 4.4))
    place, places, names = 0.0, [], []
    for name, job in chosen(results).items():
        group = [own(job), *sorted(others(job), key=lambda it: it["ns_per_pair"])]
        places.append(place + (len(group) - 1) / 2)
        names.append(name.replace(", stemmed,", ",\nstemmed,").replace(" of whole", "\nof whole"))
        for it in group:
            rate = 1e9 / it["ns_per_pair"]
            axes.barh(place, rate, 0.9, color="C0" if it is group[0] else "0.7")
            axes.text(rate * 1.12, place, f"{short_name(it)}  {_rounded(rate)}", va="center", fontsize=8)
            place += 1
        place += 0.8
    axes.set_yticks(places, names)
    axes.invert_yaxis()
    axes.set_xscale("log")
    axes.set_xlim(left=100, right=1e8)
    axes.set_xlabel("pairs per second on one core; the scale is logarithmic")
    axes.grid(axis="x", alpha=0.3)
    axes.set_axisbelow(True)
    figure.tight_layout()
    figure.savefig(IMAGE, dpi=110, metadata={"Software": None})
    plt.close(figure)


def main() -> None:
    for path, text in documents().items():
        path.write_text(text, encoding="utf-8")
    try:
        draw(json.loads((RESULTS / "compare.json").read_text(encoding="utf-8"))["results"])
    except ImportError:
        print(f"{IMAGE} is not drawn anew: matplotlib is missing", file=sys.stderr)


if __name__ == "__main__":
    main()
