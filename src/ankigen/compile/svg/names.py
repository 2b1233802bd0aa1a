"""What an SVG may be made of: names of elements, attributes, CSS functions and rules.

A name that is in none of the tables is refused if browsers could act on it, and left alone if they cannot.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
XML = "http://www.w3.org/XML/1998/namespace"
XHTML = "http://www.w3.org/1999/xhtml"

# Browsers, or programs that once were, act on elements of these; on those of other namespaces they do not.
ACTIVE_NAMESPACES = {
    XHTML: "HTML",
    "http://www.w3.org/1998/Math/MathML": "MathML",
    "http://www.w3.org/2001/xml-events": "XML Events",
    "http://www.w3.org/2001/XInclude": "XInclude",
    "http://www.w3.org/1999/XSL/Transform": "XSLT",
    "http://www.mozilla.org/xbl": "XBL",
    "http://www.w3.org/ns/xbl": "XBL",
    "http://www.mozilla.org/keymaster/gatekeeper/there.is.only.xul": "XUL",
}

SCRIPTS = frozenset({"script", "handler", "listener"})
ANIMATIONS = _words("animate animateColor animateMotion animateTransform set")
FILTERS = """
    filter feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap
    feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feImage feMerge feMergeNode
    feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence
"""
# SVG 1.1 and 2, what Inkscape wrote before it (flow…, mesh…, hatch…), and RDF whose prefixes a tool has taken away.
ELEMENTS = ANIMATIONS | _words(
    f"""
    svg g defs symbol use a switch view title desc metadata style foreignObject
    path rect circle ellipse line polyline polygon image
    text tspan textPath tref altGlyph altGlyphDef altGlyphItem glyphRef
    linearGradient radialGradient stop pattern clipPath mask marker color-profile cursor mpath
    font font-face font-face-src font-face-name font-face-format glyph missing-glyph hkern vkern
    {FILTERS}
    flowRoot flowRegion flowRegionExclude flowDiv flowPara flowSpan flowLine flowTspan solidColor solidcolor hatch
    hatchpath hatchPath mesh meshgradient meshGradient meshrow meshRow meshpatch meshPatch
    RDF Work Agent License Bag Alt Seq li contributor coverage creator date description format identifier language
    license permits prohibits publisher relation requires rights source subject type
    """
)

# Nothing else can be animated: an address that changes would be read by nobody.
GEOMETRY = _words(
    """
    amplitude azimuth baseFrequency bias class cx cy d diffuseConstant divisor dx dy elevation exponent fr fx fy
    gradientTransform height intercept k1 k2 k3 k4 kernelMatrix limitingConeAngle markerHeight markerWidth
    numOctaves offset orient pathLength patternTransform points pointsAtX pointsAtY pointsAtZ preserveAspectRatio r
    radius refX refY result rotate rx ry scale seed slope specularConstant specularExponent startOffset stdDeviation
    surfaceScale tableValues targetX targetY textLength transform values viewBox width x x1 x2 y y1 y2 z
    """
)
PRESENTATION = _words(
    """
    alignment-baseline background-color baseline-shift clip clip-path clip-rule color color-interpolation
    color-interpolation-filters color-profile color-rendering cursor direction display dominant-baseline
    enable-background fill fill-opacity fill-rule filter flood-color flood-opacity font font-family font-size
    font-size-adjust font-stretch font-style font-variant font-weight glyph-orientation-horizontal
    glyph-orientation-vertical image-rendering isolation kerning letter-spacing lighting-color marker marker-end
    marker-mid marker-start mask mask-type mix-blend-mode opacity overflow paint-order pointer-events
    shape-rendering stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap
    stroke-linejoin stroke-miterlimit stroke-opacity stroke-width text-anchor text-decoration text-overflow
    text-rendering transform-origin unicode-bidi vector-effect visibility white-space word-spacing writing-mode
    """
)
ANIMATABLE = GEOMETRY | PRESENTATION
ANIMATED_VALUES = frozenset({"values", "to", "from", "by"})
ADDRESSES = frozenset({"href", "src", "srcset", "ping"})
# What people read, coordinates, and draw.io's copy of the diagram.
TEXTS = _words("class content d gradientTransform id name patternTransform points title transform unicode viewBox")
# Notes of Adobe's and PlantUML's. Browsers know but one instruction, xml-stylesheet.
INSTRUCTIONS = _words("xpacket adobe-xap-filters AdobeSVGViewer plantuml plantuml-src xml-model")

FUNCTIONS = _words(
    """
    rgb rgba hsl hsla hwb lab lch oklab oklch color color-mix device-cmyk icc-color light-dark
    calc min max clamp round mod rem sin cos tan asin acos atan atan2 pow sqrt hypot log exp abs sign
    var env local format tech counter counters and or
    matrix matrix3d translate translatex translatey translatez translate3d scale scalex scaley scalez scale3d
    rotate rotatex rotatey rotatez rotate3d skew skewx skewy perspective
    cubic-bezier steps linear
    blur brightness contrast drop-shadow grayscale hue-rotate invert opacity saturate sepia
    inset circle ellipse polygon path rect xywh shape ray
    linear-gradient radial-gradient conic-gradient repeating-linear-gradient repeating-radial-gradient
    minmax repeat fit-content
    not is where has lang dir nth-child nth-last-child nth-of-type nth-last-of-type
    """
)
RULES = _words(
    """
    charset container counter-style font-face font-feature-values keyframes layer media namespace page property
    supports -moz-keyframes -o-keyframes -webkit-keyframes
    """
)
# They bind scripts to elements, in browsers of old.
BINDINGS = frozenset({"-moz-binding", "behavior"})
