"""Text made to run a script wherever it is put without escaping: one list for every place that shows text."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

# What each of them does when it runs; a page that is opened with `TRAP` notes it.
CALL = "alert(1)"

# Noted in `window.trapped`, whichever way a script comes to run.
TRAP = """
window.trapped = [];
window.alert = (x) => { window.trapped.push(`alert ${x}`); };
addEventListener('securitypolicyviolation', (e) => { window.trapped.push(`policy ${e.violatedDirective}`); });
"""

_SCHEMES = (
    "javascript:{}",
    "JaVaScRiPt:{}",
    " javascript:{}",
    "java\tscript:{}",
    "java\nscript:{}",
    "javascript&colon;{}",
    "&#106;avascript:{}",
    "&#x6A;avascript&#x3A;{}",
    "javascript:%61lert(1)//{}",
    "\u2028javascript:{}",
    "vbscript:{}",
    "data:text/html,<script>{}</script>",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='{}'/>",
    "blob:https://example.org/{}",
    "file:///{}",
    "//example.org/{}",
    "\\\\example.org\\{}",
    "feed:javascript:{}",
    "view-source:javascript:{}",
)
_LINKS = (
    "[a]({})",
    "[a](<{}>)",
    "![a]({})",
    "<{}>",
    "[a][b]\n\n[b]: {}",
    "<a href='{}'>a</a>",
    "$\\href{{{}}}{{x}}$",
)
_EVENTS = (
    "img src=x onerror",
    "img/src=x/onerror",
    "svg onload",
    "svg/onload",
    "body onload",
    "details open ontoggle",
    "video src=x onerror",
    "input autofocus onfocus",
    "marquee onstart",
    "select autofocus onfocus",
    "iframe onload",
    "math><mtext><img src=x onerror",
    "svg><animate onbegin",
    "svg><set onbegin",
    "object data=x onerror",
    "style onload",
    "link rel=stylesheet href=x onerror",
    "xss style=animation-name:x onanimationstart",
)
_QUOTES = ("{}", '"{}"', "'{}'", "`{}`")
_BREAKERS = (
    "",
    '">',
    "'>",
    "--></",
    "]]>",
    "</title>",
    "</script>",
    "</style>",
    "</textarea>",
    "</math>",
    "</svg>",
    "</pre>",
)
_ATTRIBUTES = (
    '" onmouseover="{}',
    "' onmouseover='{}",
    '" autofocus onfocus="{}" x="',
    "' autofocus onfocus='{}' x='",
    '"onpointerenter={} ',
    "x onclick={} ",
    '" style="animation-name:x" onanimationstart="{}',
    '" srcdoc="<script>{}</script>',
    "\u00a0onmouseover={}",
    "&quot; onmouseover=&quot;{}",
)
_SCRIPTS = (
    "<script>{}</script>",
    "<SCRIPT>{}</SCRIPT>",
    "<script\n>{}</script\n>",
    "<script/x>{}</script>",
    "<scr<script>ipt>{}</scr</script>ipt>",
    "<script src=data:,{}></script>",
    "<script type=module>{}</script>",
    "<svg><script>{}</script></svg>",
    "<svg><script href='data:,{}'/></svg>",
    "<math><mtext></form><form><mglyph><style></math><img src=x onerror={}>",
    "<math><annotation-xml encoding='text/html'><script>{}</script></annotation-xml></math>",
    "<noscript><p title='</noscript><script>{}</script>'>",
    "<template><script>{}</script></template>",
    "<table><td><svg><desc><td><title></desc><img src=x onerror={}></title>",
    "<!--><script>{}</script>-->",
    "<![CDATA[><script>{}</script>]]>",
    "<?xml version='1.0'?><script>{}</script>",
    "<!DOCTYPE html><script>{}</script>",
    "</p></main><script>{}</script>",
    "\ufeff<script>{}</script>",
    "%3Cscript%3E{}%3C/script%3E",
    "&lt;script&gt;{}&lt;/script&gt;",
    "&#60;script&#62;{}&#60;/script&#62;",
    "\\u003cscript\\u003e{}\\u003c/script\\u003e",
    "\uff1cscript\uff1e{}\uff1c/script\uff1e",
    "+ADw-script+AD4-{}+ADw-/script+AD4-",
    "\u2028{}\u2028//",
    "\u2029;{};\u2029",
    "*/{}/*",
    "');{};('",
    '");{};("',
    "\\');{};//",
    "${{{}}}",
    "`${{{}}}`",
    "</script><script>{}</script>",
    "<!--<script>{}",
    "<base href='//example.org/'><script src=x.js></script>{}",
    "<meta http-equiv=refresh content='0;url=javascript:{}'>",
    "<meta charset=utf-7><script>{}</script>",
    "<link rel=import href='data:text/html,<script>{}</script>'>",
    "<iframe srcdoc='<script>{}</script>'></iframe>",
    "<iframe src=javascript:{}></iframe>",
    "<object data=javascript:{}></object>",
    "<embed src=javascript:{}>",
    "<form action=javascript:{}><button>a</button></form>",
    "<button formaction=javascript:{}>a</button>",
    "<isindex action=javascript:{} type=submit>",
    "<a href=javascript:{}>a</a>",
    "<a xlink:href=javascript:{}>a</a>",
    "<svg><a xlink:href=javascript:{}><text>a</text></a></svg>",
    "<svg><use href='data:image/svg+xml,<svg onload={}>'/></svg>",
    "<math href=javascript:{}>a</math>",
    "<portal src=javascript:{}></portal>",
)
_TEMPLATES = (
    "{{{{ {} }}}}",
    "{{{{ ''.__class__.__mro__[1].__subclasses__() }}}}{}",
    "{{% include '/etc/passwd' %}}{}",
    "{{{{ config }}}}{}",
    "{{{{ self._TemplateReference__context }}}}{}",
    "{{% raw %}}{}",
    "{{# {}",
    "<%= {} %>",
    "#{{{}}}",
    "@{{{}}}",
    "{{{{constructor.constructor('{}')()}}}}",
    "[[{}]]",
)
_STYLES = (
    "<style>@import 'javascript:{}';</style>",
    "<style>*{{background:url(javascript:{})}}</style>",
    "<div style=background:url(javascript:{})>",
    "<div style=width:expression({})>",
    "}}</style><script>{}</script>",
    ";}}*{{background:url(//example.org/{})}}",
    "red;background:url(//example.org/{})",
)
_TERMINAL = (
    "\x1b[2J{}",
    "\x1b]0;title\x07{}",
    "\x1b]8;;https://example.org/\x1b\\{}",
    "\x9b31m{}",
    "\r{}",
    "\x08\x08{}",
    "\u202e{}",
    "\u2066{}\u2069",
)
_FORMULAS = (
    "$\\style{{x:url({})}}{{y}}$",
    '$\\class{{x" onload="{}}}{{y}}$',
    "$\\text{{<img src=x onerror={}>}}$",
    "$\\mathrm{{</math><script>{}</script>}}$",
    "$$\\begin{{array}}{{c}}<script>{}</script>\\end{{array}}$$",
    "$&lt;img src=x onerror={}&gt;$",
    "$\\unicode{{x3C}}script{}$",
    "$\\require{{html}}\\href{{javascript:{}}}{{x}}$",
    "$\\html{{<script>{}</script>}}$",
    "$\\char`<img src=x onerror={}>$",
)
# What reads or writes files where somebody's text cites the paper.
_TEX = (
    "$\\input{{/etc/passwd}}$ {}",
    "$\\begin{{input}}{{/etc/passwd}}\\end{{input}}$ {}",
    "$\\immediate\\write18{{{}}}$",
    "$\\csname inp\\string ut\\endcsname{{/etc/passwd}}$ {}",
    "$^^5cinput{{/etc/passwd}}$ {}",
    "$$\\def\\x{{\\x}}\\x$$ {}",
    "\\input{{/etc/passwd}} {}",
    "$}}}}, file = {{{{:x:}} {}$",
    "}}}},\n file = {{/etc/passwd}},\n note = {{{{{}",
    "@comment{{}} @misc{{evil, title = {{{}}}}}",
)


def injections() -> list[str]:
    """Return all of them, each once, in a fixed order."""
    return list(dict.fromkeys(_all()))


def injected_addresses() -> list[str]:
    """Return addresses that run something, for fields that hold addresses."""
    return [scheme.format(CALL) for scheme in _SCHEMES]


def _all() -> Iterator[str]:
    for link, scheme in product(_LINKS, _SCHEMES):
        yield link.format(scheme.format(CALL))
    for breaker, event in product(_BREAKERS, _EVENTS):
        yield f"{breaker}<{event}={CALL}>"
    for quote, event in product(_QUOTES, _EVENTS[:6]):
        yield f"<{event}={quote.format(CALL)}>"
    for group in (_ATTRIBUTES, _SCRIPTS, _TEMPLATES, _STYLES, _TERMINAL, _FORMULAS, _TEX):
        for form in group:
            yield form.format(CALL)
