"""Findings at work: the office's words and classes, merged and split, reminded of."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from fieldsurvey.errors import FileProblem, VisitError
from fieldsurvey.store import Store
from fieldsurvey.survey.classifying import classify, pinned_taxonomy
from fieldsurvey.survey.clock import ScriptedClock
from fieldsurvey.survey.desk import Desk
from fieldsurvey.survey.findings import remove_findings, restore_findings, write_drafts
from fieldsurvey.survey.followup import due_everywhere
from fieldsurvey.survey.merged import standing
from fieldsurvey.survey.merging import merge_findings, split_finding
from fieldsurvey.survey.model import Finding, VisitState
from fieldsurvey.survey.taxonomy import read_taxonomy
from fieldsurvey.survey.templates import read_templates
from fieldsurvey.sync import export_bundle, import_bundle
from tests.survey.conftest import START

if TYPE_CHECKING:
    from pathlib import Path

OPENING = '[opening]\nclassification = "berat"\nsentence = "{gerai} kosong"\n'
TEMPLATE = (
    OPENING + '[[template]]\nitem = "A01"\nsentence = "{gerai} tidak buka."\naction = "Buka."\n'
    'owner = "Kepala gerai"\ndeadline_days = 7\ndeadline_kind = "working"\neffect = "Warga pulang."\n'
)
CLASSES = (
    'id = "m"\nversion = "1"\ntitle = "Bentuk"\n[[class]]\nid = "a"\nlabel = "A"\n'
    '[[class]]\nid = "b"\nlabel = "B"\n'
)


def write(folder: Path, text: str) -> Path:
    path = folder / "rules.toml"
    path.write_text(text, encoding="utf-8")
    return path


def finding(identity: str, into: str = "", photos: tuple[int, ...] = ()) -> Finding:
    return Finding(
        identity, 0, "t", "Gerai", "", "kondisi", "", "ringan", merged_into=into, photos=photos
    )


def added(desk: Desk, visit: str, count: int = 3) -> list[str]:
    made = [Finding("", 0, "", f"G{n}", "", f"kondisi {n}", "", "ringan") for n in range(count)]
    return desk.visits.add_all(visit, "finding", made)


def shown(desk: Desk, visit: str) -> dict[str, tuple[str, ...]]:
    return {each.id: each.merged for each in desk.visits.snapshot(visit).findings}


def test_the_offices_words_go_before_those_of_the_form(
    desk: Desk, visit: str, tmp_path: Path
) -> None:
    target = desk.visits.target(visit, "stand", "G01")
    desk.responses(visit).open("stand", target).set("/data/bagian_a/a01", "tidak")
    templates = read_templates(write(tmp_path, TEMPLATE))
    write_drafts(desk.visits, visit, desk.instrument(visit), templates=templates)
    (drafted,) = desk.visits.snapshot(visit).findings
    assert drafted.condition == "Perizinan tidak buka."
    assert (drafted.action, drafted.owner, drafted.effect) == (
        "Buka.",
        "Kepala gerai",
        "Warga pulang.",
    )
    assert (drafted.deadline_days, drafted.deadline_kind) == (7, "working")
    assert drafted.classification == "berat"  # the form's, for the template leaves it out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (OPENING.replace("sentence", "sentense"), "unknown key 'sentense'|must be written"),
        (OPENING.replace("berat", "gawat"), r"\[opening\] 'classification' must be one of"),
        (OPENING.replace("{gerai}", "{loket}"), r"\{gerai\} is the only placeholder"),
        (TEMPLATE.replace('"A01"', '""'), r"\[template 1\] 'item'"),
        (TEMPLATE.replace("= 7", '= "7"'), r"\[template 1\] 'deadline_days' must be"),
        (TEMPLATE + TEMPLATE.removeprefix(OPENING), "'A01' has two templates"),
        ("", "'opening' is missing"),
    ],
)
def test_faulty_templates_name_file_and_key(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(FileProblem, match=rf"rules\.toml: .*({said})"):
        read_templates(write(tmp_path, text))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (CLASSES.replace('"b"', '"a"'), "'a' stands twice"),
        (CLASSES.replace("label", "lable"), r"\[class 1\] 'label' is missing"),
        (CLASSES.replace('version = "1"\n', ""), "'version' is missing"),
        (CLASSES[: CLASSES.index("[[")], "at least one"),
        (CLASSES.replace("title", 'note = "x"\ntitle'), "unknown key 'note'"),
    ],
)
def test_a_faulty_list_of_classes_names_file_and_key(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(FileProblem, match=rf"rules\.toml: .*({said})"):
        read_taxonomy(write(tmp_path, text))


def test_classes_are_several_and_of_the_pinned_list(desk: Desk, visit: str) -> None:
    (one,) = added(desk, visit, 1)
    taxonomy = desk.visits.snapshot(visit).taxonomy
    assert taxonomy == read_taxonomy() == pinned_taxonomy(desk.visits, visit)
    classify(desk.visits, visit, one, ["tidak-patut", "penundaan-berlarut", "tidak-patut"])
    (kept,) = desk.visits.snapshot(visit).findings
    assert kept.classes == ("tidak-patut", "penundaan-berlarut")
    assert taxonomy.labels(kept.classes) == ["Penundaan berlarut", "Tidak patut"]
    with pytest.raises(VisitError, match=r"has no class lambat; it has: penundaan-berlarut"):
        classify(desk.visits, visit, one, ["lambat"])


def test_findings_are_merged_and_split_by_one_change_each(desk: Desk, visit: str) -> None:
    a, b, c = added(desk, visit)
    before = len(desk.records.changes(visit))
    merge_findings(desk.visits, visit, a, [b, c])
    assert len(desk.records.changes(visit)) == before + 2
    assert shown(desk, visit) == {a: tuple(sorted((b, c)))}
    assert split_finding(desk.visits, visit, a) == 2
    assert shown(desk, visit) == {a: (), b: (), c: ()}
    merge_findings(desk.visits, visit, b, [a])
    merge_findings(desk.visits, visit, c, [b])
    assert shown(desk, visit) == {c: tuple(sorted((a, b)))}
    remove_findings(desk.visits, visit, [c])  # what pointed at it stands again
    assert shown(desk, visit) == {b: (a,)}
    restore_findings(desk.visits, visit, [c])
    for into, others in ((a, [a]), (c, []), (c, ["0" * 36]), (a, [c])):
        with pytest.raises(VisitError):
            merge_findings(desk.visits, visit, into, others)
    with pytest.raises(VisitError, match="nothing was merged"):
        split_finding(desk.visits, visit, a)


def test_pointers_of_two_laptops_come_to_rest(desk: Desk, visit: str, tmp_path: Path) -> None:
    a, b = added(desk, visit, 2)
    assert isinstance(desk.records, Store)
    with Store.open(tmp_path / "other.db", None, create=True) as store:
        export_bundle(desk.records, tmp_path / "there", [visit])
        import_bundle(store, tmp_path / "there")
        other = Desk(store, author="Budi", clock=ScriptedClock(START))
        merge_findings(desk.visits, visit, a, [b])
        merge_findings(other.visits, visit, b, [a])
        for start, end, name in ((desk, other, "x"), (other, desk, "y")):
            assert isinstance(start.records, Store)
            assert isinstance(end.records, Store)
            export_bundle(start.records, tmp_path / name, [visit])
            import_bundle(end.records, tmp_path / name)
        least, most = sorted((a, b))
        assert shown(desk, visit) == shown(other, visit) == {least: (most,)}


def test_whatever_points_where_nothing_is_lost() -> None:
    """Every pointing among three findings: each finding stands, or is named once by the one that does."""
    names = ("a", "b", "c")
    for pointers in itertools.product(("", "x", *names), repeat=3):
        made = [
            finding(n, into, (k,)) for k, (n, into) in enumerate(zip(names, pointers, strict=True))
        ]
        shown = standing(made)
        assert sorted(each for f in shown for each in (f.id, *f.merged)) == list(names)
        assert sorted(n for f in shown for n in f.photos) == [0, 1, 2]


def test_an_office_is_reminded_across_visits(desk: Desk, visit: str) -> None:
    first, second, _ = added(desk, visit)
    desk.visits.change(visit, "finding", first, deadline_days=14)
    desk.visits.change(visit, "finding", second, deadline_days=1, deadline_kind="working")
    for state in (VisitState.ON_SITE, VisitState.COMPLETED):
        desk.visits.move(visit, state)
    desk.seal(visit, override="uji")
    day = START.date()
    due = [
        (each.mall, each.follow_up.finding.id, each.follow_up.standing)
        for each in due_everywhere(desk.visits, desk.calendar, day + timedelta(days=10))
    ]
    assert due == [("MPP Contoh", second, "overdue"), ("MPP Contoh", first, "near")]
    assert due_everywhere(desk.visits, desk.calendar, day - timedelta(days=30)) == []
