"""What a stranger may write: ways to run a script, to load something or to play a sound, and ways to hide them."""

from collections.abc import Iterator

CANARY = "https://canary.invalid/x"
RUNS = "window.hit=1"
HARM = (
    f"<script>{RUNS}</script>",
    f"<script src={CANARY}></script>",
    f"<img src=x onerror={RUNS}>",
    f'<img src="{CANARY}">',
    f"<img srcset={CANARY}>",
    f"<svg onload={RUNS}><circle r=5 /></svg>",
    f"<svg><script>{RUNS}</script></svg>",
    f'<svg><image href="{CANARY}"/></svg>',
    f"<svg><animate onbegin={RUNS} attributeName=x dur=1s></svg>",
    f'<math><mtext><table><mglyph><style><img src=x onerror="{RUNS}">',
    f"<math href=javascript:{RUNS}>x</math>",
    f"<iframe src=javascript:{RUNS}></iframe>",
    "<iframe srcdoc='<script>parent.hit=1</script>'></iframe>",
    f"<object data={CANARY}></object>",
    f"<embed src={CANARY}>",
    f"<link rel=stylesheet href={CANARY}>",
    f"<link rel=preload as=image href={CANARY}>",
    f"<meta http-equiv=refresh content='0;url={CANARY}'>",
    f"<base href={CANARY}>",
    f"<form action={CANARY}><button id=go>x</button></form>",
    f"<input autofocus onfocus={RUNS}>",
    f"<details open ontoggle={RUNS}><summary>x</summary>y</details>",
    f"<video autoplay src={CANARY}></video>",
    f"<audio autoplay src={CANARY}></audio>",
    f"<video poster={CANARY}></video>",
    f"<style>@import '{CANARY}';</style>",
    f"<style>*{{background:url({CANARY})}}</style>",
    f"<p style='background:url({CANARY})'>x</p>",
    f"<table background={CANARY}><tr><td>x</td></tr></table>",
    f"<body onload={RUNS} background={CANARY}>",
    f"<a href=javascript:{RUNS}>x</a>",
    f"<a href=' java&#10;script:{RUNS}'>x</a>",
    f"<a href=data:text/html,<script>{RUNS}</script>>x</a>",
    f"<a ping={CANARY} href=#>x</a>",
    f"[x](javascript:{RUNS})",
    f"[x](<java\tscript:{RUNS}>)",
    f"[x]( &#106;avascript:{RUNS} )",
    f"![x]({CANARY})",
    f'![x](media/x.png "\\" onerror={RUNS} \\"")',
    f"<noscript><p title='</noscript><img src=x onerror={RUNS}>'>",
    f"<template><img src=x onerror={RUNS}></template>",
    f"<marquee onstart={RUNS}>x</marquee>",
    f"<x-y onclick={RUNS} tabindex=1>x</x-y>",
    f"<button onclick={RUNS}>x</button>",
    f"<xmp><p title='</xmp><img src=x onerror={RUNS}>'></xmp>",
    f"$\\href{{javascript:{RUNS}}}{{x}}$",
    f"$\\style{{background:url({CANARY})}}{{x}}$",
    f"\\\\(\\\\href{{javascript:{RUNS}}}{{x}}\\\\)",
    "[sound:x.mp3]",
    f"[sound:{CANARY}.mp3]",
    "[anki:tts lang=en_US]hear[/anki:tts]",
    "[latex]\\input{/etc/passwd}[/latex]",
    f"{{{{FrontSide}}}}<img src=x onerror={RUNS}>",
)


def spellings(harm: str) -> Iterator[str]:
    yield harm
    yield harm.upper().replace(RUNS.upper(), RUNS)
    yield harm.replace("<", "&lt;").replace("[", "&#91;")
    yield harm.replace("<", "&amp;lt;")
    yield harm.replace("<", "\\<").replace("[", "\\[")
    yield f"`{harm}`"
    yield f"\"'></b></p></li></script></style></title>-->{harm}"
    yield f"<!-- -- -->{harm}"
    yield f'<b title="{harm.replace(chr(34), "")}">x</b>'
    yield f"**{harm}** ~~{harm}~~"
    yield harm.replace("<", "<\u200b").replace("script", "scr<b>ipt</b>")
    yield harm.replace(" ", "/", 1)


