"""The search finds exactly what its laws say, in small archives of eight scripts and in a sample of many papers."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from site_builder.reading.query import Item

from .comparison import compare
from .node import needs_node
from .papers import HAND_MADE, Paper, invented, paper, write_site
from .random_queries import KINDS
from .reference import Found, Reference

pytestmark = needs_node

SCRIPTS = {
    "latin": "training trained train-ing data agents agent-ic web 10s 10 VALL-E vall state-of-the-art GPT-4 gpt4 kv"
    " cache KVCache café cafe l'été naïve model's pre-training pretraining Schoelkopf R C++ of the and",
    "greek": "β-VAE beta vae λόγος λογος η σ² άλφα alpha μ-law Ελλάδα θ",
    "cyrillic": "ёлка елка модель модели йод язык GPT-4 обучение",
    "hebrew": "שָׁלוֹם שלום עולם מודל שפה ה-web",
    "arabic": "المُعَلِّم المعلم نموذج لغة كتــاب كتاب",
    "devanagari": "हिन्दी हिंदी पढ़ना पढना में भाषा प्रतिमान",
    "thai": "วิจัย ภาษา ไทย งานวิจัยภาษาไทย น้ำ โมเดล GPT",
    "han": "深度学习 学习 大学 图像检索 画像検索 人々 한국어 문장 模型 GPT-4的应用",
}


def archive_of(words: list[str], seed: int) -> list[Paper]:
    """Return papers of a script's words."""
    random = Random(seed)

    def text(most: int) -> str:
        return " ".join(random.choice(words) for _ in range(random.randint(1, most)))

    return [
        paper(
            f"p{number:02}",
            text(5),
            text(30),
            summary=text(4),
            authors=tuple(text(2) for _ in range(random.randint(0, 2))),
            tags=tuple({text(2) for _ in range(random.randint(0, 2))}),
            venue=random.choice(["", random.choice(words)]),
            date=random.choice(["", "2023", "2024", "2025"]),
        )
        for number in range(40)
    ]


@pytest.mark.parametrize("script", SCRIPTS)
def test_small_archives_of_every_script(tmp_path: Path, script: str) -> None:
    papers = archive_of(SCRIPTS[script].split(), seed=len(script))
    site_path = write_site(papers, tmp_path)
    reference = Reference(papers)
    for kind in KINDS:
        found = compare(reference, site_path, kind, 60, seed=1)
        assert found.different == [], kind
        assert found.compared > 20, kind


def test_sample_of_many_papers(tmp_path: Path) -> None:
    papers = [*HAND_MADE, *invented(500, seed=5)]
    site_path = write_site(papers, tmp_path)
    reference = Reference(papers)
    for kind in KINDS:
        assert compare(reference, site_path, kind, 50, seed=2).different == [], kind


def test_reference_corrects_to_stems_of_one_paper_and_leaves_two_letters_out() -> None:
    reference = Reference([paper("va", "Emotions", "Valence and arousal.")])
    assert reference.find([Item("word", "valence-aroousal")]) == Found(frozenset({0}), 1)
    assert reference.find([Item("prefix", "emotion-ar")]) is None
