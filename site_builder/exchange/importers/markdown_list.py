"""Reading lists in Markdown, "awesome lists", as people write them: an item or a row of a table for each paper.

No two lists are alike. What is certain is read: the title, links, what is emphasized or in parentheses, names behind
`by`. What only looks like names, a venue or a description is read as such where nothing speaks against it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from site_builder.exchange.dates import iso_date, month_number, parse_date
from site_builder.exchange.draft import Draft
from site_builder.exchange.identifiers import find_identifiers, safe_id, web_address
from site_builder.exchange.importers.markdown_blocks import Item, heading_tags, split_items
from site_builder.exchange.list_links import PAPER, label_kind, leads_to_paper, link_kind, paper_link, plain_kind
from site_builder.exchange.plain_text import decode, one_line
from site_builder.exchange.record import KnownTerms, Outcome, Record, Skipped
from site_builder.exchange.spellings import harmonised
from site_builder.text.links import find_addresses
from site_builder.text.pieces import Piece, plain_text, read_pieces
from site_builder.text.slugs import fold

MAX_LIST_BYTES = 50_000_000
MAX_ITEM = 20_000
_MAX_MARKS = 300
"""More brackets, stars and the like are no line that somebody wrote, and would take long to parse."""

_MAX_HEADING = 250

DATE = r"(?:19|20)[0-9]{2}(?:[-/.][0-9]{1,2}){0,2}"
_DATE = re.compile(rf"(?<![0-9]){DATE}(?![0-9])")
_BY = re.compile(r"\s*[,.]?\s*by:?\s+(.*)", re.DOTALL)
_DATED = re.compile(rf"\s*\(({DATE})\)")
_IN_BRACKETS = re.compile(r"[\s\W]*[\[(【]([^\[\]()【】]{2,60})[\])】]")
_DESCRIPTION = re.compile(r"(?:\A|[\s\])}.,:])(?:[-–—|]+|:)\s+(?=\S)")
_MONTH_DATE = re.compile(r"([A-Z][a-z]{2,8})\.?\s+(?:([0-9]{1,2}),?\s+)?((?:19|20)[0-9]{2})")
_QUOTED = re.compile(r"([^\"“”]{0,500})[“\"]([^\"“”]{8,500}?)[,.]?[”\"]")
_VENUE = re.compile(r"(arxiv|[A-Z][A-Za-z&+/.:\- ]{1,80}?)[\s,]*(?:['’]([0-9]{2})|((?:19|20)[0-9]{2}))")
_PREPRINT = re.compile(r"(?:arxiv|corr|preprint|arxiv preprint)", re.IGNORECASE)
_NAME = re.compile(r"(?:[^\W\d_][\w.'’‐-]*)(?:\s+[^\W\d_][\w.'’‐-]*){1,4}")
_ET_AL = re.compile(r"\s*,?\s*\bet\.?\s+al\b\.?\s*\Z", re.IGNORECASE)

_MARKS = re.compile(r"[\[\]*_`<$&!\\]")


def read_markdown(paths: Sequence[Path], known: KnownTerms) -> Iterator[Outcome]:
    """Yield the papers of the lists; one that is listed twice is one paper with the tags and links of both places."""
    outcomes = list(_merged(outcome for path in paths for outcome in _read_file(path)))
    yield from harmonised(outcomes, outcomes, known)


def _merged(outcomes: Iterator[Outcome]) -> Iterator[Outcome]:
    first: dict[tuple[str, str], Record] = {}
    for outcome in outcomes:
        if isinstance(outcome, Skipped):
            yield outcome
            continue
        key = (outcome.id, fold(str(outcome.fields["title"])))
        if key not in first:
            first[key] = outcome
            continue
        for name, value in outcome.fields.items():
            known = first[key].fields.setdefault(name, value)
            if isinstance(known, dict) and isinstance(value, dict):
                first[key].fields[name] = value | known
            elif name == "tags" and isinstance(known, list) and isinstance(value, list):
                first[key].fields[name] = list(dict.fromkeys([*known, *value]))
    yield from first.values()


def _read_file(path: Path) -> Iterator[Outcome]:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_LIST_BYTES + 1)
    except OSError as error:
        yield Skipped(str(path), f"cannot be read: {error}")
        return
    if len(data) > MAX_LIST_BYTES:
        yield Skipped(str(path), f"has more than {MAX_LIST_BYTES // 1_000_000} MB: split it")
        return
    text, note = decode(data)
    tags: dict[tuple[str, ...], list[str]] = {}
    for item, pieces in _with_parts(split_items(text.replace("\r\n", "\n").replace("\r", "\n"))):
        source = f"{path}: line {item.line}"
        if item.headings not in tags:
            tags[item.headings] = heading_tags([plain_text(heading[:_MAX_HEADING]) for heading in item.headings])
        if isinstance(pieces, str):
            yield Skipped(source, pieces)
        elif outcome := _Line(tags[item.headings], item.headings).read(item, pieces, source, note):
            yield outcome
            note = ""


def _with_parts(items: Iterator[Item]) -> Iterator[tuple[Item, list[Piece] | str]]:
    """Yield items with their pieces, or with why they cannot be read; deeper items that only link belong to theirs."""
    last: tuple[Item, list[Piece]] | None = None
    for item in items:
        problem = _problem(item)
        pieces = [] if problem or item.cells else read_pieces(item.text)
        if last and item.indent > last[0].indent >= 0 and pieces and _only_labels(pieces):
            last[1].extend([Piece(" "), *pieces])
            continue
        if last and item.indent > last[0].indent >= 0 and not any(piece.address for piece in pieces):
            if detail := _detail(pieces):
                last[1].append(detail)
            else:
                yield item, problem or pieces
            continue
        if last:
            yield last
        last = None if problem else (item, pieces)
        if problem:
            yield item, problem
    if last:
        yield last


def _problem(item: Item) -> str:
    if len(item.text) > MAX_ITEM:
        return f"the item has {len(item.text):,} characters, more than {MAX_ITEM:,}"
    if len(_MARKS.findall(item.text)) > _MAX_MARKS:
        return f"the item has more than {_MAX_MARKS} brackets and other marks"
    return ""


def _only_labels(pieces: Sequence[Piece]) -> bool:
    links = [piece for piece in pieces if piece.address]
    return bool(links) and all(
        label_kind(piece.text) if piece.address else not re.search(r"\w{2}", piece.text) for piece in pieces
    )


_DETAIL = re.compile(r"\s*(authors?|summary|abstract|description|tl;?dr)\s*:\s*(.+)", re.IGNORECASE | re.DOTALL)


def _detail(pieces: Sequence[Piece]) -> Piece | None:
    """Return what a deeper item without links says of its paper: names or a description, as its own line would."""
    text = one_line("".join(piece.text for piece in pieces))
    match = _DETAIL.fullmatch(text)
    if match and not match[1].lower().startswith("author"):
        return Piece(f" - {match[2]}")
    names = re.sub(r"[.\s]*(?:\([0-9]{4}\))?\.?\Z", "", match[2] if match else text)
    return Piece(names, "em") if _are_names(names) else None


class _Line:
    """One item in the making."""

    def __init__(self, tags: Sequence[str], headings: Sequence[str]) -> None:
        self._draft = Draft()
        self._tags = list(tags)
        self._named: list[str] = []
        self._headings = headings
        self._links: dict[str, str] = {}
        self._is_paper = False

    def read(self, item: Item, pieces: Sequence[Piece], source: str, note: str) -> Outcome | None:
        """Return the paper, why the item is none, or nothing for a paragraph of plain prose."""
        if item.cells:
            self._read_row(item)
        else:
            self._read_pieces(pieces)
        if not self._is_paper:
            if item.indent < 0:
                return None
            return Skipped(source, _reason(item, self._links))
        if item.indent < 0 and not (pieces and (pieces[0].style == "strong" or pieces[0].address)):
            return Skipped(source, "it is a paragraph that mentions a paper, no item of a list")
        if note:
            self._draft.note(note)
        return self._record(source)

    def _record(self, source: str) -> Outcome:
        draft = self._draft
        # A line that names the heading's tag among its own states their order.
        own = {tag.casefold() for tag in self._named}
        tags = [*(tag for tag in self._tags if tag.casefold() not in own), *self._named]
        if tags:
            draft.put_list("tags", tags, "heading")
        if "published" not in draft.fields:
            year = next((found for text in reversed(self._headings) if (found := _only_date(text))), "")
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
                before, dash, after = _cut(piece.text)
                self._plain(before, first=position == start)
                if dash:
                    description = [after]
        self._describe("".join(description))

    def _read_title(self, pieces: Sequence[Piece]) -> int:
        """Take the title, and what is before it; return the position of what is after it."""
        for position, piece in enumerate(pieces):
            text = one_line(piece.text)
            if piece.address:
                if (_is_label(pieces, position) and piece.style != "strong") or not re.search(r"\w", text):
                    self._link(piece, bracketed=True)
                    continue
                self._draft.put("title", text, "title")
                self._link(piece, bracketed=False)
                return position + 1
            if piece.style == "strong" and re.search(r"\w", text) and not _only_date(text):
                self._draft.put("title", text.rstrip(":").rstrip() if text.endswith(":") else text, "title")
                # A date in parentheses right behind it: nothing but a paper is cited so.
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
        """Return a title without mark-up, and what is behind it; names before it and a venue behind it are taken."""
        if quoted := _QUOTED.match(text):
            if _are_names(names := quoted[1].strip(" ,.")):
                self._people(names)
            return quoted[2], text[quoted.end() :]
        title, after = _sentence(text)
        if after and _are_names(title):
            self._people(title)
            title, after = _sentence(after)
        before, comma, last = title.rpartition(",")
        return (before, after) if comma and self._venue(last.strip()) else (title, after)

    def _leading(self, text: str) -> str:
        """Take dates and venues in brackets at the start of a line; return the rest."""
        while match := _IN_BRACKETS.match(text):
            if not (_only_date(match[1]) or _VENUE.fullmatch(match[1])):
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
        """Take a part of a citation: a date, a venue, names, or several of these between commas."""
        while text and "://" not in text:
            if "authors" not in self._draft.fields and _are_names(text):
                self._people(text)
                return
            text, _, last = text.rpartition(",")
            if not self._venue(last.strip()):
                return

    def _venue(self, text: str) -> bool:
        """Take a venue with its year, or a date; return whether the text is one."""
        if date := _only_date(text):
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
        elif "authors" not in self._draft.fields and _are_names(text, family=True):
            self._people(text)
        elif not self._venue(text) and re.fullmatch(r"[A-Z]{3,8}", text):
            self._draft.fields.setdefault("venue", text)

    def _people(self, text: str) -> None:
        self._draft.people("authors", split_names(one_line(text)), "names")

    def _describe(self, text: str) -> None:
        text = one_line(text)
        cited = self._draft.fields.keys() & {"authors", "venue", "published"}
        if not cited and _are_names(text):
            self._people(text)
        elif re.search(r"\w", text) and (cited or not self._venue(text)):
            self._draft.put("summary", re.sub(r"\s*\[+\Z", "", text) if "]" not in text else text, "description")

    def _read_row(self, item: Item) -> None:
        roles = [_role(plain_text(column[:_MAX_HEADING])) for column in item.columns]
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
                date = _only_date(text) or parse_date(text.replace(".", "-"))
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
    """Return what a table's column holds; one that holds links has the kind of these."""
    name = "-".join(re.findall(r"[a-z]+", column.lower().replace("tl;dr", "tldr")))
    return _ROLE.get(name) or label_kind(name)


