"""Which rules run."""

import pytest

from golint_conn.run.config.selection import Layer, enabled
from tests.run.fake_rules import INFOS

ALL = ("body-lost", "conn-lost", "pool-small")


@pytest.mark.parametrize(
    ("layers", "rules"),
    [
        ([], ALL),
        ([Layer()], ALL),
        ([Layer(select=("leak",))], ALL[:2]),
        ([Layer(select=())], ()),
        ([Layer(ignore=("leak",))], ALL[2:]),
        ([Layer(select=("leak",), ignore=("body-lost",))], ("conn-lost",)),
        ([Layer(select=("body-lost",), ignore=("leak",))], ("body-lost",)),
        ([Layer(select=("body-lost",), ignore=("body-lost",))], ()),
        ([Layer(select=("leak",), ignore=("leak",))], ()),
        # The command line above the file:
        ([Layer(select=("leak",)), Layer(select=("pool-small",))], ("pool-small",)),
        ([Layer(ignore=("pool-small",)), Layer(select=("pool-small",))], ("pool-small",)),
        ([Layer(ignore=("pool-small",)), Layer(ignore=("body-lost",))], ("conn-lost",)),
        ([Layer(select=("body-lost",)), Layer(ignore=("leak",))], ()),
    ],
)
def test_layers(layers: list[Layer], rules: tuple[str, ...]) -> None:
    assert enabled(INFOS, layers) == rules
