"""The shapes in which a first bibliography comes: each builds, and nothing that it links to is lost."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from tests.shelf import built, run

# Files by name, each after a line `%% name: what must be on its papers' pages`.
SHAPES = r"""
%% al-folio.bib: https://a.example/lab/code https://a.example/lab/poster https://a.example/lab/blog 2401.00001
@inproceedings{oak2024, title={A Lab's Paper}, author={Oak*, Ana and Fir*, Bo}, year={2024}, arxiv={2401.00001},
  code={https://a.example/lab/code}, poster={https://a.example/lab/poster}, blog={https://a.example/lab/blog},
  selected={true}, bibtex_show={true}, abbr={C}}
%% bibbase.bib: https://a.example/l https://a.example/p.pdf
@article{b1, title={Of a Base}, year={2023}, url_Link={https://a.example/l}, url_Paper={https://a.example/p.pdf}}
%% endnote.bib: 10.5555/en
@article{RN1, title={Of End Notes}, year={2022}, keywords={Stress
Lamps, high
Rooms}, DOI={10.5555/en}, ISSN={1234-5678 (Electronic)}, url={<Go to ISI>://WOS:0001}}
%% acm.bib: 10.1145/1.1 10.1145/1.2
@inproceedings{10.1145/1.1, title={In a Volume}, author={A, B}, year={2021}, isbn={9781450362016}, doi={10.1145/1.1}}
@inproceedings{10.1145/1.2, title={In It, Too}, author={A, B}, year={2021}, isbn={9781450362016}, doi={10.1145/1.2}}
%% midl.bib: aB_cdE121 Imaging
@Proceedings{M, booktitle={Imaging}, year={2023}, volume={227}}
@InProceedings{zhu, title={Images}, author={A, B}, openreview={aB_cdE121}, crossref={M}}
%% 4c.bib: 10.1007/s1
@article{e1, title={Four Cs}, year={2025}, url={doi:<a href="https://doi.org/10.1007/s1">10.1007/s1</a>}}
%% scholar.bib: 2001.00003
@article{x, title={Of Scholars}, author={A, B and others}, journal={arXiv preprint arXiv:2001.00003}, year={2020}}
%% dblp.bib: 2001.00004
@article{DBLP:journals/corr/abs-1, title={Of Trier.}, author={A B 0001}, journal={CoRR}, volume={abs/2001.00004}}
%% zotero.bib: 2001.00005
@misc{oak_2020, title={{Kept}}, url={http://arxiv.org/abs/2001.00005}, file={C:\x.pdf}, month={jan}, year={2020}}
%% ads.bib: 2001.00006 https://a.example/ads
@ARTICLE{2020MNRAS, title={{Of Stars}}, author={{Oak}, A.}, journal={\mnras}, year={2020}, eprint={2001.00006},
  adsurl={https://a.example/ads}}
%% hal.bib: hal-01234567 https://a.example/hal.pdf
@article{oak:hal, title={Of France}, year={2019}, hal_id={hal-01234567}, pdf={https://a.example/hal.pdf}}
%% sciencedirect.bib: 10.1016/x
@article{sd, title={Of Science}, year={2017}, keywords={a}, keywords={b}, doi={https://doi.org/10.1016/x}}
%% acl.bib: 2020.acl-main.1
@inproceedings{o, title={{ACL} p {\textless} 1}, year={2020}, url={https://aclanthology.org/2020.acl-main.1/}}
%% semantic-scholar.bib: 1805.00099
@['JournalArticle']{A2018, author={A B}, journal={ArXiv}, title={Of Meaning}, volume={abs/1805.00099}, year={2018}}
%% mendeley.bib: 10.5555/me
@article{m, title={Of Peas}, isbn={10797114 (Electronic)$\backslash$r00319007 (Linking)}, doi={10.5555/me}, year=2015}
%% cp1252.bib: 10.5555/cp Café
@article{cp, title={Café}, author={Müller, J}, year=2014, doi={10.5555/cp}}
%% in-press.bib: https://a.example/ip
@article{ip, title={In the Press}, author={A, B}, year={in press}, url={https://a.example/ip}}
%% slips.bib: 10.5555/sl
@article{, title={No Key}, author={A, B} year=2012, doi={10.5555/sl}}
@article{y, title={An Open One}, year=2011
%% jabref.bib: 10.5555/ja
% Encoding: UTF-8
@Article{Oak2018, author={Oak, Ana}, title={Of a Cabinet}, journal={J}, year={2018}, month=may, doi={10.5555/ja},
  file={:x.pdf:PDF}, groups={read}, timestamp={2018-05-01}, owner={ana}, __markedentry={[ana:6]}}
@Comment{jabref-meta: databaseType:bibtex;}
%% springer.bib: 10.1007/978-3-031-1_2
@InProceedings{10.1007/978-3-031-1_2, author="Oak, Ana", editor="Elm, Bo", title="Of Spring", booktitle="Lamps 2022",
  year="2022", publisher="Springer Nature Switzerland", address="Cham", pages="15--30", isbn="978-3-319-63211-7"}
%% ieee.bib: 10.1109/x.2020.1
@INPROCEEDINGS{9000001, author={Oak, A. and Elm, B.}, booktitle={2020 IEEE Lamps (IL)}, title={Of Engines}, year={2020},
  volume={}, number={}, pages={1-5}, keywords={Lamps;Light}, doi={10.1109/X.2020.1}, ISSN={1234-5679}, month={Feb},}
%% bibdesk.bib: 10.5555/bd https://a.example/bd
@article{Oak:2012, Author = {Oak, A}, Date-Added = {2012-01-01 10:00:00 +0000}, Title = {Of a Desk}, Year = {2012},
  Bdsk-Url-1 = {https://doi.org/10.5555/bd}, Url = {https://a.example/bd}, Doi = {10.5555/bd}}
%% biblatex.bib: 2001.00007 https://a.example/bl
@online{o9, author={Oak, Ana}, title={Of Latex}, date={2020-01-05}, eprint={2001.00007}, eprinttype={arxiv},
  eprintclass={cs.CL}, url={https://a.example/bl}, urldate={2021-01-01}, langid={english}}
%% strings.bib: 10.5555/st
@string{jol = "Journal of " # "Lamps"}
@article{s1, title={Of Strings}, author={Oak, Ana}, journal=jol, year=2009, month=jan # "~12", doi={10.5555/st}}
%% 2031-11-21-a31a.md: https://proceedings.mlr.press/v9/a31a.pdf https://a.example/sw
---
title: A Post
layout: inproceedings
id: a31a
author: [{given: Ana, family: Author}]
issued: {date-parts: [2026, 1, 2]}
pdf: https://proceedings.mlr.press/v9/a31a.pdf
software: https://a.example/sw
---
%% 2021.x.xml: 10.18653/v1/2021.x-main.1
<?xml version="1.0"?><collection id="2021.x"><volume id="main"><meta><booktitle>P</booktitle><year>2021</year></meta>
<paper id="1"><title>An Element</title><doi>10.18653/v1/2021.x-main.1</doi></paper></volume></collection>
%% zotero.ris: 10.5555/zr https://a.example/zr.pdf
TY  - JOUR
TI  - A Tag
DO  - 10.5555/zr
L1  - https://a.example/zr.pdf
ER  -
%% zotero.json: 10.5555/zc
[{"id": "http://zotero.org/users/1/items/A", "title": "An Item", "DOI": "10.5555/zc", "type": "article-journal"}]
%% notes.json: AbCdEf009 https://openreview.net/pdf/n.pdf
{"notes": [{"id": "AbCdEf009", "forum": "AbCdEf009", "pdate": 1735689600000,
  "content": {"title": {"value": "Of Reviews"}, "pdf": {"value": "/pdf/n.pdf"}}}]}
%% 2026-05-26.json: 2605.00001 https://github.com/a/b
[{"paper": {"id": "2605.00001", "title": "Of a Day", "githubRepo": "https://github.com/a/b"}, "numComments": 1}]
"""
FOUND = re.findall(r"^%% (\S+): (.*)\n((?:(?!%% ).*\n)+)", SHAPES, re.MULTILINE)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of all shapes, started from a folder of files, and built."""
    folder = tmp_path_factory.mktemp("shapes")
    (folder / "from").mkdir()
    for name, _, text in FOUND:
        (folder / "from" / name).write_text(text, "cp1252" if name == "cp1252.bib" else "utf-8")
    result = run("init", folder / "archive", "--from", folder / "from", "--yes")
    assert result.exit_code == 0, result.output
    built(folder / "archive")
    return folder / "archive/_site"


@pytest.fixture(scope="module")
def papers(site: Path) -> str:
    return html.unescape("".join(page.read_text("utf-8") for page in sorted((site / "papers").glob("*.html"))))


@pytest.mark.parametrize(("name", "wanted"), [(name, wanted.split()) for name, wanted, _ in FOUND])
def test_what_a_source_links_to_is_on_a_page(papers: str, name: str, wanted: list[str]) -> None:
    assert [text for text in wanted if text not in papers] == []


def test_the_newest_is_on_the_home_page(site: Path) -> None:
    home = (site / "index.html").read_text("utf-8")
    assert home.index("Of a Day") < home.index("A Post")
