"""Who calls what contaminated: definitions by name, each with its source."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from gramscore import _core
from gramscore.options.callables import callable_name
from gramscore.options.printable import shortest

CRITERIA: Final = ("any", "tokens", "ngrams")
_MOST: Final = 2**53
ACTIONS: Final = ("drop", "cut")

Tokenizer = Callable[[str], Any]


@dataclass(frozen=True)
class Profile:
    """A definition of contamination.

    name, source: what it is called, and where it comes from.
    tokenizer: what n-grams are made of: "janitor" (words between white space, ASCII letters in lower case, without
        ASCII punctuation), "characters", a tokenizer of ROUGE's or BLEU's by name, or a callable from str to a list of
        tokens.
    lowercase: make texts lower case first, as str.lower() does.
    n: tokens of an n-gram.
    shortest: a benchmark text of fewer than n tokens counts as one n-gram if it has at least so many.
    skips: an n-gram that matches goes on to the right as long as no more than so many tokens differ and the last one is
        equal; None: n-grams match as they are.
    longer_than: with `skips`, only what is longer than so many tokens counts.
    criterion: a text is contaminated if it has "any" n-gram of a benchmark text; if of some benchmark item at least
        the share `threshold` of its "tokens" stand in n-grams that the text has, too; or if the text has that share of
        its "ngrams".
    threshold: that share, 0..1. above: it has to be more than that.
    most_matches: n-grams that texts have more often than this are nobody's; None: all count.
    crossing: of items with the fields `query` and `label` only n-grams that have a token of the label count.
    samples: of each benchmark text only so many n-grams count, drawn at random; None: all.
    action: what becomes of a contaminated text in a filtered copy: "drop", or "cut": its n-grams are cut out with
        `window` characters on each side, and pieces that are no longer than `shortest_piece` characters dropped; a
        text with more than `most_cuts` cuts is dropped.
    """

    name: str
    source: str
    tokenizer: str | Tokenizer
    n: int
    lowercase: bool = False
    shortest: int | None = None
    skips: int | None = None
    longer_than: int = 0
    criterion: str = "any"
    threshold: float = 0.0
    above: bool = False
    most_matches: int | None = None
    crossing: bool = False
    samples: int | None = None
    action: str = "drop"
    window: int = 200
    shortest_piece: int = 200
    most_cuts: int = 10

    @property
    def signature(self) -> str:
        tokenizer = self.tokenizer if isinstance(self.tokenizer, str) else callable_name(self.tokenizer)
        length = f"{self.n}" if self.shortest is None else f"{self.shortest}-{self.n}"
        parts = [f"contamination|{self.name}|n:{length}|tok:{tokenizer}", f"criterion:{self.criterion}"]
        if self.criterion != "any":
            parts.append(f"threshold:{'>' if self.above else '>='}{shortest(self.threshold)}")
        if self.lowercase:
            parts.append("case:lc")
        if self.skips is not None:
            parts.append(f"skips:{self.skips}|longer:{self.longer_than}")
        if self.most_matches is not None:
            parts.append(f"most:{self.most_matches}")
        return "|".join(parts)


# What datatrove takes for punctuation, beside control characters.
_PUNCTUATION: Final = (
    "!/\u2014\u201d:\uff05\uff11\u3008&(\u3001\u2501\\\u3010#%\u300c\u300d\uff0c"
    "\u3011\uff1b+^]~\u201c\u300a\u201e';\u2019{|\u2236\xb4[=-`*\uff0e\uff08\u2013"
    '\uff1f\uff01\uff1a$\uff5e\xab\u3009,><\u300b)?\uff09\u3002\u2026@_."}\u25ba\xbb'
)
_CONTROL: Final = "".join(map(chr, (*range(9), *range(11, 13), *range(13, 32), *range(127, 160))))


class DatatroveWords:
    """The words of datatrove's simplified text: lower case, numbers as 0, without punctuation and accents, as NLTK's
    word_tokenize() finds them.

    Raises ImportError without NLTK and regex.
    """

    signature = "datatrove"

    def __init__(self) -> None:
        try:
            import regex  # type: ignore[import-untyped]
            from nltk.tokenize import NLTKWordTokenizer
        except ImportError as error:
            raise ImportError("profile 'datatrove' needs nltk and regex: pip install nltk regex") from error
        self._numbers = regex.compile("\\p{Nd}+([.,\u060c\u066b\u2396\u2397\u2398]\\p{Nd}+)?")
        self._spaces = str.maketrans(dict.fromkeys(_PUNCTUATION + _CONTROL, " "))
        self._tokenize = NLTKWordTokenizer().tokenize

    def __call__(self, text: str) -> list[str]:
        text = self._numbers.sub("0", text.lower()).translate(self._spaces)
        text = re.sub(r"\s+", " ", text.strip())
        marked = unicodedata.normalize("NFD", text)
        plain = "".join(char for char in marked if unicodedata.category(char) != "Mn").strip()
        found: list[str] = self._tokenize(plain)
        return found

    def __reduce__(self) -> tuple[Any, ...]:
        return (DatatroveWords, ())


class NemoWords:
    """NeMo Curator's words: in lower case, without ASCII punctuation, split at spaces."""

    signature = "nemo"

    def __init__(self) -> None:
        self._nothing = dict.fromkeys(map(ord, "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"))

    def __call__(self, text: str) -> list[str]:
        words = text.lower().translate(self._nothing).split(" ")
        return [word.strip() for word in words if word]

    def __reduce__(self) -> tuple[Any, ...]:
        return (NemoWords, ())


