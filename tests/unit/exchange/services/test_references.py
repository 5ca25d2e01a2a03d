"""What people paste, and the service that it names."""

from __future__ import annotations

import pytest

from site_builder.exchange.services.references import Reference, parse_reference


@pytest.mark.parametrize(
    ("text", "service", "identifier"),
    [
        ("2401.10020", "arxiv", "2401.10020"),
        ("2401.10020v3", "arxiv", "2401.10020"),
        ("arXiv:hep-th/9901001", "arxiv", "hep-th/9901001"),
        ("https://arxiv.org/abs/2401.10020v2", "arxiv", "2401.10020"),
        ("http://www.arxiv.org/pdf/2401.10020v1.pdf", "arxiv", "2401.10020"),
        ("arxiv.org/html/2401.10020", "arxiv", "2401.10020"),
        ("https://arxiv.org/abs/hep-th/9901001?context=cs#x", "arxiv", "hep-th/9901001"),
        ("https://doi.org/10.48550/arXiv.2401.10020", "arxiv", "2401.10020"),
        ("10.1000/ABC", "doi", "10.1000/abc"),
        ("doi:10.1000/182", "doi", "10.1000/182"),
        ("https://dx.doi.org/10.1000/a%28b%29", "doi", "10.1000/a(b)"),
        ("10.18653/v1/2020.acl-main.1", "acl", "2020.acl-main.1"),
        ("10.18653/v1/P18-1001", "acl", "P18-1001"),
        ("https://aclanthology.org/2020.acl-main.1/", "acl", "2020.acl-main.1"),
        ("https://aclanthology.org/P18-1001.pdf", "acl", "P18-1001"),
        ("https://www.aclweb.org/anthology/P18-1001", "acl", "P18-1001"),
        ("2020.acl-main.1", "acl", "2020.acl-main.1"),
        ("https://openreview.net/forum?id=rJl-b3RcF7&noteId=x", "openreview", "rJl-b3RcF7"),
        ("openreview.net/pdf?id=rJl-b3RcF7", "openreview", "rJl-b3RcF7"),
        ("https://huggingface.co/papers/2401.10020", "huggingface", "2401.10020"),
    ],
)
def test_what_names_a_paper(text: str, service: str, identifier: str) -> None:
    assert parse_reference(f" {text}\n") == Reference(service, identifier)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Attention Is All You Need",
        "https://example.org/2401.10020",
        "https://arxiv.org/list/cs/new",
        "https://openreview.net/group?id=ICLR",
        "https://openreview.net/forum?id=../../x",
        "https://aclanthology.org/events/acl-2020/",
        "https://huggingface.co/models",
        "https://[::1",
        "file:///etc/passwd",
    ],
)
def test_what_names_none(text: str) -> None:
    assert parse_reference(text) is None
