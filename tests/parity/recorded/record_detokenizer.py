"""Records what Moses' detokenizer.perl says: python record_detokenizer.py FOLDER [NUMBER SEED].

FOLDER has mosesdecoder of 2025-02-03; perl is needed. With a number, so many lines a setting are compared with
gramscore instead, by that seed.
"""

# ruff: noqa: RUF001
from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

SETTINGS = [
    *({"language": it} for it in ("en", "fr", "it", "ga", "cs", "fi", "de", "ko", "zh")),
    *({"language": it, "uppercase": True} for it in ("en", "fr", "xx")),
    {"language": "en", "penn": True},
    {"language": "en", "penn": True, "uppercase": True},
]
PIECES = (
    "the Dog 's 'll '1 ' '' \" \"\" ` `` „ “ ” „“ dogs don n't ca N'T Jones' Can not can d' ye D' Gim me gon na wan 't "
    "'T is was ( [ { ¿ ¡ $ € £ ($ \u20bf , . ? ! : ; \\ % } ] ) ?! ?) .. 3 14 1,5 e mail Mail li LI Máte - – @-@ @/@ "
    "-LRB- -RSB-LCB-RRB- l' L' eau était c' 'n EU: N n ssa Ssani stäköhän Än ÖN ÄN : hän kaan 日本 語 。 한국 어 a日 "
    "日a \U00020000 ｦ Ⅷ ª ₂ \u0345 ⓐ ß ŉ ǆ éa Éa ÿ µ ﬁx ΐ &apos; &quot; &amp;quot; &#124; &#91; &#93; &bar; &bra; "
    "&ket; &lt;b &gt; &amp; & &; <b> <b x> > \u00a0 \u0085 \t \x0b \x1c \x01 \u2028 \u3000 0 ° « » … 😀 ҂ हिन्दी \u0301"
).split(" ")


def lines_by(rng: random.Random, count: int) -> list[str]:
    found = []
    for _ in range(count):
        pieces = [rng.choice(PIECES) for _ in range(rng.randint(0, 9))]
        between = [rng.choice((" ", " ", " ", " ", " ", "  ", "")) for _ in pieces]
        text = "".join(piece + space for piece, space in zip(pieces, between, strict=True))
        found.append(text if rng.random() < 0.5 else text.strip(" "))
    return found


def perl(script: Path, lines: list[str], setting: dict[str, object]) -> list[str]:
    arguments = ["perl", str(script), "-q", "-l", str(setting["language"])]
    arguments += ["-u"] * ("uppercase" in setting) + ["-penn"] * ("penn" in setting)
    text = "".join(f"{line}\n" for line in lines).encode()
    done = subprocess.run(arguments, input=text, capture_output=True, check=True)
    return done.stdout.decode().removesuffix("\n").split("\n")


def main() -> None:
    script = Path(sys.argv[1]) / "scripts" / "tokenizer" / "detokenizer.perl"
    if len(sys.argv) > 2:
        import gramscore

        differences = 0
        rng = random.Random(int(sys.argv[3]))
        for setting in SETTINGS:
            lines = lines_by(rng, int(sys.argv[2]))
            found = gramscore.detokenize(lines, **setting)  # type: ignore[arg-type]
            for line, theirs, ours in zip(lines, perl(script, lines, setting), found, strict=True):
                if theirs != ours:
                    differences += 1
                    print(setting, ascii(line), ascii(theirs), ascii(ours), sep="\n ")
        print(f"{differences} differences in {len(SETTINGS)} settings of {sys.argv[2]} lines")
        return
    rng = random.Random(25)
    recorded = []
    for setting in SETTINGS:
        lines = lines_by(rng, 60)
        recorded.append({**setting, "lines": lines, "texts": perl(script, lines, setting)})
    Path(__file__).with_name("detokenizer.json").write_text(
        json.dumps(recorded, indent=0, ensure_ascii=True) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main()