class PlainCharacters:
    """Letters and digits of any script, one token each."""

    signature = "letters"

    def __call__(self, text: str) -> list[int]:
        return [ord(char) for char in text if char.isalnum()]

    def __reduce__(self) -> tuple[Any, ...]:
        return (PlainCharacters, ())


def drawn_starts(size: int, n: int, samples: int, item: int) -> list[int]:
    """Where the n-grams of a benchmark text begin that count. Always the same ones for the item of this number."""
    if size <= n:
        return [0]
    return sorted(random.Random(item).randrange(size - n + 1) for _ in range(samples))


#: By name, as functions because some need other packages.
_PROFILES: Final[dict[str, Callable[[], Profile]]] = {
    "gpt3": lambda: Profile(
        "gpt3",
        "Brown et al., 2020, appendix C, as lm-evaluation-harness' janitor.py has it",
        "janitor",
        13,
        action="cut",
    ),
    "llama2": lambda: Profile(
        "llama2",
        "Touvron et al., 2023, appendix A.6",
        "13a",
        10,
        skips=4,
        longer_than=10,
        criterion="tokens",
        threshold=0.8,
    ),
    "llama3": lambda: Profile(
        "llama3", "Llama Team, 2024, section 5.1.4", "13a", 8, criterion="tokens", threshold=0.5
    ),
    "palm": lambda: Profile(
        "palm", "Chowdhery et al., 2022, section 8", "13a", 8, criterion="ngrams", threshold=0.7
    ),
    "gpt4": lambda: Profile("gpt4", "OpenAI, 2023, appendix C", PlainCharacters(), 50, shortest=1, samples=3),
    "tulu3": lambda: Profile(
        "tulu3",
        "Lambert et al., 2024, section 3.2; open-instruct's decontamination/search.py",
        "unicode",
        8,
        criterion="tokens",
        threshold=0.5,
        above=True,
    ),
    "datatrove": lambda: Profile(
        "datatrove", "datatrove's pipeline/decont/n_grams.py", DatatroveWords(), 12, crossing=True
    ),
    "open-r1": lambda: Profile(
        "open-r1", "open-r1's scripts/decontaminate.py", "whitespace", 8, lowercase=True
    ),
    "nemo": lambda: Profile(
        "nemo",
        "NeMo Curator's TaskDecontamination",
        NemoWords(),
        13,
        shortest=8,
        most_matches=10,
        action="cut",
    ),
    "custom": lambda: Profile("custom", "", "unicode", 13),
}

#: Their names.
PROFILES: Final = tuple(_PROFILES)


