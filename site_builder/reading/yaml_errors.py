"""Libyaml's error messages in plain words, each with a hint."""

from __future__ import annotations

# Part of its message, what is wrong in plain words, and the hint.
_CURES = (
    (
        "mapping values are not allowed",
        "second ': ' on one line, or a line that is indented too far",
        "put a value that contains ': ' in quotes: key: 'one: two'",
    ),
    ("indented by a tab", "tab in the indentation", "indent with spaces"),
    (
        "that cannot start any token",
        "a value cannot start with this character",
        "put the value in quotes: key: '@value'",
    ),
    (
        "unknown escape character",
        "backslash in double quotes",
        "use single quotes, in which a backslash has no special meaning",
    ),
    (
        "while scanning a quoted scalar",
        "unclosed quote",
        "close the quote; within single quotes, write an apostrophe twice ('')",
    ),
    (
        "could not find expected ':'",
        "this line is not 'key: value'",
        "write 'key: value', or indent the line to continue the value above",
    ),
    ("alias", "value that starts with '*'", "put the value in quotes: key: '*value'"),
    ("anchor", "value that starts with '&'", "put the value in quotes: key: '&value'"),
    ("tag", "value that starts with '!'", "put the value in quotes: key: '!value'"),
    (
        "did not find expected ',' or ']'",
        "unclosed list",
        "close it with ']'; put an item that contains a comma, ': ' or ' #' in quotes",
    ),
    (
        "did not find expected ',' or '}'",
        "unclosed map",
        "close it with '}'; put a value that contains a comma, ': ' or ' #' in quotes",
    ),
    (
        "block sequence entries are not allowed",
        "list item on the same line as its key",
        "write key: [one, two], or put each '- item' on a line of its own below the key",
    ),
    (
        "did not find expected key",
        "expected a key here",
        "check the quotes and the indentation here and on the line above; put a value that starts with a quote, "
        "'[' or '{' but does not end with it in quotes",
    ),
    ("did not find expected '-' indicator", "list items have different indentation", "indent every '- ' equally"),
    ("but found another document", "second document", "delete the line '---' and everything below it"),
)


def in_plain_words(message: str) -> tuple[str, str]:
    """Return what is wrong and a hint, for an error message of libyaml."""
    found = next(((what, cure) for sign, what, cure in _CURES if sign in message), None)
    return found or (message, "put the value in quotes, or check the indentation")
