"""pyrouge's class without Perl."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gramscore.compat.rouge155 import Rouge155


@pytest.fixture
def rouge(tmp_path: Path) -> Rouge155:
    texts = {
        "system/text.001.txt": "the cats sat\non a mat",
        "system/text.002.txt": "dogs ran",
        "model/text.A.001.txt": "the cat sat\non the mat",
        "model/text.B.001.txt": "a cat sat",
        "model/text.A.002.txt": "a dog <b>ran</b>",
    }
    for name, text in texts.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    made = Rouge155()
    made.system_dir = str(tmp_path / "system")
    made.model_dir = str(tmp_path / "model")
    made.system_filename_pattern = r"text.(\d+).txt"
    made.model_filename_pattern = "text.[A-Z].#ID#.txt"
    return made


def test_averages_by_name(rouge: Rouge155) -> None:
    output = rouge.convert_and_evaluate()
    found = rouge.output_to_dict(output)
    assert output.startswith("---------------------------------------------\n1 ROUGE-1 Average_R: ")
    assert found.keys() >= {
        "rouge_4_f_score",
        "rouge_w_1.2_recall",
        "rouge_s*_precision",
        "rouge_su*_recall_cb",
    }
    assert found["rouge_1_recall_cb"] <= found["rouge_1_recall"] <= found["rouge_1_recall_ce"]


def test_arguments_and_system_of_ones_own(rouge: Rouge155) -> None:
    # Words are stemmed: of nine words of two models eight match. What follows "<" in "a dog <b>ran</b>" is lost.
    output = rouge.convert_and_evaluate(system_id=7, rouge_args="-n 1 -x -a -r 2 -d")
    assert re.findall(r"7 ROUGE-1 Eval \S+ \S+", output) == [
        "7 ROUGE-1 Eval 1.7 R:0.88889",
        "7 ROUGE-1 Eval 2.7 R:0.50000",
    ]
    assert Rouge155(rouge_args='"-n 2"').args == "-n 2"


def test_what_is_wrong_is_said(rouge: Rouge155, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="system_dir is not set"):
        Rouge155().convert_and_evaluate()
    with pytest.raises(ValueError, match="system_dir is 'nowhere', which is no folder"):
        Rouge155().system_dir = "nowhere"
    with pytest.raises(ValueError, match="no system is named"):
        rouge.convert_and_evaluate(rouge_args="-n 1")
    with pytest.raises(ValueError, match="split_sentences needs NLTK"):
        rouge.convert_and_evaluate(split_sentences=True)
    rouge.system_filename_pattern = "other.(.*)"
    with pytest.raises(ValueError, match="matches system_filename_pattern"):
        rouge.evaluate()
    rouge.system_filename_pattern = "text.*"
    with pytest.raises(ValueError, match="it has no group for the ID"):
        rouge.evaluate()
    rouge.system_filename_pattern = r"text.(\d+).txt"
    rouge.model_filename_pattern = "none.#ID#"
    with pytest.raises(ValueError, match="matches model_filename_pattern"):
        rouge.evaluate()
