"""One item of a Markdown list, or one row of a table, read as a paper."""

from __future__ import annotations

import re
from collections.abc import Sequence

from site_builder.exchange.dates import parse_date
from site_builder.exchange.draft import Draft
from site_builder.exchange.identifiers import find_identifiers, safe_id, web_address
from site_builder.exchange.importers.markdown_blocks import Item
from site_builder.exchange.importers.markdown_text import (
    DATE,
    are_names,
    cut_description,
    cut_sentence,
    only_date,
    split_names,
)
from site_builder.exchange.list_links import PAPER, label_kind, leads_to_paper, link_kind, paper_link, plain_kind
from site_builder.exchange.plain_text import one_line
from site_builder.exchange.record import Outcome, Skipped
from site_builder.text.links import find_addresses
from site_builder.text.pieces import Piece, plain_text, read_pieces

MAX_HEADING = 250
"""The most characters of a heading that are read."""

_BY = re.compile(r"\s*[,.]?\s*by:?\s+(.*)", re.DOTALL)
_DATED = re.compile(rf"\s*\(({DATE})\)")
_IN_BRACKETS = re.compile(r"[\s\W]*[\[(【]([^\[\]()【】]{2,60})[\])】]")
_QUOTED = re.compile(r"([^\"“”]{0,500})[“\"]([^\"“”]{8,500}?)[,.]?[”\"]")
_VENUE = re.compile(r"(arxiv|[A-Z][A-Za-z&+/.:\- ]{1,80}?)[\s,]*(?:['’]([0-9]{2})|((?:19|20)[0-9]{2}))")
_PREPRINT = re.compile(r"(?:arxiv|corr|preprint|arxiv preprint)", re.IGNORECASE)


