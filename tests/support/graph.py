"""The circles of a directed graph: what must not be in a graph of imports or includes."""

from collections.abc import Iterable


def circles(edges: Iterable[tuple[str, str]]) -> list[list[str]]:
    """
    The circles of the graph that the edges (from, to) make: its strongly connected components of more than one node,
    and each node with an edge to itself. Nodes in order within a circle, circles in order of their first node.
    """
    successors: dict[str, set[str]] = {}
    for source, target in edges:
        successors.setdefault(source, set()).add(target)
        successors.setdefault(target, set())
    reached = {node: _reached(node, successors) for node in successors}
    components = {
        tuple(sorted(other for other in reached[node] if node in reached[other]))
        for node in successors
        if node in reached[node]
    }
    return [list(component) for component in sorted(components)]


def _reached(start: str, successors: dict[str, set[str]]) -> set[str]:
    """The nodes at the end of a path of at least one edge from `start`."""
    reached: set[str] = set()
    open_nodes = [start]
    while open_nodes:
        for node in successors[open_nodes.pop()] - reached:
            reached.add(node)
            open_nodes.append(node)
    return reached
