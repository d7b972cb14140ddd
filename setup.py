"""Lists the packages: all under src/, and rules/ as golint_conn.rules, which pyproject.toml alone cannot express."""

from setuptools import find_packages, setup

setup(
    packages=[*find_packages("src"), "golint_conn.rules"],
    package_dir={"": "src", "golint_conn.rules": "rules"},
)