class ListItem:
    """An item of a list, or a row of a table, on its way to a record."""

    def __init__(self, tags: Sequence[str], headings: Sequence[str]) -> None:
        self._draft = Draft()
        self._tags = list(tags)
        self._named: list[str] = []
        self._headings = headings
        self._links: dict[str, str] = {}
        self._is_paper = False

    def read(self, item: Item, pieces: Sequence[Piece], source: str, note: str) -> Outcome | None:
        """Return the paper, why the item is not a paper, or nothing for a paragraph of plain prose."""
        if item.cells:
            self._read_row(item)
        else:
            self._read_pieces(pieces)
        if not self._is_paper:
            if item.indent < 0:
                return None
            return Skipped(source, _reason(item, self._links))
        if item.indent < 0 and not (pieces and (pieces[0].style == "strong" or pieces[0].address)):
            return Skipped(source, "it is a paragraph that mentions a paper, not an item of a list")
        if note:
            self._draft.note(note)
        return self._record(source)

    def _record(self, source: str) -> Outcome:
        draft = self._draft
        # If a line repeats a tag of its heading, the line decides the order.
        own = {tag.casefold() for tag in self._named}
        tags = [*(tag for tag in self._tags if tag.casefold() not in own), *self._named]
        if tags:
            draft.put_list("tags", tags, "heading")
        if "published" not in draft.fields:
            year = next((found for text in reversed(self._headings) if (found := only_date(text))), "")
            draft.put("published", year, "heading")
        draft.fill({"links": self._links}, {"links": "link"})
        names = [str(draft.fields[kind]) for kind in ("arxiv", "acl", "doi", "openreview") if kind in draft.fields]
        name = safe_id(names[0]) if names else ""
        return draft.record(name or safe_id(str(draft.fields.get("title", ""))) or "paper", source)

    def _read_pieces(self, pieces: Sequence[Piece]) -> None:
        start = self._read_title(pieces)
        description: list[str] = []
        for position in range(start, len(pieces)):
            piece = pieces[position]
            if piece.address and (_is_label(pieces, position) or not description):
                self._link(piece, bracketed=_bracketed(pieces, position))
            elif description:
                description.append(piece.text)
            elif piece.style == "code":
                self._named.append(one_line(piece.text))
            elif piece.style == "em":
                self._emphasis(piece.text, exact=position > start and pieces[position - 1].text.endswith("("))
            else:
                before, dash, after = cut_description(piece.text)
                self._plain(before, first=position == start)
                if dash:
                    description = [after]
        self._describe("".join(description))

    def _read_title(self, pieces: Sequence[Piece]) -> int:
        """Read the title and what comes before it; return the position of what follows."""
        for position, piece in enumerate(pieces):
            text = one_line(piece.text)
            if piece.address:
                if (_is_label(pieces, position) and piece.style != "strong") or not re.search(r"\w", text):
                    self._link(piece, bracketed=True)
                    continue
                self._draft.put("title", text, "title")
                self._link(piece, bracketed=False)
                return position + 1
            if piece.style == "strong" and re.search(r"\w", text) and not only_date(text):
                self._draft.put("title", text.rstrip(":").rstrip() if text.endswith(":") else text, "title")
                # A date in parentheses right after it: only papers are cited like that.
                self._is_paper |= bool(position + 1 < len(pieces) and _DATED.match(pieces[position + 1].text))
                return position + 1
            if piece.style == "code" or piece.style == "strong":
                self._venue(text)
            elif piece.style == "em":
                self._emphasis(text, exact=False)
            elif text.endswith(":") and position + 1 < len(pieces) and pieces[position + 1].style == "strong":
                continue  # a short name before the title
            elif rest := self._leading(text):
                title, after = self._plain_title(rest)
                if len(re.findall(r"\w+", title)) > 1:
                    self._draft.put("title", title, "title")
                    self._plain(after, first=True)
                    return position + 1
        return len(pieces)

    def _plain_title(self, text: str) -> tuple[str, str]:
        """Return a title without markup and what follows it; read names before it and a venue after it."""
        if quoted := _QUOTED.match(text):
            if are_names(names := quoted[1].strip(" ,.")):
                self._people(names)
            return quoted[2], text[quoted.end() :]
        title, after = cut_sentence(text)
        if after and are_names(title):
            self._people(title)
            title, after = cut_sentence(after)
        before, comma, last = title.rpartition(",")
        return (before, after) if comma and self._venue(last.strip()) else (title, after)

    def _leading(self, text: str) -> str:
        """Read dates and venues in brackets at the start of a line; return the rest."""
        while match := _IN_BRACKETS.match(text):
            if not (only_date(match[1]) or _VENUE.fullmatch(match[1])):
                break
            self._venue(match[1])
            text = text[match.end() :]
        return text.lstrip(" -–—|:[]()").rstrip(" -–—|:[(")

    def _link(self, piece: Piece, *, bracketed: bool) -> None:
        address = web_address(piece.address)
        if not address:
            return
        named = bracketed or label_kind(piece.text)
        kind = link_kind(piece.text.strip("[] "), address) if named else plain_kind(address)
        self._is_paper |= kind in (PAPER, "pdf", "page", "html") and bool(named or kind == PAPER)
        if kind == PAPER:
            found, link = paper_link(address)
            self._draft.identify(found, "link")
            for name, value in link.items():
                self._keep_link(name, value)
        else:
            self._keep_link(kind or "page", address)

    def _keep_link(self, kind: str, address: str) -> None:
        names = (kind, *(f"{kind[:28]}-{number}" for number in range(2, 100)))
        if address not in self._links.values() and (name := next((n for n in names if n not in self._links), "")):
            self._links[name] = address

    def _plain(self, text: str, *, first: bool) -> None:
        if first and (match := _BY.fullmatch(text)):
            names = match[1]
            if date := _DATED.search(names):
                self._draft.put("published", parse_date(date[1].replace(".", "-")), "date")
                names = names[: date.start()]
            self._people(re.sub(r"\s*[\[(]*\s*\Z", "", names))
            self._is_paper = True
            return
        self._draft.identify(find_identifiers(text), "text")
        for _, _, address in find_addresses(text):
            if leads_to_paper(address):
                self._link(Piece("", "", address), bracketed=False)
        for part in re.split(r"\.\s|[\[\]();|]|\.\Z", text):
            self._part(part.strip(" ,.:"))

    def _part(self, text: str) -> None:
        """Read a part of a citation: a date, a venue, names, or several of these between commas."""
        while text and "://" not in text:
            if "authors" not in self._draft.fields and are_names(text):
                self._people(text)
                return
            text, _, last = text.rpartition(",")
            if not self._venue(last.strip()):
                return

    def _venue(self, text: str) -> bool:
        """Read a venue with its year, or a date; return whether the text is one."""
        if date := only_date(text):
            self._draft.fields.setdefault("published", date)
            return True
        if match := _VENUE.fullmatch(text.strip()):
            venue = match[1].strip(" ,.:-")
            self._draft.fields.setdefault("published", match[3] or f"20{match[2]}")
            if not _PREPRINT.fullmatch(venue):
                self._draft.fields.setdefault("venue", venue)
            return True
        return False

    def _emphasis(self, text: str, *, exact: bool) -> None:
        text = one_line(text)
        if exact:
            self._draft.put("venue", text, "emphasis")
        elif "authors" not in self._draft.fields and are_names(text, family=True):
            self._people(text)
        elif not self._venue(text) and re.fullmatch(r"[A-Z]{3,8}", text):
            self._draft.fields.setdefault("venue", text)

    def _people(self, text: str) -> None:
        self._draft.people("authors", split_names(one_line(text)), "names")

    def _describe(self, text: str) -> None:
        text = one_line(text)
        cited = self._draft.fields.keys() & {"authors", "venue", "published"}
        if not cited and are_names(text):
            self._people(text)
        elif re.search(r"\w", text) and (cited or not self._venue(text)):
            self._draft.put("summary", re.sub(r"\s*\[+\Z", "", text) if "]" not in text else text, "description")

    def _read_row(self, item: Item) -> None:
        roles = [_role(plain_text(column[:MAX_HEADING])) for column in item.columns]
        if "title" not in roles:
            roles[:1] = ["title"]
        for role, cell in zip(roles, item.cells, strict=False):
            pieces = read_pieces(cell)
            text = one_line("".join(piece.text for piece in pieces if piece.address or role != "title"))
            if role == "title":
                self._read_pieces(pieces)
                continue
            for piece in pieces:
                if piece.address:
                    label = piece.text if label_kind(piece.text) not in ("", PAPER) else role or piece.text
                    self._link(piece._replace(text=label), bracketed=True)
            if role == "authors":
                self._people(text)
            elif role == "venue" and re.search(r"\w", text) and not (_PREPRINT.fullmatch(text) or self._venue(text)):
                self._draft.put("venue", text, "venue")
            elif role == "date":
                # A venue's year says less than a column of dates.
                date = only_date(text) or parse_date(text.replace(".", "-"))
                self._draft.fields["published"] = date or self._draft.fields.get("published", "")
            elif role == "tags":
                self._named += [tag for part in re.split(r"[,;]", text) if (tag := one_line(part))]
            elif role == "summary":
                self._describe("".join(piece.text for piece in pieces if not piece.address or "://" in piece.address))


