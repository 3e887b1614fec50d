"""The tokenizers for every script, on texts of many."""

# ruff: noqa: RUF001
from __future__ import annotations

import pickle
import unicodedata

import pytest

import gramscore
from gramscore import ROUGE, _core


def words(text: str, *, stemmer: bool = False) -> list[str]:
    return _core.tokenize(text, "unicode", stemmer)


def graphemes(text: str) -> list[str]:
    return _core.tokenize(text, "grapheme", False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("... !? 😀 🇩🇪 © € \u0301", []),
        ("It's 3.14, a_b; E-MAIL!", ["it", "s", "3", "14", "a", "b", "e", "mail"]),
        ("Привет, мир!", ["привет", "мир"]),
        ("नमस्ते दुनिया।", ["नमस्ते", "दुनिया"]),
        ("مرحبا بالعالم، كيف حالك؟", ["مرحبا", "بالعالم", "كيف", "حالك"]),
        ("明天下雨，带伞ABC", ["明", "天", "下", "雨", "带", "伞", "abc"]),
        ("人々はコンピューターを", ["人", "々", "は", "コンピューター", "を"]),
        ("한국어 텍스트", ["한국어", "텍스트"]),
        ("สวัสดีน้ำ", ["ส", "วั", "ส", "ดี", "น้ำ"]),
        ("བོད་ཡིག", ["བོད", "ཡིག"]),
        ("don’t l'été l’ÉTÉ", ["don", "t", "l", "été", "l", "été"]),
        ('צה״ל צה"ל', ["צה", "ל", "צה", "ל"]),
        ("Straße STRASSE ẞ", ["strasse", "strasse", "ss"]),
        ("ΟΔΟΣ οδος οδός", ["οδοσ", "οδοσ", "οδόσ"]),
        ("İ \u212a \u017f", ["i\u0307", "k", "s"]),
        ("x² ½ Ⅷ ٣٫١٤ １２", ["x", "²", "½", "ⅷ", "٣", "١٤", "１２"]),
        ("co\u00adop \u200fשלום\u200e", ["coop", "שלום"]),
        ("می\u200cخواهم", ["می\u200cخواهم"]),
        ("e\u0301 \u00e9", ["e\u0301", "\u00e9"]),
        ("word😀word 1\ufe0f\u20e3", ["word", "word", "1\ufe0f\u20e3"]),
        ("a\u200d👨 👨\u200da", ["a\u200d", "a"]),
        ("\ud800a\udfffb", ["a", "b"]),
        ("\U00031350\U000323b0\U00033479", ["\U00031350", "\U000323b0", "\U00033479"]),  # of 15.1 and later
        ("\U0002fffd\U0003fffd\U0002fffe", ["\U0002fffd", "\U0003fffd"]),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \t\r\n\u3000", []),
        ("Ab 1.", ["A", "b", "1", "."]),
        ("क्षि नमस्ते", ["क्षि", "न", "म", "स्ते"]),
        ("ক্ষ্ম ন্‌ত ക്ഷ് 한", ["ক্ষ্ম", "ন্‌", "ত", "ക്ഷ്", "한"]),
        ("क़्न क्ःन x्न", ["क़्न", "क्ः", "न", "x्न"]),
        ("e\u0301a\r\nb", ["e\u0301", "a", "b"]),
        ("👩‍👩‍👧🇩🇪🇫🇷👍🏽", ["👩‍👩‍👧", "🇩🇪", "🇫🇷", "👍🏽"]),
        ("한\u1112\u1161\u11ab", ["한", "\u1112\u1161\u11ab"]),
        ("a \u0301b\u3000\u0301", ["a", " \u0301", "b", "\u3000\u0301"]),
        ("\ud800\udc00", ["\ud800", "\udc00"]),
    ],
)
def test_graphemes(text: str, expected: list[str]) -> None:
    assert graphemes(text) == expected


def test_stems_are_for_ascii_words() -> None:
    assert words("Running dogs, бегущие собаки, Straßes naïves", stemmer=True) == (
        ["run", "dog", "бегущие", "собаки", "strass", "naïves"]
    )


@pytest.mark.parametrize(
    ("prediction", "reference"),
    [
        ("आज मौसम अच्छा है", "आज मौसम बहुत अच्छा है।"),
        ("明天会下雨", "明天可能下雨。"),
        ("الطقس جميل اليوم", "اليوم الطقس جميل."),
        ("วันนี้อากาศดี", "อากาศวันนี้ดีมาก"),
    ],
)
def test_scripts_that_rouge_does_not_see(prediction: str, reference: str) -> None:
    for tokenizer, seen in (("rouge", False), ("unicode", True), ("grapheme", True)):
        scores = ROUGE(["rouge1", "rougeL", "rougeLsum"], tokenizer=tokenizer).score(
            [prediction], [reference]
        )
        assert all((scores.corpus[name].fmeasure > 0.5) == seen for name in scores.types)


def test_figures_worked_out() -> None:
    scores = ROUGE(["rouge1", "rouge2", "rougeL"], tokenizer="unicode").score(
        ["明天下雨 OK"], ["明天有雨, ok!"]
    )
    assert scores.stats.tolist() == [[4, 5, 5, 2, 4, 4, 4, 5, 5]]


@pytest.mark.parametrize("tokenizer", ["unicode", "grapheme"])
def test_lines_are_sentences(tokenizer: str) -> None:
    metric = ROUGE(["rougeL", "rougeLsum"], tokenizer=tokenizer)
    scores = metric.score(["一二\r\n三四\n"], ["三四\n\n一二"])
    assert scores.corpus["rougeLsum"].fmeasure == 1.0
    assert scores.corpus["rougeL"].fmeasure == 0.5


def test_signature_names_the_version_of_unicode() -> None:
    metric = ROUGE(["rouge1"], tokenizer="unicode", stemmer=True)
    assert "|tok:unicode-18.0|" in metric.signature
    assert "|tok:grapheme-18.0|" in ROUGE(["rouge1"], tokenizer="grapheme").signature
    assert gramscore.unicode_versions() == {
        "lowercase": "14.0",
        "intl": "18.0",
        "unicode": "18.0",
        "grapheme": "18.0",
    }
    for kind in (gramscore.BLEU, gramscore.GLEU, gramscore.NIST):
        assert "|tok:intl-18.0|" in kind(tokenizer="intl").signature
    lowered = unicodedata.unidata_version.removesuffix(".0")
    assert f"|case:lc-{lowered}|" in gramscore.BLEU(tokenizer=str.split, lowercase=True).signature
    assert "|tok:whitespace|" in ROUGE(["rouge1"], tokenizer="whitespace").signature
    assert pickle.loads(pickle.dumps(metric)).signature == metric.signature


def test_boundaries() -> None:
    assert _core.word_boundaries("don't stop") == [0, 5, 6, 10]
    assert _core.grapheme_boundaries("e\u0301a") == [0, 2, 3]
    assert _core.word_boundaries("") == _core.grapheme_boundaries("") == []
