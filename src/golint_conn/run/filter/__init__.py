"""From all findings to those that are reported: base revision, baseline, suppression, grading."""
