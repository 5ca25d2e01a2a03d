"""The options of commands that ask services on the web."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ParamSpec, TypeVar

import click

from site_builder.exchange.services.fetch import BASES
from site_builder.reading.plain_values import is_web_address

Parameters = ParamSpec("Parameters")
Returned = TypeVar("Returned")


def service_options(command: Callable[Parameters, Returned]) -> Callable[Parameters, Returned]:
    """Add `--contact` and `--base`."""
    contact = click.option(
        "--contact", envvar="PAPERSHELF_CONTACT", default="", help="Your email address, sent to the services."
    )
    base = click.option(
        "--base",
        "bases",
        multiple=True,
        envvar="PAPERSHELF_BASES",
        metavar="SERVICE=URL",
        help=f"Another address for a service, such as a mirror; services: {', '.join(BASES)}.",
    )
    return contact(base(command))


def addresses_of(bases: Sequence[str]) -> dict[str, str]:
    """Return the address of each service, with those that `--base` gives."""
    return BASES | dict(map(_address, bases))


def _address(text: str) -> tuple[str, str]:
    name, _, address = text.partition("=")
    if name not in BASES or not is_web_address(address):
        raise click.UsageError(f"'{text}' is not SERVICE=URL; services: {', '.join(BASES)}")
    return name, address.rstrip("/")
