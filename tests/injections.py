"""Texts that become a script where they are not escaped, and versions that carry them in every field."""

from dataclasses import fields

import mediakit as mk

RUN = "window.executed=1"
INJECTIONS = (
    f"<script>{RUN}</script>",
    f"</style><script>{RUN}</script>",
    f"</title><script>{RUN}</script>",
    f"--><script>{RUN}</script>",
    f"]]><script>{RUN}</script>",
    f"<img src=x onerror={RUN}>",
    f"<svg onload={RUN}>",
    f"<svg><animate onbegin={RUN} attributeName=x></svg>",
    f"<details open ontoggle={RUN}>",
    f"<input autofocus onfocus={RUN}>",
    f"<iframe srcdoc='<script>parent.{RUN}</script>'>",
    f"<iframe src='javascript:parent.{RUN}'>",
    f"<a href='javascript:{RUN}'>click</a>",
    f"javascript:{RUN}",
    f'" onmouseover="{RUN}" x="',
    f"' onmouseover='{RUN}' x='",
    f"x style=animation-name:x onanimationstart={RUN}",
    f"<math><mtext></form><form><mglyph><style></math><img src onerror={RUN}>",
    f"<style>@import'//x.test/';</style><link rel=stylesheet href=//x.test/><base href=//x.test/>{RUN}",
    f"{{{{ self.__init__.__globals__ }}}}{{% raw %}}<script>{RUN}</script>",
    f"&lt;script&gt;{RUN}&lt;/script&gt;&#60;img src=x onerror={RUN}&#62;",
)
_TEXT = """{0} The mayor, {0}, slammed the plan on Monday.

“{0} is a disgrace,” said Ann {0} Lee of {0}. She may {0} resign, according to {0}, after 12 {0} complaints.

The {0} council voted 5-4 on March 3. {0}"""
_NEWER = """{0} The mayor, {0}, fumed at the brutal plan on Tuesday.

“{0} is a shame,” claimed Bob {0} Roe of {0}. He will {0} resign after 13 {0} complaints.

The {0} council did not vote 4-5. {0}"""


def carry(injection: str) -> tuple[mk.Version, mk.Version]:
    """Return two versions that carry an injection in every field, and many times in their texts."""
    names = [field.name for field in fields(mk.Version) if field.name not in ("text", "version")]
    rest = dict.fromkeys(names, injection)
    return (
        mk.Version(_TEXT.format(injection), version=f"{injection} a", **rest),
        mk.Version(_NEWER.format(injection), version=f"{injection} b", **rest | {"title": f"New {injection}"}),
    )
