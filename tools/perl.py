"""What Perl knows of characters."""

from __future__ import annotations

import subprocess


def characters(*classes: str) -> set[int]:
    r"""The code points that are in all of these classes, such as r"\p{Nd}"."""
    tests = " && ".join(f"chr =~ /{it}/" for it in classes)
    program = f'for (0..0xD7FF, 0xE000..0x10FFFF) {{ print "$_\\n" if {tests} }}'
    found = subprocess.run(["perl", "-e", program], check=True, capture_output=True, text=True).stdout
    return set(map(int, found.split()))
