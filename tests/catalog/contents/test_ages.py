"""Ages in the forms that real files have."""

from __future__ import annotations

import pytest

from builder.catalog.contents.ages import read_age, span_of
from builder.catalog.schema.metadata import PropertyValue


def age(value: object, *, unit: str = "ISO-8601 duration", reference: str = "dandi:BirthReference"):
    return read_age(PropertyValue(value=value, unit_text=unit, value_reference=PropertyValue(value=reference)))


FORMS = {
    "P97D": "97 days",
    "P1D": "1 day",
    "P8030.0D": "22 years",
    "P8100D": "22 years",
    "P3600D": "9.9 years",
    "P14600.0D": "40 years",
    "P1500D": "4.1 years",
    "P729D": "729 days",
    "P730D": "2 years",
    "P999999D": "2738 years",
    "P1000000D": "P1000000D",
    "P3M": "3 months",
    "P24W": "24 weeks",
    "P0.05W": "0.05 weeks",
    "P69Y": "69 years",
    "P2.5Y": "2.5 years",
    "P9M9D": "9 months 9 days",
    "P1Y6M": "1 year 6 months",
    "P3M/P6M": "3 to 6 months",
    "P12W/P36W": "12 to 36 weeks",
    "P10W/P10W": "10 weeks",
    "P1D/P100Y": "1 day to 100 years",
    "P12W/": "12 weeks or older",
    "/P12W": "up to 12 weeks",
    "P0D/": "",
    "P00D/": "",
    "P0.0D": "0 days",
    "P0Y": "0 years",
    "P174DT3600S": "174 days",
    "P62DT82800S": "62 days",
    "P9DT9H9M9S": "9 days",
    "P12DT5.5S": "12 days",
    "PT36000S": "10 hours",
    "PT3600S": "1 hour",
    "PT3599S": "59 minutes",
    "PT90S": "1 minute",
    "p97d": "97 days",
    " P97D ": "97 days",
    "P": "P",
    "PT": "PT",
    "P1.2.3D": "P1.2.3D",
    "adult": "adult",
    "P97D/adult": "P97D/adult",
    "7 weeks": "7 weeks",
    "P9999999D": "P9999999D",
    "P9D<script>": "P9D<script>",
    "P-24D": "24 days before birth",
    "-P24D": "24 days before birth",
    "P-24DT0H0M0S": "24 days before birth",
    "P-24DT60801S": "23 days before birth",
    "P-3W": "3 weeks before birth",
    "P-1DT82800S": "1 hour before birth",
    "P2DT-3600S": "1 day",
    "P-9D/P-3D": "9 to 3 days before birth",
    "P-3D/P5D": "3 days before birth to 5 days",
    "P-9X": "",
    "P-9D3": "",
}


@pytest.mark.parametrize(("value", "words"), FORMS.items())
def test_an_age_is_told_in_words_and_what_is_none_as_it_stands(value: str, words: str) -> None:
    assert age(value).text == words


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (23, "Years from birth", "23 years"),
        ("23.0", "Years from birth", "23 years"),
        (1, "year", "1 year"),
        (12, "weeks", "12 weeks"),
        (23, "", "23"),
    ],
)
def test_a_bare_number_takes_the_unit_that_stands_beside_it(value: object, unit: str, words: str) -> None:
    assert age(value, unit=unit).text == words


def test_gestational_age_is_said_to_be_that() -> None:
    assert age("P18W", reference="dandi:GestationalReference").text == "18 weeks of gestation"


def test_a_gestational_age_before_conception_is_not_told() -> None:
    assert age("P-18W", reference="dandi:GestationalReference").text == ""


def test_a_bare_negative_number_is_before_birth() -> None:
    assert age(-3, unit="days").text == "3 days before birth"


@pytest.mark.parametrize("value", [None, "", "  "])
def test_no_age_is_none(value: object) -> None:
    assert age(value) is None
    assert read_age(None) is None


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (["P97D", "P102D"], "97 to 102 days"),
        (["P102D", "P97D", "P102D"], "97 to 102 days"),
        (["P700D", "P8030D"], "700 days to 22 years"),
        (["P3M/P6M", "P4M/P9M"], "3 to 9 months"),
        (["P97D", "adult"], "97 days"),
        (["adult", "P0D/"], "adult"),
        (["P174DT3600S", "P174DT7200S"], "174 days"),
    ],
)
def test_ages_that_differ_from_file_to_file_become_a_range(values: list[str], words: str) -> None:
    assert span_of(map(age, values)).text == words


def test_ages_sort_by_days() -> None:
    values = ["P1Y", "P0D", "P2W", "P13D", "P1M", "PT3600S"]

    assert sorted(values, key=lambda value: age(value).days) == ["P0D", "PT3600S", "P13D", "P2W", "P1M", "P1Y"]
    assert age("adult").days is None
