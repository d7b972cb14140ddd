"""Files that are only given on standard input are listed."""

from golint_conn.source import Reader


def test_overlay_files_in_a_folder_that_does_not_exist() -> None:
    reader = Reader("/nowhere", {"/nowhere/a.go": b"package a", "/nowhere/b.go": b"package a"})
    assert reader.go_files("/nowhere") == ["/nowhere/a.go", "/nowhere/b.go"]