_ROLES = {
    "title": "title name paper papers publication work method",
    "authors": "authors author",
    "venue": "venue conference journal publisher pub published-in",
    "date": "date year time published",
    "tags": "tags tag keywords topic topics category categories",
    "summary": "summary description tldr note notes",
}
_ROLE = {name: role for role, names in _ROLES.items() for name in names.split()}


def _role(column: str) -> str:
    """Return what a column of a table holds; for links, their kind."""
    name = "-".join(re.findall(r"[a-z]+", column.lower().replace("tl;dr", "tldr")))
    return _ROLE.get(name) or label_kind(name)


def _bracketed(pieces: Sequence[Piece], position: int) -> bool:
    before = pieces[position - 1].text if position else ""
    after = pieces[position + 1].text if position + 1 < len(pieces) else ""
    inside = pieces[position].text.strip()
    return (before.endswith("[") and after.startswith("]")) or bool(re.fullmatch(r"\[[^\[\]]+\]", inside))


def _is_label(pieces: Sequence[Piece], position: int) -> bool:
    return _bracketed(pieces, position) or bool(label_kind(pieces[position].text))


def _reason(item: Item, links: dict[str, str]) -> str:
    if links:
        return f"it links to no paper, only to {next(iter(links.values()))[:80]}"
    return "it leads to another part of the list" if "](#" in item.text else "it links to no paper"
