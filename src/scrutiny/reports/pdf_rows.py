"""Row headers for the tables of a tagged PDF.

Typst tags the cells of a header row, but has no stable way yet to say that a cell heads its row,
and it lets a group row stand for every column. Both are put right in the finished file, so that a
screen reader says of each cell its column, its group and its row, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from itertools import count

import pikepdf
from pikepdf import Array, Dictionary, Name, NameTree, Object, String


def _children(element: Object) -> Iterator[Object]:
    """The structure elements right under `element`, in reading order."""
    kids = element.get(Name.K)
    for kid in kids if isinstance(kids, Array) else [kids]:
        if isinstance(kid, Dictionary) and Name.S in kid:
            yield kid


def _found(element: Object, kind: Name) -> Iterator[Object]:
    """Every `kind` of structure element at or under `element`."""
    if element.get(Name.S) == kind:
        yield element
    for child in _children(element):
        yield from _found(child, kind)


def _table_attributes(cell: Object) -> Object:
    """The cell's attributes of the Table owner; typst gives every cell one set of them."""
    return next(attributes for attributes in cell[Name.A] if attributes[Name.O] == Name.Table)


def _heads(cell: Object, *heads: str | None) -> None:
    _table_attributes(cell)[Name.Headers] = Array([String(head) for head in heads if head])


def _mend(table: Object, ids: NameTree, numbers: Iterator[int]) -> None:
    rows = list(_found(table, Name.TR))
    columns = [str(cell[Name.ID]) for cell in _children(rows[0])]
    group: str | None = None
    for row in rows[1:]:
        cells = list(_children(row))
        if cells[0][Name.S] == Name.TH:  # a group row: one cell across the table
            group = str(cells[0][Name.ID])
            _heads(cells[0])
            continue
        first = f"row-{next(numbers)}"
        cells[0][Name.S] = Name.TH
        cells[0][Name.ID] = String(first)
        _table_attributes(cells[0])[Name.Scope] = Name.Row
        ids[first] = cells[0]
        _heads(cells[0], columns[0], group)
        for column, cell in zip(columns[1:], cells[1:], strict=True):
            _heads(cell, column, group, first)


def with_row_headers(made: bytes) -> bytes:
    """The PDF with the first cell of each table row tagged as the row's header.

    Every other cell names its column's, its group's and its row's header (ISO 32000-1, 14.8.5.7).
    The same input gives the same bytes.
    """
    with pikepdf.open(BytesIO(made)) as pdf:
        root = pdf.Root[Name.StructTreeRoot]
        if Name.IDTree in root:  # it is not, where there is no table
            ids = NameTree(root[Name.IDTree])
            numbers = count(1)
            for element in _children(root):
                for table in _found(element, Name.Table):
                    _mend(table, ids, numbers)
        out = BytesIO()
        pdf.save(
            out,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return out.getvalue()