PAYLOADS = tuple(text for harm in HARM for text in spellings(harm))
# Of each harm some spellings, for places of which there are many: as it is, escaped, breaking out.
FEWER = tuple(text for harm in HARM for number, text in enumerate(spellings(harm)) if number in (0, 4, 6))
# Where text can stand: {0} is the payload, {1} the note's number, {2} the payload between quotes.
PLACES = (
    "### {0}\n<!-- id: n-{1} -->\n\nAnswer\n",
    "### Title {1}\n<!-- id: n-{1} -->\n\n{0}\n",
    "### Title {1}\n<!-- id: n-{1}, type: reversed -->\n\n{0}\n\n#### Hint\n{0}\n\n#### Extra\n{0}\n",
    "### Title {1}\n<!-- id: n-{1} -->\n\n- [ ] {0}\n- [x] right\n\nWhy {0}\n",
    "### Title {1}\n<!-- id: n-{1} -->\n\nIt is {{{{c1::{0}}}}} here {0}\n",
    "### Title {1}\n<!-- id: n-{1} -->\n\n| a | {0} |\n|---|---|\n| b | {0} |\n\n> {0}\n",
    "# {0}\n\n### Title {1}\n<!-- id: n-{1} -->\n\nAnswer\n",
)
FURTHER_PLACES = (
    "### Title {1}\n<!-- id: n-{1}, source: {2}, reference: {2}, origin: {2}, change: {2} -->\n\nAnswer\n",
    "### Title {1}\n<!-- id: n-{1}, tags: [{2}], covers: [{2}], review: {2}, reviewed: {2} -->\n\nAnswer\n",
    "### Title {1}\n<!-- id: n-{1}, type: reversed, ask: [{2}, {2}] -->\n\nAnswer\n\n#### Source\n{0}\n\n"
    "#### Reference\n{0}\n",
    "### Title {1}\n<!-- id: n-{1} -->\n\nAsked {0}\n\n#### Answer\n{0}\n\n#### Clinical note\n{0}\n\n"
    "#### Source says\n{0}\n",
    "### Title {1}\n<!-- id: n-{1} -->\n\nText[^n{1}]\n\n[^n{1}]: {0}\n",
    "### Title {1}\n<!-- id: n-{1} -->\n\n> [!WARNING]\n> {0}\n",
    "### Title {1}\n<!-- id: n-{1} -->\n\n![{0}](media/x.png {2})\n\n[a link](https://example.org {2})\n",
    "### Title {1}\n<!-- id: n-{1} -->\n\n[a link][n{1}]\n\n[n{1}]: https://example.org {2}\n",
    "### Title {1}\n<!-- id: n-{1}, type: typed -->\n\n{0}\n",
    "### Title {1}\n<!-- id: n-{1} -->\n\nIt is {{{{c1::hidden::{0}}}}} here\n",
    "### Title {1}\n<!-- id: n-{1} -->\n\n- [x] {0}\n- [x] also {0}\n- [ ] wrong\n",
    "### {0}\n<!-- id: n-{1}, type: picture -->\n\n![{0}](media/x.png)\n\n"
    "- {{{{c1::{0}}}}} `10 10 20 20`\n- {0} `50 50 20 20`\n",
    "## {0}\n<!-- tag: {2} -->\n\n### Title {1}\n<!-- id: n-{1} -->\n\nAnswer\n",
)
# What deck.toml says of a deck, each with a payload between quotes.
SETTINGS = """\
name = {0}
uid = "deck-0000"
tag = "deck"
source = {0}
description = {0}
authors = [{0}, "A lecturer"]
license = {0}
report_url = {0}
"""
OBJECTIVES = "- S1.{1}: {0}\n"
