"""Which groups are hidden from who may not see persons, by trying how many more must go with those that are about few."""

from collections.abc import Mapping, Sequence

Figures = Sequence[int]
"""How many people each figure of a group is about, the first one all of them."""


def hidden(groups: Mapping[str, Figures], smallest: int) -> set[str]:
    """Those with a figure about few; and with them the smallest of the others, until what is hidden, taken together, tells nobody."""
    few = {group for group, figures in groups.items() if tells_somebody(figures, smallest)}
    others = sorted(groups.keys() - few, key=lambda group: (groups[group][0], group))
    if not few:
        return few
    for count in range(len(others) + 1):
        found = few | set(others[:count])
        together = [sum(column) for column in zip(*(groups[each] for each in found), strict=True)]
        if len(found) > 1 and not tells_somebody(together, smallest):
            return found
    return set(groups)


def tells_somebody(figures: Figures, smallest: int) -> bool:
    """One of them is about somebody, and about fewer than the smallest cell."""
    return any(each in range(1, smallest) for each in figures)
