"""The figure checker held to papers whose slips are known, for they were put there.

facts.py makes up plausible figures; wordings/*.toml are sentences as different forces write them;
layouts.py are tables; slips.py spoils one figure of a statement; corpus.py puts papers together;
forms.py makes HTML, DOCX, PDF and text of them; naive.py is what one would write in an afternoon;
measure.py counts. `python -m benchmarks.claims` runs it all. The wordings were written without
reading the checker's grammar, and nobody tunes on the held-out quarter (wordings/held.toml).
"""
