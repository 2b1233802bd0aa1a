"""The kinds of media that Anki shows and plays."""

SUFFIXES = ("png", "jpg", "jpeg", "webp", "gif", "svg", "mp3", "ogg", "m4a", "wav", "mp4", "webm")