def split_names(text: str) -> list[str]:
    """Return the names of a list, which semicolons part where there is one, else commas and `and`.

    A list that ends in a semicolon has no `and` before its last name: exports write it so for names that begin with it.
    """
    others = bool(_ET_AL.search(text))
    parts = (_ET_AL.sub("", text)).split(";") if ";" in text else re.split(r",|\s+and\s+|\s*&\s*", _ET_AL.sub("", text))
    if parts[-1].strip():
        parts = [re.sub(r"\A(?:and|&)\s+", "", part.strip()) for part in parts]
    names = [name for part in parts if (name := part.strip())]
    return [*names, "et al."] if others else names


def _are_names(text: str, *, family: bool = False) -> bool:
    """Return whether a text looks like names: several, or one and `et al.`, each of a few words in capitals.

    `family` also allows names of one word.
    """
    if len(text) > 2_000 or re.search(r"[0-9:?!]", text):
        return False
    names = split_names(text)
    people = [name for name in names if name != "et al."]
    return len(names) > 1 and all(
        (_NAME.fullmatch(name) or family or len(names) > len(people)) and name[:1].isupper() and _capitals(name)
        for name in people
    )


def _capitals(name: str) -> bool:
    """Return whether every word starts with a capital but particles such as `van der`."""
    return all(word[:1].isupper() or len(word) < 4 or not word.isascii() for word in name.split())


def _only_date(text: str) -> str:
    """Return the date that a text is, and nothing else; or an empty text."""
    bare = text.strip(" []().:,#*")
    if month := _MONTH_DATE.fullmatch(bare):
        number = month_number(month[1])
        return iso_date(int(month[3]), number, int(month[2] or 0)) if number else ""
    match = _DATE.fullmatch(bare)
    return parse_date(bare.replace(".", "-")) if match else ""


def _cut(text: str) -> tuple[str, bool, str]:
    match = _DESCRIPTION.search(text)
    return (text[: match.start()], True, text[match.end() :]) if match else (text, False, "")


def _sentence(text: str) -> tuple[str, str]:
    """Return a title that is plain text, and what is behind it."""
    match = re.search(r"\.\s|\s[-–—|]\s|\s\[", text)
    end = match.start() if match else len(text)
    return text[:end].strip(" ,.[("), text[match.end() :] if match else ""


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
