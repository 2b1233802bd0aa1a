"""How kinds of files begin, those that Anki shows and those that people take for them."""

import re

from ankigen.values import dataclass

EXPORT = "export the picture as PNG or JPEG"
RECORD = "export the sound as MP3"
FILM = "export the film as MP4"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file. `name` follows "is", `begins` is a pattern; `suffixes` are the right ones for Anki, `remedy` what
    to do without any."""

    name: str
    begins: bytes
    suffixes: tuple[str, ...] = ()
    remedy: str = ""

    def fits(self, head: bytes) -> bool:
        """Whether a file with these first bytes is of the kind."""
        return re.match(self.begins, head, re.DOTALL) is not None


def _kind(name: str, begins: bytes, *suffixes: str, remedy: str = "") -> Kind:
    return Kind(name, begins, suffixes, remedy)


# Before the root element: a declaration, comments, a DOCTYPE.
PROLOG = (
    rb"(?:\xef\xbb\xbf)?(?:\s|<\?(?:(?!\?>).)*+\?>|<!--(?:(?!-->).)*+-->|<!DOCTYPE\s+svg[^>\[]*+(?:\[[^\]]*+\]\s*)?>)*+"
)

# The first that fits counts.
KINDS = (
    _kind("a PNG picture", rb"\x89PNG\r\n\x1a\n", "png"),
    _kind("a JPEG picture", rb"\xff\xd8\xff", "jpg", "jpeg"),
    _kind("a GIF picture", rb"GIF8[79]a", "gif"),
    _kind("a WebP picture", rb"RIFF....WEBP", "webp"),
    _kind("a WAV sound", rb"(?:RIFF|RF64)....WAVE", "wav"),
    _kind("an AVI film", rb"RIFF....AVI ", remedy=FILM),
    _kind("an Ogg file", rb"OggS", "ogg"),
    _kind("an AAC sound", rb"\xff[\xf0\xf1\xf8\xf9]", remedy=RECORD),
    # ISO/IEC 11172-3: eleven bits set, layers II and III
    _kind("an MP3 sound", rb"ID3|\0*+\xff[\xe2-\xe5\xf2-\xf5\xfa-\xfd]", "mp3"),
    _kind("an AVIF picture", rb"....ftyp(?:avi[fs]|mi[af]1.{0,40}?avif)", remedy=EXPORT),
    _kind(
        "a HEIC photo",
        rb"....ftyp(?:hei[cmsx]|hev[cmsx]|mif1|msf1)",
        remedy="export it as JPEG (iPhone: Settings > Camera > Formats > Most Compatible)",
    ),
    _kind("an MPEG-4 sound", rb"....ftypM4[AB] ", "m4a", "mp4"),
    _kind("an MPEG-4 film", rb"....(?:ftyp|moov|mdat|wide|skip|free|pnot)", "mp4", "m4a"),
    _kind("a Matroska film (MKV)", rb"\x1a\x45\xdf\xa3.{0,60}?matroska", remedy=FILM),
    _kind("a WebM film", rb"\x1a\x45\xdf\xa3", "webm"),
    _kind("a TIFF picture", rb"II[*+]\0|MM\0[*+]", remedy=EXPORT),
    _kind("a BMP picture", rb"BM.{4}\0\0\0\0", remedy=EXPORT),
    _kind("a Windows icon", rb"\0\0[\x01\x02]\0", remedy=EXPORT),
    _kind("a Photoshop file", rb"8BPS", remedy=EXPORT),
    _kind("a GIMP file", rb"gimp xcf", remedy=EXPORT),
    _kind("a JPEG XL picture", rb"\xff\x0a|\0\0\0\x0cJXL ", remedy=EXPORT),
    _kind("a JPEG 2000 picture", rb"\0\0\0\x0cjP  |\xff\x4f\xff\x51", remedy=EXPORT),
    _kind("a DICOM image", rb".{128}DICM", remedy=f"{EXPORT}, without the patient's name"),
    _kind("a PDF document", rb"%PDF-", remedy=EXPORT),
    _kind("a PostScript file", rb"%!PS|\xc5\xd0\xd3\xc6", remedy=EXPORT),
    _kind("a Windows metafile", rb"\xd7\xcd\xc6\x9a|\x01\0\0\0.{36} EMF", remedy=EXPORT),
    _kind("a FLAC sound", rb"fLaC", remedy=RECORD),
    _kind("an AIFF sound", rb"FORM....AIF[FC]", remedy=RECORD),
    _kind("an AMR sound", rb"#!AMR", remedy=RECORD),
    _kind("a MIDI file", rb"MThd", remedy=RECORD),
    _kind("a Windows Media file", rb"\x30\x26\xb2\x75\x8e\x66\xcf\x11", remedy="export it as MP3 or MP4"),
    _kind("an MPEG film", rb"\0\0\x01[\xba\xb3]", remedy=FILM),
    _kind("a Flash film", rb"FLV\x01", remedy=FILM),
    _kind("a compressed drawing (SVGZ)", rb"\x1f\x8b", remedy="save it as plain SVG, not compressed"),
    _kind("an office document or another archive", rb"PK\x03\x04|\xd0\xcf\x11\xe0", remedy=EXPORT),
    _kind(
        "a Mac's companion of the file", rb"\0\x05\x16[\0\x07]", remedy="copy the file itself, without the ._ before it"
    ),
    _kind(
        "a web page",
        PROLOG + rb"<(?i:!doctype\s+html|html|head|body|title|meta)[\s>]",
        remedy="save the picture itself from the page",
    ),
    _kind("an SVG drawing", PROLOG + rb"<(?:[\w-]+:)?svg[\s>/]", "svg"),
)

ANNEX_POINTER = re.compile(rb"(?:\.\./)*(?:\.git)?/?annex/objects/")
