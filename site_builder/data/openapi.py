"""The API's OpenAPI document, from the types that its files are encoded from."""

from __future__ import annotations

import msgspec

from site_builder.data.types import API_VERSION, CitationList, Dates, Index, PaperBlock, TermList

_PATHS = {
    "api/v1/index.json": (Index, "The index: what there is, and where", ()),
    "api/v1/papers/{block}.json": (PaperBlock, "Some papers; the index lists the blocks", ("block",)),
    "api/v1/taxonomies/{taxonomy}.json": (TermList, "All terms of a taxonomy", ("taxonomy",)),
    "api/v1/dates.json": (Dates, "All days, weeks, months and years with papers", ()),
    "api/v1/citations.json": (CitationList, "Who cites whom, where the archive says so; the index names it", ()),
}


def openapi_document(title: str, base_url: str) -> dict[str, object]:
    """Return the document; addresses are relative to `base_url` or, without one, to the root two folders up."""
    types = [type_ for type_, _, _ in _PATHS.values()]
    _, components = msgspec.json.schema_components(types, ref_template="#/components/schemas/{name}")
    return {
        "openapi": "3.1.0",
        "info": {
            "title": title,
            "version": API_VERSION,
            "description": "Static files: nothing but GET, no key, no limit. Fields may be added within a version.",
        },
        "servers": [{"url": base_url or "../../"}],
        "paths": {f"/{path}": {"get": _operation(path)} for path in _PATHS},
        "components": {"schemas": components},
    }


def _operation(path: str) -> dict[str, object]:
    type_, summary, names = _PATHS[path]
    schema = {"$ref": f"#/components/schemas/{type_.__name__}"}
    return {
        "operationId": f"get{type_.__name__}",
        "summary": summary,
        "parameters": [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names],
        "responses": {"200": {"description": summary, "content": {"application/json": {"schema": schema}}}},
    }
