"""Interrupts, threads and forks."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from gramscore import BLEU, CHRF, GLEU, NIST, ROUGE, TER, rewards

TEXTS = [f"the cat number {k} sat on mat {k % 7} while dogs ran" for k in range(30_000)]
OTHERS = TEXTS[5:] + TEXTS[:5]


def run_apart(script: str) -> subprocess.CompletedProcess[str]:
    """A script in a Python process of its own."""
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)],
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


def test_calls_from_several_threads_share_a_metric() -> None:
    metric = ROUGE(stemmer=True)
    expected = metric.score(TEXTS[:3000], OTHERS[:3000], threads=1)
    with ThreadPoolExecutor(6) as pool:
        calls = [pool.submit(metric.score, TEXTS[:3000], OTHERS[:3000], threads=1 + k % 3) for k in range(18)]
    assert all(call.result() == expected for call in calls)


@pytest.mark.parametrize("metric", [ROUGE(), BLEU(), CHRF(), TER(), GLEU(tokenizer="none")], ids=str)
@pytest.mark.parametrize("examples", [3000, 30_000])
def test_a_pair_after_a_corpus_is_as_before_it(metric: Any, examples: int) -> None:
    """The memory of a metric that the corpus leaves is what the pair is scored with."""
    before = [metric.score(TEXTS[k : k + 1], [OTHERS[k : k + 2]]).stats.tolist() for k in range(20)]
    for threads in (1, 2):
        whole = metric.score(TEXTS[:examples], OTHERS[:examples], threads=threads)
        assert [metric.score([TEXTS[k]], [OTHERS[k : k + 2]]).stats.tolist() for k in range(20)] == before
        assert metric.score(TEXTS[7:8], OTHERS[7:8]).stats.tolist() == whole.stats[7:8].tolist()


@pytest.mark.parametrize("way", ["score", "prepared", "matrices", "reward"])
def test_small_calls_let_other_threads_run(way: str) -> None:
    """With an endless switch interval a thread runs only when another lets go of the GIL itself."""
    metric = ROUGE(["rougeL"])
    texts, others = TEXTS[:128], OTHERS[:128]
    prepared = metric.prepare(others)
    own = metric.prepare(texts)
    reward = rewards.Reward(metric)
    calls = {
        "score": lambda: metric.score(texts, others, threads=1),
        "prepared": lambda: metric.score(own, prepared, threads=1),
        "matrices": lambda: metric.matrices([texts[:16]], threads=1),
        "reward": lambda: reward(texts, others),
    }
    call = calls[way]
    interval = sys.getswitchinterval()
    ran = []
    waiting = threading.Event()
    go = threading.Event()

    def other() -> None:
        waiting.set()
        go.wait()
        ran.append(True)

    thread = threading.Thread(target=other)
    thread.start()
    waiting.wait()
    sys.setswitchinterval(1000)
    try:
        go.set()
        for _ in range(3000):
            call()
            if ran:
                break
    finally:
        sys.setswitchinterval(interval)
    assert ran, "no call let go of the GIL"
    thread.join()


@pytest.mark.parametrize("metric", [ROUGE(["rougeL"]), NIST(tokenizer="none")], ids=str)
def test_other_python_threads_run_meanwhile(metric: Any) -> None:
    text = " ".join(f"w{k * k % 9973}" for k in range(60_000))
    running = threading.Event()
    done = threading.Event()

    def work() -> None:
        running.set()
        metric.score([text], [text[::-1].replace("w", " w")])
        metric.score([text] * 2, [text[7:]] * 2)
        done.set()

    thread = threading.Thread(target=work)
    thread.start()
    running.wait()
    turns = 0
    while not done.is_set():
        turns += 1
        time.sleep(0.001)
    thread.join()
    assert turns > 5


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_child_scores() -> None:
    metric = ROUGE(stemmer=True)
    expected = metric.score(TEXTS, OTHERS, threads=4)
    child = os.fork()
    if child == 0:
        os._exit(0 if metric.score(TEXTS, OTHERS, threads=4) == expected else 1)
    deadline = time.monotonic() + 60
    while (ended := os.waitpid(child, os.WNOHANG))[0] == 0 and time.monotonic() < deadline:
        time.sleep(0.01)
    if ended[0] == 0:
        os.kill(child, 9)
    assert ended == (child, 0)


@pytest.mark.skipif(os.name != "posix", reason="sends SIGINT")
@pytest.mark.parametrize(
    "call",
    [
        "ROUGE().score(['the cat sat on it'] * 3_000_000, ['a cat sat on it'] * 3_000_000, threads=2)",
        "ROUGE().score(['the cat sat on it'] * 3_000_000, ['a cat sat on it'] * 3_000_000, threads=1)",
        "ROUGE(['rougeL']).score([big], [big])",
        "NIST(tokenizer='13a').score(['the cat sat on it'] * 1_000_000, ['a cat sat on it'] * 1_000_000)",
        "ROUGE(['rougeLsum']).score([big], [big.replace(' ', '\\n', 300_000)])",
        "ROUGE(['rouge1'], tokenizer=str.split).score([big[:3000]] * 100_000, [big[:3000]] * 100_000)",
    ],
)
def test_an_interrupt_stops_a_call(call: str) -> None:
    """The issue's bound is a tenth of a second; five times that is left to a busy machine."""
    script = f"""
        import os, signal, threading, time
        from gramscore import BLEU, CHRF, GLEU, NIST, ROUGE, TER, rewards
        big = " ".join(f"w{{k * k % 99991}}" for k in range(700_000))
        sent = [0.0]
        def interrupt():
            time.sleep(0.3)
            sent[0] = time.perf_counter()
            os.kill(os.getpid(), signal.SIGINT)
        threading.Thread(target=interrupt).start()
        try:
            {call}
        except KeyboardInterrupt:
            print(time.perf_counter() - sent[0])
        assert ROUGE().score(["a b"], ["a b"]).corpus["rouge1"].fmeasure == 1
    """
    run = run_apart(script)
    run.check_returncode()
    assert float(run.stdout) < 0.5


