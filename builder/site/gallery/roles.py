"""The roles of the styles, what each is for, and the rules of the visual language."""

from __future__ import annotations

from builder.site.contexts import Role

RULES = (
    "Calm: much room and few lines. Hairlines part what belongs apart; there are no shadows and hardly a box.",
    "Titles and large numbers have serifs, and everything else is set in the reader's own sans serif.",
    "Text is read at 70 letters a line; tables are dense, with figures under each other and one line a row.",
    "There is one accent. It means that something can be followed or pressed, and nothing else has it.",
    "Colour is never alone: whatever it says also stands there as a word, a sign or a place.",
    "Each way of recording has one colour wherever it is drawn; it holds in light, in dark and for the colour-blind.",
    "The strip is the mark of a dandiset: a tick a session, a row a subject, made of the data and nothing else.",
    "What is absent is left out, without a hole or a dash in its place.",
    "All of it works without scripts, in print, by keyboard and read aloud, from 320 pixels on.",
)

COLORS = tuple(
    Role(name=name, use=use)
    for name, use in (
        ("accent", "the one accent; the settings may choose another"),
        ("color-page", "the ground of pages"),
        ("color-surface", "what lies on it: header, framed pictures"),
        ("color-raised", "commands, chips, the footer"),
        ("color-line", "hairlines"),
        ("color-line-strong", "lines that close: under heads of tables, around tags"),
        ("color-text", "text"),
        ("color-quiet", "text that comes second: labels, dates, notes"),
        ("color-link", "links"),
        ("color-action", "buttons, and where one is"),
        ("color-action-text", "text on buttons"),
        ("color-focus", "the outline of what the keyboard is at"),
        ("color-mark", "the ground of words that were found"),
        ("color-draft", "drafts"),
        ("color-draft-surface", "the ground of what is said of drafts"),
        ("color-published", "published versions"),
        ("color-published-surface", "their ground"),
        ("color-stale", "what may be out of date or is wrong"),
        ("color-stale-surface", "its ground"),
        ("color-added", "what was added, beside a plus"),
        ("color-removed", "what was removed, beside a minus"),
        ("color-changed", "what was changed, beside a tilde"),
        ("color-bar", "bars in tables"),
        ("color-modality-extracellular", "extracellular electrophysiology"),
        ("color-modality-intracellular", "intracellular electrophysiology"),
        ("color-modality-optical", "optical physiology"),
        ("color-modality-microscopy", "microscopy"),
        ("color-modality-mri", "MRI"),
        ("color-modality-behavior", "behavior"),
        ("color-modality-other", "other recordings"),
    )
)

TYPEFACES = tuple(
    Role(name=name, use=use)
    for name, use in (
        ("font-title", "titles and large numbers"),
        ("font-text", "text, tables, controls"),
        ("font-code", "commands, identifiers, versions"),
    )
)

SIZES = tuple(
    Role(name=name, use=use)
    for name, use in (
        ("size-h1", "the title of a page"),
        ("size-h2", "a section"),
        ("size-h3", "a part of a section"),
        ("size-large", "names of dandisets in lists"),
        ("size-text", "text"),
        ("size-small", "tables, labels, notes"),
        ("size-tiny", "tags, axes of charts"),
    )
)

GAPS = tuple(
    Role(name=name, use=use)
    for name, use in (
        ("gap-1", "within a line"),
        ("gap-2", "between what belongs together"),
        ("gap-3", "between paragraphs"),
        ("gap-4", "between parts of a section"),
        ("gap-5", "between sections"),
        ("gap-6", "at the end of a page"),
        ("measure", "how wide running text may be"),
        ("page-width", "how wide a page may be"),
        ("corner", "how round corners are"),
    )
)
