"""The class Rouge155 of pyrouge 0.1.3, which needs no program."""

from __future__ import annotations

import os
import re
import shutil
import weakref
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from gramscore.compat.rouge155.arguments import HelpWanted, parse
from gramscore.compat.rouge155.failure import Failure
from gramscore.compat.rouge155.program import encoded, printed

_DEFAULTS: Final = "-c 95 -2 -1 -U -r 1000 -n 4 -w 1.2 -a"
_AVERAGE: Final = re.compile(
    r"(\d+) (ROUGE-\S+) Average_([RPF]): (\d\.\d+) \(95%-conf\.int\. (\d\.\d+) - (\d\.\d+)\)"
)
_MEASURES: Final = {"R": "recall", "P": "precision", "F": "f_score"}


class Rouge155:
    """Evaluates a folder of summaries by ROUGE-1.5.5, as pyrouge's class of this name does.

    system_dir, model_dir: the folders with the summaries, and with those to compare with.
    system_filename_pattern: a regular expression for the names of summaries, whose first group is the document's ID.
    model_filename_pattern: one for the names of those to compare with, where #ID# stands for that ID.
    rouge_dir: the folder with the data of ROUGE-1.5.5, of which only the list of stop words is used, and that only by
        the argument -s. May be left out.
    rouge_args: arguments instead of pyrouge's own, a str. `-m` is added either way, as pyrouge does.
    log_level: accepted, and without effect: nothing is logged.

    Raises ValueError where pyrouge raises Exception or the program fails, with a sentence that says why.

    >>> import pathlib, tempfile
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> for name, text in {"systems/a.1.txt": "the cats sat", "models/A.1.txt": "the cat sat"}.items():
    ...     (folder / name).parent.mkdir()
    ...     _ = (folder / name).write_text(text)
    >>> rouge = Rouge155()
    >>> rouge.system_dir, rouge.model_dir = str(folder / "systems"), str(folder / "models")
    >>> rouge.system_filename_pattern, rouge.model_filename_pattern = r"a.(\\d+).txt", "[A-Z].#ID#.txt"
    >>> rouge.output_to_dict(rouge.convert_and_evaluate())["rouge_2_f_score"]
    1.0
    """

    def __init__(
        self, rouge_dir: str | None = None, rouge_args: str | None = None, log_level: Any = None
    ) -> None:
        self._rouge_dir = rouge_dir
        quoted = re.match('"(.+)"', rouge_args) if rouge_args else None
        self.args = quoted[1] if quoted else rouge_args
        self._system_dir: str | None = None
        self._model_dir: str | None = None
        self.system_filename_pattern: str | None = None
        self.model_filename_pattern: str | None = None
        self.config_file: str | None = None

    @property
    def system_dir(self) -> str | None:
        """The folder with the summaries; after a conversion, the one with converted texts."""
        return self._system_dir

    @system_dir.setter
    def system_dir(self, path: str) -> None:
        self._system_dir = _folder("system_dir", path)

    @property
    def model_dir(self) -> str | None:
        """The same of the texts to compare with."""
        return self._model_dir

    @model_dir.setter
    def model_dir(self, path: str) -> None:
        self._model_dir = _folder("model_dir", path)

    def convert_and_evaluate(
        self, system_id: Any = 1, split_sentences: bool = False, rouge_args: str | None = None
    ) -> str:
        """`evaluate` of plain texts, a sentence per line. `split_sentences`: not possible here, ValueError."""
        if split_sentences:
            raise ValueError("split_sentences needs NLTK: split the texts into a line per sentence before")
        system_dir, model_dir = self._new_folder("system"), self._new_folder("model")
        self.convert_summaries_to_rouge_format(self._given("system_dir"), system_dir)
        self.convert_summaries_to_rouge_format(self._given("model_dir"), model_dir)
        self._system_dir, self._model_dir = system_dir, model_dir
        return self.evaluate(system_id, rouge_args)

    def evaluate(self, system_id: Any = 1, rouge_args: str | None = None) -> str:
        """What the program prints of files in its format SEE. `system_id` names the summaries there."""
        self.write_config(system_id=system_id)
        assert self.config_file is not None
        arguments = (self.args or rouge_args or _DEFAULTS).split()
        home = ["-e", self._rouge_dir] if self._rouge_dir else []
        remarks: list[str] = []
        try:
            settings, _ = parse([*home, *arguments, "-m", self.config_file], os.environ)
            lines = list(printed(settings, remarks.append))
        except HelpWanted:
            raise ValueError("rouge_args asks for help") from None
        except Failure as failure:
            raise ValueError(str(failure)) from None
        return b"".join(map(encoded, lines)).decode("utf-8", "replace")

    @staticmethod
    def output_to_dict(output: str) -> dict[str, float]:
        """The averages in `output` by names such as rouge_1_recall, rouge_l_f_score or rouge_su4_precision, and the
        bounds of their intervals by these and `_cb` and `_ce`. As with pyrouge, of systems called by a number, and of
        95%."""
        found: dict[str, float] = {}
        for line in output.split("\n"):
            if match := _AVERAGE.match(line):
                _, name, measure, *numbers = match.groups()
                key = f"{name.lower().replace('-', '_')}_{_MEASURES[measure]}"
                found |= zip((key, f"{key}_cb", f"{key}_ce"), map(float, numbers), strict=True)
        return found

    @staticmethod
    def convert_text_to_rouge_format(text: str, title: str = "dummy title") -> str:
        """A text with a sentence per line in the program's format SEE. As with pyrouge, what follows a `<` is lost."""
        lines = [
            f'<a name="{number}">[{number}]</a> <a href="#{number}" id={number}>{line}</a>'
            for number, line in enumerate(text.split("\n"), 1)
        ]
        head = f'<html>\n<head>\n<title>{title}</title>\n</head>\n<body bgcolor="white">'
        return "\n".join([head, *lines, "</body>\n</html>"])

    @staticmethod
    def convert_summaries_to_rouge_format(input_dir: str, output_dir: str) -> None:
        """Writes each file of a folder to another one in the format SEE."""
        os.makedirs(output_dir, exist_ok=True)
        for name in os.listdir(input_dir):
            text = Path(input_dir, name).read_text(encoding="utf-8")
            converted = Rouge155.convert_text_to_rouge_format(text)
            Path(output_dir, name).write_text(converted, encoding="utf-8", newline="\n")

    def write_config(self, config_file_path: str | None = None, system_id: Any = None) -> None:
        """Writes the program's configuration, by default to a folder of its own, and sets `config_file`."""
        path = config_file_path or os.path.join(self._new_folder("config"), "rouge_conf.xml")
        self.write_config_static(
            self._given("system_dir"),
            self._given("system_filename_pattern"),
            self._given("model_dir"),
            self._given("model_filename_pattern"),
            path,
            system_id or 1,
        )
        self.config_file = path

    @staticmethod
    def write_config_static(
        system_dir: str,
        system_filename_pattern: str,
        model_dir: str,
        model_filename_pattern: str,
        config_file_path: str,
        system_id: Any = None,
    ) -> None:
        """Writes the program's configuration: an evaluation for each summary, numbered in the order of their names."""
        models = sorted(os.listdir(model_dir))
        parts = ['<ROUGE-EVAL version="1.55">']
        for name in sorted(os.listdir(system_dir)):
            match = re.match(system_filename_pattern, name)
            if match is None:
                continue
            if not match.groups():
                raise ValueError(
                    f"system_filename_pattern is {system_filename_pattern!r}: it has no group for the ID"
                )
            wanted = re.compile(model_filename_pattern.replace("#ID#", match[1] or ""))
            chosen = [model for model in models if wanted.match(model)]
            if not chosen:
                raise ValueError(
                    f"no file in {model_dir} matches model_filename_pattern, {wanted.pattern!r}, as {name} needs it"
                )
            parts.append(f'<EVAL ID="{len(parts)}">')
            parts[-1] += (
                f"<PEER-ROOT>{escape(system_dir)}</PEER-ROOT><MODEL-ROOT>{escape(model_dir)}</MODEL-ROOT>"
                f'<INPUT-FORMAT TYPE="SEE"></INPUT-FORMAT>'
                f"<PEERS><P ID={quoteattr(str(system_id))}>{escape(name)}</P></PEERS><MODELS>"
            )
            parts[-1] += "".join(f'<M ID="{index}">{escape(model)}</M>' for index, model in enumerate(chosen))
            parts[-1] += "</MODELS></EVAL>"
        if len(parts) == 1:
            raise ValueError(
                f"no file in {system_dir} matches system_filename_pattern, {system_filename_pattern!r}"
            )
        Path(config_file_path).write_text("\n".join([*parts, "</ROUGE-EVAL>"]), encoding="utf-8")

    def _given(self, name: str) -> str:
        value: str | None = getattr(self, name)
        if value is None:
            raise ValueError(f"{name} is not set")
        return value

    def _new_folder(self, name: str) -> str:
        """A folder for converted texts or a configuration, which goes with this object."""
        path = mkdtemp(prefix=f"rouge155-{name}-")
        weakref.finalize(self, shutil.rmtree, path, ignore_errors=True)
        return path


def _folder(name: str, path: str) -> str:
    if not os.path.isdir(path):
        raise ValueError(f"{name} is {path!r}, which is no folder")
    return path
