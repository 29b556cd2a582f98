"""Tables whose text is categories: put together, cut and looked up by numbers, as the same tables of text are."""

from __future__ import annotations

import numpy as np
import pandas as pd

from framing.tables import among, group_values, narrowed, row_numbers, stacked

ABOVE = pd.DataFrame({"who": ["Ada", None, "Cy"], "n": [1, 2, 3]})
BELOW = pd.DataFrame({"who": ["Bo", "Ada"], "n": [4, 5]}, index=[7, 8])


def _categories(table: pd.DataFrame) -> pd.DataFrame:
    return table.astype({"who": "category"})


def test_categories_are_stacked_as_text_is() -> None:
    found = stacked([_categories(ABOVE), _categories(BELOW)])
    pd.testing.assert_frame_equal(found.astype({"who": "str"}), pd.concat([ABOVE, BELOW]).astype({"who": "str"}))
    assert list(found["who"].cat.categories) == ["Ada", "Bo", "Cy"]


def test_parts_of_one_table_keep_its_categories() -> None:
    whole = _categories(ABOVE)
    found = stacked([whole.iloc[2:], whole.iloc[:2]])
    assert found["who"].cat.categories is whole["who"].cat.categories
    assert found["who"].astype("object").where(found["who"].notna(), None).tolist() == ["Cy", "Ada", None]


def test_a_narrowed_table_says_the_same_with_fewer_names() -> None:
    few = _categories(ABOVE).iloc[1:]
    found = narrowed(few)
    assert list(found["who"].cat.categories) == ["Cy"]
    assert found["who"].isna().tolist() == [True, False]
    assert list(found.index) == list(few.index)


def test_combinations_are_numbered_with_what_is_missing_as_a_value() -> None:
    table = pd.DataFrame({"who": ["a", None, "a", None, "b"], "n": [1, 1, 1, 1, 1]})
    for one in (table, _categories(table)):
        assert row_numbers(one, ["who", "n"]).tolist() == [0, 1, 0, 1, 2]
    assert row_numbers(table, []).tolist() == [0] * 5


def test_values_are_found_among_texts() -> None:
    for one in (ABOVE.astype({"who": "str"}), _categories(ABOVE)):
        assert among(one["who"], {"Cy", "Zed"}).tolist() == [False, False, True]
        assert not among(one["who"], ()).any()


def test_empty_and_missing_groups_are_not_given_in_any_order_of_categories() -> None:
    values = ["b", "", None, "a"]
    for order in (["", "a", "b"], ["b", "a", ""]):
        found = group_values(pd.Series(pd.Categorical(values, order)))
        assert found.astype("str").tolist() == ["b", "not given", "not given", "a"]
        assert np.all(np.diff(found.cat.codes[[3, 0]]) > 0)
