"""Fixes in SARIF: for each file, the regions to replace and their new text."""

from itertools import groupby

from golint_conn.finding import Fix as FoundFix
from golint_conn.report.sarif.locations import Places
from golint_conn.report.sarif.log_classes import ArtifactChange, ArtifactContent, Fix, Message, Replacement
from golint_conn.report.sarif.messages import plain, sentence


def fix_of(fix: FoundFix, places: Places) -> Fix:
    """Return a fix; its applicability is one of its properties, because SARIF has no field for it."""
    changes = [
        ArtifactChange(
            artifact_location=places.artifact(path),
            replacements=[
                Replacement(
                    deleted_region=places.region(path, edit.span),
                    inserted_content=ArtifactContent(text=edit.text) if edit.text else None,
                )
                for edit in edits
            ],
        )
        for path, edits in groupby(sorted(fix.edits), key=lambda edit: edit.path)
    ]
    return Fix(
        description=Message(text=sentence(plain(fix.title))),
        artifact_changes=changes,
        properties={"applicability": fix.applicability.value},
    )
