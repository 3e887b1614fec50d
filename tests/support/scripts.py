"""Texts of every script."""

from __future__ import annotations

from hypothesis import strategies as st

# Of each kind that rules tell apart, more than chance would give.
SPECIAL = (
    "aZ09 \n\r\t'.,:;_\"-\0\x1c\u0085\u00a0\u00ad\u00b5\u00b7\u00df\u0130\u0149\u017f\u0301\u0345\u0390\u05d0"
    "\u05f3\u05f4\u0627\u064e\u066b\u0661\u0915\u093f\u0e01\u0e33\u0e40\u0eb3\u1100\u1161\u11a8\u1e9e\u200b\u200c\u200d\u200e\u2019"
    "\u202f\u2028\u203f\u20e3\u212a\u24c2\u2764\u3000\u3005\u3042\u30a2\u30fc\u4e2d\uac00\uac01\ud800\udc00\ufb03\ufe0f"
    "\uff21\U0001f1e9\U0001f1ea\U0001f3fb\U0001f468\U00011720\U000110bd\U00020000\U000e0001"
)
every_script = st.text(st.one_of(st.sampled_from(SPECIAL), st.characters()), max_size=24)