def profile_of(name: str | Profile, **changes: Any) -> Profile:
    """The profile of that name, with other values for some of its parameters. One that is changed is called custom.

    Raises ValueError for an unknown name and for values that are not possible, TypeError for an unknown parameter.
    """
    if isinstance(name, Profile):
        profile = name
    elif isinstance(name, str):
        if name not in _PROFILES:
            raise ValueError(f"unknown profile {name!r}: known are {', '.join(_PROFILES)}")
        profile = _PROFILES[name]()
    else:
        raise TypeError(f"profile is {name!r}: a name or a Profile is expected")
    if changes:
        known = Profile.__dataclass_fields__.keys() - {"name", "source"}
        for parameter in changes:
            if parameter not in known:
                raise TypeError(f"unknown parameter {parameter!r}: known are {', '.join(sorted(known))}")
        profile = replace(profile, **changes)
        if any(
            getattr(profile, key) != getattr(_PROFILES.get(profile.name, _PROFILES["custom"])(), key)
            for key in changes
        ):
            profile = replace(profile, name="custom")
    _check(profile)
    return profile


def _check(profile: Profile) -> None:
    def whole(name: str, least: int, optional: bool = False) -> None:
        value = getattr(profile, name)
        if value is None and optional:
            return
        if not isinstance(value, int) or isinstance(value, bool):
            raise TypeError(f"{name} is {value!r}: a number is expected")
        if value < least:
            raise ValueError(f"{name} is {value}: at least {least} is needed")
        if value > _MOST:
            raise ValueError(f"{name} is {value}: at most {_MOST} is possible")

    whole("n", 1)
    whole("shortest", 1, optional=True)
    whole("skips", 0, optional=True)
    whole("longer_than", 0)
    whole("most_matches", 0, optional=True)
    whole("samples", 1, optional=True)
    whole("window", 0)
    whole("shortest_piece", 0)
    whole("most_cuts", 0)
    if profile.shortest is not None and profile.shortest > profile.n:
        raise ValueError(f"shortest is {profile.shortest}: at most n, {profile.n}, is possible")
    if profile.criterion not in CRITERIA:
        raise ValueError(f"criterion is {profile.criterion!r}: {', '.join(map(repr, CRITERIA))} are possible")
    if profile.action not in ACTIONS:
        raise ValueError(f"action is {profile.action!r}: {', '.join(map(repr, ACTIONS))} are possible")
    if not isinstance(profile.threshold, (int, float)) or isinstance(profile.threshold, bool):
        raise TypeError(f"threshold is {profile.threshold!r}: a number is expected")
    if not 0 <= profile.threshold <= 1:
        raise ValueError(f"threshold is {profile.threshold!r}: 0 to 1 are possible")
    if not isinstance(profile.tokenizer, str) and not callable(profile.tokenizer):
        raise TypeError(f"tokenizer is {profile.tokenizer!r}: a name or a callable is expected")
    if profile.lowercase and not isinstance(profile.tokenizer, str):
        raise ValueError("lowercase=True has no effect on a tokenizer that is a callable")


def items_of(benchmark: Any) -> tuple[dict[str, list[str]], int]:
    """The fields of a benchmark, each a list of the texts of all items, and how many items there are.

    Raises TypeError for what is no text, naming the place, ValueError for fields of unequal lengths and for no items.
    """
    if isinstance(benchmark, (str, bytes)):
        raise TypeError("benchmark is a str: a list of texts is expected, or a dict of such")
    fields = _fields_of(benchmark)
    listed: dict[str, list[str]] = {}
    for field, texts in fields.items():
        place = f"benchmark[{field!r}]" if field else "benchmark"
        listed[str(field)] = values = _core.listed(texts, place, "a list of texts")
        for index, text in enumerate(values):
            if not isinstance(text, str):
                raise TypeError(f"{place}[{index}] is {_core.described(text)}: a text is expected")
    sizes = {len(texts) for texts in listed.values()}
    if len(sizes) > 1:
        raise ValueError(
            f"the fields of benchmark have {' and '.join(map(str, sorted(sizes)))} texts: as many are needed"
        )
    if not sizes or not sum(sizes):
        raise ValueError("benchmark is empty: at least one text is needed")
    return listed, sizes.pop()


def _fields_of(benchmark: Any) -> dict[Any, Any]:
    """Those of a dict or of a data frame by name; a single one, without a name, of what is neither."""
    if isinstance(benchmark, Mapping):
        return dict(benchmark)
    columns = getattr(benchmark, "columns", None) if hasattr(type(benchmark), "__len__") else None
    if columns is not None and all(isinstance(name, (str, int)) for name in columns):
        return {name: benchmark[name] for name in columns}
    return {"": benchmark}