@pytest.mark.parametrize(
    "call",
    [
        "ROUGE().score(texts, others, threads=1)",
        "ROUGE().score(texts, others, threads=2)",
        "NIST(tokenizer='13a').score(texts, others)",
        "scores.confidence(samples=20_000, threads=2)",
    ],
)
@pytest.mark.skipif(
    os.name == "nt" and sys.version_info < (3, 14),
    reason="Python ends the thread and nothing can be done about it",
)
def test_python_ends_while_a_daemon_thread_works(call: str) -> None:
    script = f"""
        import threading, time
        from gramscore import NIST, ROUGE
        texts = ["the cat sat on the mat"] * 300_000
        others = ["a cat sat on a mat"] * 300_000
        scores = ROUGE().score(texts, others)
        def work():
            while True:
                {call}
        threading.Thread(target=work, daemon=True).start()
        time.sleep(0.2)
    """
    run = run_apart(script)
    assert (run.returncode, run.stderr) == (0, "")


def test_a_corpus_is_scored_while_python_ends() -> None:
    script = """
        from gramscore import ROUGE
        class Last:
            def __del__(self, score=ROUGE().score, texts=["the cat sat on the mat"] * 100_000):
                print(score(texts, texts, threads=2).corpus["rouge1"].fmeasure)
        last = Last()
    """
    run = run_apart(script)
    assert (run.returncode, run.stdout, run.stderr) == (0, "1.0\n", "")


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_the_first_wrong_example_is_named(threads: int) -> None:
    """Though the threads read on, and wait for one another, when one of them finds it."""
    texts: list[Any] = list(TEXTS)
    texts[9_000::500] = [None] * len(texts[9_000::500])
    for _ in range(20):
        with pytest.raises(TypeError, match=r"references\[9000\] is None"):
            ROUGE(["rouge1"]).score(TEXTS, texts, threads=threads)


def test_exceptions_of_callables_come_through() -> None:
    def fail(*_: object) -> list[str]:
        raise LookupError("on purpose")

    for threads in (1, 3):
        with pytest.raises(LookupError, match="on purpose"):
            ROUGE(["rouge1"]).score(TEXTS * 4, OTHERS * 4, threads=threads, progress=fail)
    with pytest.raises(LookupError, match="on purpose"):
        ROUGE(["rouge1"], tokenizer=fail).score(["a"], ["b"])


def test_a_list_that_shrinks_while_it_is_scored() -> None:
    texts = list(TEXTS)

    def shrink(text: str) -> list[str]:
        if text.startswith("the cat number 100 "):
            texts.clear()
        return text.split()

    with pytest.raises(RuntimeError, match="predictions changed its length"):
        ROUGE(["rouge1"], tokenizer=shrink).score(texts, OTHERS)


def test_a_list_that_another_thread_changes() -> None:
    texts = list(TEXTS)
    stop = threading.Event()

    def change() -> None:
        while not stop.is_set():
            for k in range(0, len(texts), 97):
                texts[k] = f"something else {k}"

    thread = threading.Thread(target=change)
    thread.start()
    try:
        for _ in range(5):
            assert len(ROUGE().score(texts, OTHERS, threads=2)) == len(OTHERS)
    finally:
        stop.set()
        thread.join()
