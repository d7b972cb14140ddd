"""Floor 2, trees: the only user of tree-sitter. Parsing, nodes, queries and comments of Go source."""

from golint_conn.syntax.node import Node
from golint_conn.syntax.parsed import Effort
from golint_conn.syntax.query import Match, Query
from golint_conn.syntax.tree import Tree, let_go, parse

__all__ = ["Effort", "Match", "Node", "Query", "Tree", "let_go", "parse"]
