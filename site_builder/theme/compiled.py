"""Compiled templates: kept by this process, and from one build to the next in the cache.

Compiled code runs, so it is read from the cache only behind this machine's seal, as every other value is.
"""

from __future__ import annotations

import marshal
from collections.abc import Mapping
from hashlib import blake2b
from importlib.util import MAGIC_NUMBER
from types import CodeType

import jinja2
import msgspec
from jinja2.bccache import Bucket

from site_builder.core.cache_files import Memos, tool_digest

MEMO = "templates"
_MOST = 1_000

_compiled: dict[bytes, CodeType] = {}
"""What this process has compiled or read: `serve` builds, and so loads a theme, again and again."""

_decoder = msgspec.msgpack.Decoder(dict[str, tuple[bytes, bytes]])


class CompiledTemplates(jinja2.BytecodeCache):
    """The compiled templates of one theme in one language; without `memos`, only this process keeps them."""

    def __init__(self, words: Mapping[str, str], memos: Memos | None = None) -> None:
        self._made_from = _digest(tool_digest(), MAGIC_NUMBER, jinja2.__version__, sorted(words.items()))
        self._memos = memos
        memo = memos.load_memo(MEMO, self._made_from) if memos else None
        # For each template, the digest of its text and the code, so that an edited one replaces what was compiled.
        self._kept = {} if memo is None else _decoder.decode(memo)
        self._is_kept = True

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a template the code that was compiled from the same name, text and words, if there is any."""
        key = self._key(bucket)
        text, code = self._kept.get(bucket.key, (b"", b""))
        if key not in _compiled and text == key:
            _compiled[key] = marshal.loads(code)
        bucket.code = _compiled.get(key)
        if bucket.code is not None and text != key:
            self._keep(bucket, key)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Remember a template's code."""
        if len(_compiled) >= _MOST:
            _compiled.clear()
        if bucket.code is not None:
            _compiled[self._key(bucket)] = bucket.code
            self._keep(bucket, self._key(bucket))

    def store(self) -> None:
        """Cache what was compiled for the next build."""
        if self._memos and not self._is_kept:
            self._memos.store_memo(MEMO, self._made_from, msgspec.msgpack.encode(self._kept))
            self._is_kept = True

    def _keep(self, bucket: Bucket, key: bytes) -> None:
        if self._memos and bucket.code is not None:
            self._kept[bucket.key] = (key, marshal.dumps(bucket.code))
            self._is_kept = False

    def _key(self, bucket: Bucket) -> bytes:
        return _digest(self._made_from, bucket.key, bucket.checksum)


def _digest(*parts: object) -> bytes:
    return blake2b(msgspec.msgpack.encode(parts), digest_size=16).digest()
