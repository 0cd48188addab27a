"""The files that go with a submission."""

from __future__ import annotations

from tests.scenario import scenario

FORM = """
    | survey |              |       |       |                  |
    |        | type         | name  | label | relevant         |
    |        | text         | ada   | Ada?  |                  |
    |        | image        | foto  | Foto  | ${ada} = 'ya'    |
    |        | begin repeat | baris | Baris |                  |
    |        | file         | surat | Surat |                  |
    |        | end repeat   |       |       |                  |
"""


def test_attachments_are_the_files_of_what_applies() -> None:
    session = scenario(FORM)
    assert session.attachments() == []
    session.set("/data/ada", "ya")
    session.set("/data/foto", "loket.jpg")
    session.set("/data/baris[1]/surat", "sk.pdf")
    session.add_repeat("/data/baris")
    session.set("/data/baris[2]/surat", "sk.pdf")
    session.add_repeat("/data/baris")
    session.set("/data/baris[3]/surat", "sop.pdf")
    assert session.attachments() == ["loket.jpg", "sk.pdf", "sop.pdf"]
    session.set("/data/ada", "tidak")
    assert session.attachments() == ["sk.pdf", "sop.pdf"]
    assert b"loket.jpg" not in session.to_xml()
