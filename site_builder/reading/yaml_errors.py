"""What libyaml says of text that is no YAML, in plain words, and the cure."""

from __future__ import annotations

# A part of what it says, what that means, and the cure.
_CURES = (
    (
        "mapping values are not allowed",
        "a second ': ' on one line, or a line that is indented too far",
        "a value that holds ': ' stands in quotes: key: 'one: two'",
    ),
    ("indented by a tab", "a tab stands here", "indent with spaces, not with tabs"),
    (
        "that cannot start any token",
        "no value starts with this character",
        "put the value in quotes: key: '@value'",
    ),
    (
        "unknown escape character",
        "a backslash in double quotes",
        "write the value in single quotes; there a backslash is a backslash",
    ),
    (
        "while scanning a quoted scalar",
        "the quote that opens here is never closed",
        "close the quote; inside single quotes an apostrophe is written twice ('')",
    ),
    (
        "could not find expected ':'",
        "this line is no 'key: value'",
        "write 'key: value', or indent the line so that it belongs to the value before it",
    ),
    ("alias", "a value that starts with '*'", "put the value in quotes: key: '*value'"),
    ("anchor", "a value that starts with '&'", "put the value in quotes: key: '&value'"),
    ("tag", "a value that starts with '!'", "put the value in quotes: key: '!value'"),
    (
        "did not find expected ',' or ']'",
        "the list that opens here is not closed",
        "close it with ']'; an item that holds a comma, ': ' or ' #' stands in quotes",
    ),
    (
        "did not find expected ',' or '}'",
        "the map that opens here is not closed",
        "close it with '}'; a value that holds a comma, ': ' or ' #' stands in quotes",
    ),
    (
        "block sequence entries are not allowed",
        "the '- ' of a list stands beside its key",
        "write key: [one, two], or each '- item' on a line of its own below the key",
    ),
    (
        "did not find expected key",
        "no key is here",
        "check quotes and indentation, here and in the line above; a value that starts with a quote, '[' or '{' "
        "ends with it, or stands in quotes as a whole",
    ),
    ("did not find expected '-' indicator", "the items of a list are not alike", "indent each '- ' by as much"),
    ("but found another document", "a second document starts here", "delete the line '---' and what is below it"),
)


def in_plain_words(said: str) -> tuple[str, str]:
    """Return what is wrong and its cure, from what libyaml says."""
    found = next(((what, cure) for sign, what, cure in _CURES if sign in said), None)
    return found or (said, "put the value in quotes, or check the indentation")
