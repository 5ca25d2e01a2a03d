"""What language models can ask of an archive, and that a real client of the protocol is answered."""

from __future__ import annotations

import asyncio
import builtins
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from mcp import Client, StdioServerParameters, stdio_client

from site_builder.agent.shelf import AskError, Shelf
from site_builder.agent.sources import open_shelf
from tests.sample import BASE_URL
from tests.shelf import run

ALL = "all-fields"


@contextmanager
def served(folder: Path) -> Iterator[str]:
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="module", params=["archive", "folder", "web"])
def shelf(request: pytest.FixtureRequest, sample_site: Path) -> Iterator[Shelf]:
    if request.param == "web":
        with served(sample_site) as address:
            yield open_shelf(address)
    else:
        yield open_shelf(str(sample_site if request.param == "folder" else sample_site.parent))


def ids(answer: dict[str, Any]) -> list[str]:
    return [paper["id"] for paper in answer["papers"]]


def test_search_finds_what_the_site_finds(shelf: Shelf) -> None:
    shelf.prepare()
    assert ids(shelf.search("ladders")) == [ALL]
    assert ids(shelf.search('author:"ana author" year:2019')) == ["year-only"]
    found = shelf.search("note", limit=3)
    assert (found["count"], len(found["papers"])) == (13, 3)
    assert ids(shelf.search("shelf note", order="title"))[0].startswith("note-")
    for wrong in ("", "year:soon"):
        with pytest.raises(AskError):
            shelf.search(wrong)


def test_a_paper_is_found_by_each_of_its_names(shelf: Shelf) -> None:
    for name in (ALL, "2603.00001", "https://doi.org/10.1000/shelf.1", " https://arxiv.org/abs/2603.00001v2 "):
        paper = shelf.paper(name)
        assert (paper["id"], paper["page"]) == (ALL, f"{BASE_URL}papers/{ALL}.html")
        assert "sort" in paper["abstract"]
    with pytest.raises(AskError, match="no paper is named"):
        shelf.paper("nothing")


def test_papers_lead_to_others(shelf: Shelf) -> None:
    assert ids(shelf.related(ALL))[:2] == ["bare", "many-authors"]
    assert ids(shelf.citations("note-1")["cites"]) == [ALL, "old-1"]
    assert shelf.citations(ALL)["cited_by"]["count"] == 8
    assert shelf.bibtex([ALL, "bare"]).count("@") == 2
    assert set(ids(shelf.new("2026-03-02"))) == {ALL, "withdrawn", *(f"note-{n}" for n in range(1, 9))}


def test_a_client_of_the_protocol_is_answered(sample_site: Path) -> None:
    async def talk() -> tuple[set[str], list[Any]]:
        command = StdioServerParameters(
            command=sys.executable, args=["-m", "site_builder", "mcp", str(sample_site)], cwd=str(Path.cwd())
        )
        async with Client(stdio_client(command)) as client:
            tools = {tool.name for tool in (await client.list_tools()).tools}
            asked: list[tuple[str, dict[str, object]]] = [
                ("search", {"query": "ladders"}),
                ("bibtex", {"names": [ALL]}),
                ("paper", {"name": "nothing"}),
            ]
            return tools, [await client.call_tool(name, arguments) for name, arguments in asked]

    # In a thread of its own: tests of browsers leave a running event loop in this one.
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(asyncio.run, asyncio.wait_for(talk(), 120)).result()
    tools, (search, bibtex, unknown) = answer
    assert tools == {"search", "paper", "related", "cites", "bibtex", "new"}
    assert ids(search.structured_content) == [ALL]
    assert bibtex.content[0].text.startswith("@article{")
    assert unknown.is_error
    assert "search for its title" in unknown.content[0].text


def test_without_the_extra_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *args: Any, **options: Any) -> Any:
        if name.partition(".")[0] == "mcp":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return real(name, *args, **options)

    monkeypatch.delitem(sys.modules, "site_builder.agent.tools", raising=False)
    monkeypatch.setattr(builtins, "__import__", without)
    refused = run("mcp", ".")
    assert refused.exit_code == 1
    assert refused.stderr.splitlines() == ["Error: needs a package; run: pip install 'papershelf[mcp]'"]


def test_a_folder_without_papers_is_refused(tmp_path: Path) -> None:
    (tmp_path / "api/v1").mkdir(parents=True)
    (tmp_path / "api/v1/index.json").write_text("{}")
    refused = run("mcp", str(tmp_path))
    assert refused.exit_code == 1
    assert "name the folder of an archive" in refused.stderr
