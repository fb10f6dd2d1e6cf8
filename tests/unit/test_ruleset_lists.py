import pytest

from perfscore.core.errors import UsageError
from perfscore.rulesets import folder, load_ruleset, names


@pytest.mark.parametrize("name", names())
def test_every_rule_set_has_the_lists_with_their_sources(name):
    rules = load_ruleset(name)
    assert "成本节约率" in rules.words("saving_rate")
    assert all(setting.value and setting.source for setting in rules.lists.values())
    assert rules.words("nothing") == ()


@pytest.mark.parametrize("value", ['"成本节约率"', "[]", '["成本节约率", ""]', "[1]"])
def test_a_wrong_list_is_named(tmp_path, value):
    text = (folder() / "mof-2020.toml").read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith("saving_rate"))
    path = tmp_path / "own.toml"
    path.write_text(
        text.replace(line, f'saving_rate = {{ value = {value}, status = "known", source = "x" }}'),
        encoding="utf-8",
    )
    with pytest.raises(UsageError, match=r"lists\.saving_rate"):
        load_ruleset(path)
