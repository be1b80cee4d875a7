"""Which areas a text names, and which it only seems to."""

from __future__ import annotations

import time

import pytest

from builder.catalog.anatomy.mentions import mentioned_areas

HPF, CA1, V1, M1 = (
    "hippocampal formation",
    "CA1 field of hippocampus",
    "primary visual cortex",
    "primary motor cortex",
)
CTX, AMY, VIS = "cerebral cortex", "amygdala", "visual cortex"


@pytest.mark.parametrize(
    ("text", "areas"),
    [
        ("Hippocampal replay in rats", [HPF]),
        ("the hippocampus, and more", [HPF]),
        ("Hippocampi of mice", [HPF]),
        ("recordings in posterior parietal cortex", ["posterior parietal cortex"]),
        ("cortical neurons", [CTX]),
        ("subcortical neurons", []),
        ("auditory cortices", ["auditory cortex"]),
        ("lateral septal nuclei", ["lateral septal nucleus"]),
        ("the PRIMARY VISUAL CORTEX", [V1]),
        ("primary-visual cortex", [V1]),
        ("primary\nvisual cortex", [V1]),
        ("primary. Visual cortex", [VIS]),
        ("Bötzinger; the pre-Bötzinger complex", ["pre-Botzinger complex"]),
        ("mouse retina and LGN neurons", ["retina", "lateral geniculate body"]),
        ("whole-brain imaging", ["brain"]),
        ("the brain of a mouse", []),
        ("hippocampus/entorhinal cortex", [HPF, "entorhinal cortex"]),
        ("hypothalamic neurons", ["hypothalamus"]),
        ("hippocampusreward", []),
        ("", []),
    ],
)
def test_names_are_found_as_words_in_any_form(text: str, areas: list[str]) -> None:
    assert list(mentioned_areas(text)) == areas


@pytest.mark.parametrize(
    ("text", "areas"),
    [
        ("visual, motor and auditory cortex", [VIS, "motor cortex", "auditory cortex"]),
        ("primary motor and premotor cortices", [M1, "premotor cortex"]),
        ("medial and lateral entorhinal cortex", ["medial entorhinal cortex", "lateral entorhinal cortex"]),
        ("dorsal or ventral striatum", ["dorsal striatum", "ventral striatum"]),
        ("mice and auditory cortex", ["auditory cortex"]),
    ],
)
def test_areas_may_leave_their_last_word_to_the_one_that_follows(text: str, areas: list[str]) -> None:
    assert list(mentioned_areas(text)) == areas


@pytest.mark.parametrize(
    "text",
    [
        "CA1 pyramidal cells",
        "CA1 place cells",
        "area CA1",
        "the CA1 region",
        "recorded from dorsal CA1",
        "tetrodes in left CA1",
        "neurons in mouse CA1.",
        "CA1 interneurons",
        "hippocampus, CA1",
        "CA1 (hippocampus)",
        "recordings from V1 and CA1",
        "V1/CA1 neurons",
        "MEC, CA1 and V1 neurons",
        "CA1 relay cells",
        "Mouse CA1 deconvolved calcium events",
        "CA1 calcium imaging",
    ],
)
def test_a_short_acronym_counts_beside_a_word_of_anatomy(text: str) -> None:
    assert CA1 in mentioned_areas(text)


@pytest.mark.parametrize(
    "text",
    [
        "CA1",
        "ca1 pyramidal cells",
        "CA1 of the protocol",
        "see CA1 and CA2",
        "version V1 of the data",
        "V1.2 neurons-to-bytes",
        "Table S1. Cells were counted.",
        "an M1 computer",
        "It ran on an HPC cluster",
        "MD, PhD. Neurons were found",
        "Pearson correlation coefficient (PCC). PCC of neurons",
        "accelerometer (ACC) and ACC recordings",
        "multi-electrode array (MEA) recordings",
        "lobula columnar LC neurons",
    ],
)
def test_a_short_acronym_alone_or_of_something_else_counts_for_nothing(text: str) -> None:
    assert mentioned_areas(text) == ()


LM, PM, AM = "lateral visual area", "posteromedial visual area", "anteromedial visual area"


