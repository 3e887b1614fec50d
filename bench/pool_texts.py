"""Seeded synthetic instructions, as language models generate them by the thousand."""

from __future__ import annotations

import random

_TASKS = """write a short story about|write a poem about|explain the meaning of|describe the history of|list five facts
about|give three examples of|summarize the following text about|translate the following sentence about|compare
and contrast|create a list of questions about|generate a headline for an article on|compose an email to a
colleague about|suggest several ways to improve|classify the following item as|find the main idea of a
paragraph about|rewrite the sentence below about|design a lesson plan on|brainstorm ideas for a blog post
about|identify the causes of|evaluate the effects of|outline the steps needed to understand|name the most
important inventions in|convert the following notes into a report on|come up with a slogan for|predict the
future of|create a dialogue about|give advice to someone who struggles with|analyze the role of|provide a
definition of|edit the following passage about|recommend a book on|construct an argument for|calculate the
total cost of|describe a typical day in|invent a game about|explain to a child|answer the question
about|determine whether the statement is true about|make a table of|tell me a joke about|develop a marketing
plan for|produce a recipe inspired by|write a program that simulates"""
_ADJECTIVES = """modern ancient digital global local renewable popular famous hidden simple complex rural urban public
private healthy natural artificial musical medical financial political social economic scientific classical tropical
electric historical creative personal professional traditional remote sustainable military northern coastal
industrial academic"""
_NOUNS = """climate energy music language history medicine painting football chess poetry gardening cooking astronomy
geometry economics democracy education transport architecture photography psychology philosophy biology
chemistry robotics agriculture tourism fashion cinema journalism banking insurance fishing sailing mountains
rivers forests oceans deserts cities villages schools hospitals museums libraries theatres airports bridges
castles gardens markets factories computers networks software databases algorithms vaccines bacteria insects
birds whales horses dinosaurs planets galaxies volcanoes earthquakes storms glaciers islands recipes festivals
marriages childhood friendship loneliness happiness leadership teamwork budgets taxes elections treaties
revolutions migrations inventions batteries engines rockets satellites"""
_ENDS = """in no more than {n} sentences|for a general audience|using at least {n} examples|in the style of a
newspaper|and explain your reasoning step by step|in your own words|with a focus on {a} {x}|for a class of {n}
students|and include a short conclusion|without using the word {x}|from the point of view of a {a} expert|in a
friendly tone|and give one reason for each choice|that would appeal to people who like {x}|in about {n}
words|considering the needs of {a} communities|and mention how {x} influenced it|as if you were talking to a
friend|so that it can be read in {n} minutes|based on what is known about {a} {x}"""
_NUMBERS = "two three four five six seven eight nine ten twelve fifteen twenty fifty hundred".split()
_SYLLABLES = """ba be bi bo da de di do fa fe ga go ka ke ko la le li lo ma me mi mo na ne no pa pe po ra re ri ro
sa se ta te to va ve za zo""".split()


def _phrases(text: str) -> list[str]:
    return [" ".join(part.split()) for part in text.split("|")]


def instructions(count: int, seed: int = 1) -> list[str]:
    """Instructions of about 15 words: parts combined, and some words replaced by any others.

    >>> instructions(1)
    ['...']
    """
    draw = random.Random(seed)
    tasks, ends = _phrases(_TASKS), _phrases(_ENDS)
    adjectives, nouns = _ADJECTIVES.split(), _NOUNS.split()
    rare = ["".join(draw.choices(_SYLLABLES, k=draw.randint(2, 4))) for _ in range(8000)]
    texts = []
    for _ in range(count):
        words = draw.choice(tasks).split()
        words += _topic(draw, adjectives, nouns)
        if draw.random() < 0.4:
            words += [draw.choice(("and", "in", "versus", "for")), *_topic(draw, adjectives, nouns)]
        for _ in range(draw.choice((1, 1, 1, 2))):
            words += (
                draw.choice(ends)
                .format(n=draw.choice(_NUMBERS), a=draw.choice(adjectives), x=draw.choice(nouns))
                .split()
            )
        for k in range(len(words)):
            if draw.random() < 0.08:
                words[k] = draw.choice(rare if draw.random() < 0.6 else nouns)
        texts.append(" ".join(words).capitalize() + ".")
    return texts


def _topic(draw: random.Random, adjectives: list[str], nouns: list[str]) -> list[str]:
    words = [draw.choice(nouns)]
    if draw.random() < 0.7:
        words.insert(0, draw.choice(adjectives))
    if draw.random() < 0.4:
        words += ["of", draw.choice(nouns)]
    return words
