"""Floor 2, trees: parsing, nodes, queries and comments of Go source. Only this floor uses tree-sitter."""

from golint_conn.syntax.node import Node
from golint_conn.syntax.parsed import Effort
from golint_conn.syntax.query import Match, Query
from golint_conn.syntax.tree import Tree, evict, parse

__all__ = ["Effort", "Match", "Node", "Query", "Tree", "evict", "parse"]
