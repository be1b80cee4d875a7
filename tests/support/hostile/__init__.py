"""An archive that attacks whatever is made of it.

payloads.yaml holds texts of ours that would run, load, lead elsewhere or break a format if one let them. They are
planted in every field that the program reads (model, planting, archive, floods), served as an archive and harvested
(serving), built and checked (building, site). Then every file is read by a parser of its kind (outputs, shapes,
emails), every page is visited and used in a browser (walk, reading), and what pages say to type is run (commands).

`make test` does this small. The whole of it, with figures at its end:

    HOSTILE=all python -m pytest tests/hostile
"""
