"""Names of files, subjects, sessions and assets lead to the dandisets that hold them."""

from builder.search.index.file_keys import (
    find_holders,
    fits,
    make_shards,
    name_key,
    pack_keys,
    plain_name,
    shard_count,
    unpack_keys,
)


def keys(*names):
    return pack_keys(sorted(name_key(plain_name(name)) for name in names))


def held_in(shards, name):
    """Places of a name, as the browser's engine looks them up."""
    key = name_key(plain_name(name))
    lower, places = shards[(key >> 32) % len(shards)]
    return [
        int.from_bytes(places[2 * at : 2 * at + 2], "little")
        for at in range(len(lower) // 4)
        if int.from_bytes(lower[4 * at : 4 * at + 4], "little") == key & 0xFFFFFFFF
    ]


def test_last_name_of_a_path_counts_in_lower_case():
    assert plain_name("Sub-01/ses-2/File_A.NWB") == "file_a.nwb"
    assert plain_name("sub-M1/") == plain_name("M1") == plain_name("ses-m1") == "m1"


def test_keys_are_packed_and_read_again():
    assert list(unpack_keys(pack_keys([1, 2**63]))) == [1, 2**63]


def test_holders_are_found():
    held = {"000001": keys("a.nwb", "m1"), "000002": keys("b.nwb", "M1"), "000003": b""}

    assert find_holders(held, "x/A.nwb") == ["000001"]
    assert find_holders(held, "sub-m1") == ["000001", "000002"]
    assert find_holders(held, "c.nwb") == []


def test_shards_hold_the_same():
    shards = make_shards({0: keys("a.nwb", "m1"), 5: keys("b.nwb", "M1")})

    assert held_in(shards, "a.nwb") == [0]
    assert held_in(shards, "m1") == [0, 5]
    assert held_in(shards, "nothing") == []


def test_old_shards_are_gone_on_with_as_if_made_anew():
    a, b, c, new = keys("a.nwb", "m1"), keys("b.nwb"), keys("c.nwb"), keys("b2.nwb", "m1")
    old = make_shards({0: a, 1: b, 2: c})
    moved = {0: 0, 2: 1}

    assert fits([new], old, moved)
    assert make_shards({2: new}, old, moved) == make_shards({0: a, 1: c, 2: new})


def test_number_of_shards_grows_with_the_names():
    assert [shard_count(number) for number in (0, 64_000, 64_001, 1_000_000, 10**9)] == [16, 16, 32, 256, 4096]
    assert not fits([keys("a")] * 70_000, make_shards({0: keys("a")}), {})
