"""Which column is which, by header and by what its cells look like, decided together.

Each column is weighed against each role by its header (a vote over every printed header) and by its cells;
the columns of figures are weighed together as well, because the right ones tally. The assignment with the
highest total is sought from a greedy start by moving, swapping and rotating roles until nothing is better.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from normalize.column_search import Search
from normalize.column_weights import Role, Weights
from normalize.form import Form
from normalize.grid import Sheet
from normalize.profiles import Profile
from normalize.relations import Relations


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns of a sheet are.

    Attributes:
        roles: By column; ``None`` for a column nobody claims.
        doubtful: Columns of figures whose role could as well be another's.
        known_other: Columns the form knows and has no place for.
        named: Roles that a header or unmistakable cells speak for, not only leftovers.
        score: The total; compares forms on one sheet.
    """

    roles: tuple[Role | None, ...]
    doubtful: frozenset[int]
    known_other: frozenset[int]
    named: frozenset[Role]
    score: float

    def find(self, role: Role) -> int | None:
        """The column of a role, if there is one."""
        return self.roles.index(role) if role in self.roles else None

    def fits(self, form: Form) -> bool:
        """Whether the sheet has what the form needs."""
        names = {role if isinstance(role, str) else str(role[0]) for role in self.named}
        return all(names.intersection(line) for line in form.needs)


def identify(sheet: Sheet, profiles: Sequence[Profile], form: Form, quarter: int | None) -> Columns:
    """Say what each column of a sheet is.

    Args:
        sheet: Headers and rows.
        profiles: Of its columns.
        form: The form it is weighed against.
        quarter: The quarter reported, where the document says it.
    """
    weights = Weights(sheet, profiles, form, quarter)
    search = Search(weights, Relations([profile.values for profile in profiles], form.arithmetic))
    roles, score = search.best()
    return Columns(
        roles=tuple(roles),
        doubtful=frozenset(search.doubtful(roles, score)) | frozenset(search.unsupported(roles)),
        known_other=frozenset(c for c, role in enumerate(roles) if role is None and weights.other[c]),
        named=frozenset(
            role
            for column, role in enumerate(roles)
            if role is not None and (weights.says(column, role) or search.tallies(roles, column))
        ),
        score=score,
    )