@pytest.mark.parametrize(
    ("text", "areas"),
    [
        ("dendrites in mouse V1, LM, PM, and AM in two lines", [V1, LM, PM, AM]),
        ("in LM and V1 neurons", [LM, V1]),
        ("V1/AL neurons", [V1, "anterolateral visual area"]),
        ("visual areas LM and RL", ["visual cortex", LM, "rostrolateral visual area"]),
        (
            "higher order visual area PM, and the retrosplenial cortex",
            ["higher visual areas", PM, "retrosplenial region"],
        ),
        ("AM neurons", []),
        ("S1, AM neurons", ["primary somatosensory cortex"]),
        ("in V1 neurons at 10 AM and 3 PM", [V1]),
        ("thalamus, AM", ["thalamic complex"]),
        ("visual cortex (PM is not told)", [VIS]),
    ],
)
def test_letters_that_mean_a_visual_area_only_beside_another_count_there(text: str, areas: list[str]) -> None:
    assert list(mentioned_areas(text)) == areas


@pytest.mark.parametrize(
    ("text", "areas"),
    [
        ("mouse V1 cortex", [V1]),
        ("V1 cortical neurons", [V1]),
        ("V1, cortex and retina", [V1, CTX, "retina"]),
        ("V1 cortex beside other cortex", [V1, CTX]),
        ("LGN cortex projections", ["lateral geniculate body", CTX]),
    ],
)
def test_an_acronym_takes_the_cortex_behind_it_into_its_name(text: str, areas: list[str]) -> None:
    assert list(mentioned_areas(text)) == areas


def test_longer_acronyms_count_by_themselves_in_their_own_case() -> None:
    assert mentioned_areas("BNST and mPFC") == ("bed nucleus of stria terminalis", "medial prefrontal cortex")
    assert mentioned_areas("bnst and MPFC") == ()


@pytest.mark.parametrize(
    "text",
    [
        "unlike hippocampus",
        "Unlike in the hippocampus, cells were silent",
        "in contrast to the dorsal hippocampus",
        "hippocampal-independent memory",
        "hippocampus-independent memory",
        "a hippocampal independent task",
        "independent of the hippocampus",
        "non-hippocampal cells",
        "without the hippocampus",
        "not in hippocampus",
        "neurons outside the hippocampus",
        "rather than the hippocampus",
        "compared to hippocampus",
        "than in hippocampal neurons",
        "neither hippocampus nor amygdala",
        "no hippocampal neurons",
        "except for the hippocampus",
        "a synapse away from the hippocampus",
        "hippocampus-like networks",
        "hippocampus-inspired models",
        "amygdala and hippocampus-projecting cells",
        "outputs to hippocampal and amygdalar targets",
        "In: Hippocampus 30 (2020)",
        "Hippocampus, 2019",
        "https://example.org/hippocampus/data",
        "hippocampus@example.org",
        "BrainSTEM",
    ],
)
def test_what_is_denied_compared_or_a_title_is_not_named(text: str) -> None:
    assert HPF not in mentioned_areas(text)
    assert "brainstem" not in mentioned_areas(text)


@pytest.mark.parametrize(
    ("text", "areas"),
    [
        ("Unlike hippocampus, visual cortex was recorded", [VIS]),
        ("not only in hippocampus but also in amygdala", [HPF, AMY]),
        ("It does not fire. Hippocampus was recorded.", [HPF]),
        ("without drugs, in the hippocampus", [HPF]),
        ("hippocampal-dependent learning", [HPF]),
        ("lesions of the hippocampus", [HPF]),
        ("unlike hippocampus; and hippocampus was recorded", [HPF]),
    ],
)
def test_a_denial_reaches_no_further_than_its_clause(text: str, areas: list[str]) -> None:
    assert list(mentioned_areas(text)) == areas


def test_each_area_is_named_once_in_the_order_of_the_text() -> None:
    text = "Amygdala and hippocampus; the amygdala, hippocampal cells, and cortex"

    assert mentioned_areas(text) == (AMY, HPF, CTX)


@pytest.mark.parametrize(
    "unit", ["hippocampus, ", "CA1 ", "and ", "primary ", "V1/", "not ", "(CA1) ", "visual, and "]
)
def test_the_time_grows_with_the_text_not_with_its_square(unit: str) -> None:
    def seconds(text: str) -> float:
        start = time.process_time()
        mentioned_areas.__wrapped__(text)
        return time.process_time() - start

    short, long = (min(seconds(unit * (size + n)) for n in range(3)) for size in (1_000, 16_000))

    assert long < 16 * 6 * max(short, 0.001)
