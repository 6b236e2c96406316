#!/usr/bin/env python3
"""Computes the coverage of a study again with other tools: pyosmium reads, pyproj measures, shapely finds the nearest street, networkx walks.

Needs Debian's python3-networkx python3-pyosmium python3-pyproj python3-shapely.
Usage: independent.py DIR STUDY.csv   (STUDY.csv is what `linli study DIR` wrote)
"""
import csv
import itertools
import json
import pathlib
import sys

import networkx as nx
import numpy as np
import osmium
import pyproj
from shapely.geometry import LineString, Point
from shapely.strtree import STRtree

SPEED, MINUTES, LIMIT = 1.333, 15, 500
GEOD = pyproj.Geod(ellps="WGS84")


RULES = json.loads((pathlib.Path(__file__).parent / "../engines/reach/walking.json").read_text())


def closed(tags):
    if "foot" in tags:
        return tags["foot"] in RULES["closedFoot"]
    return tags.get("access") in RULES["closedAccess"]


class Walkable(osmium.SimpleHandler):
    """The lists of walking.json: which ways are walked, and which of their nodes nobody passes."""

    def __init__(self):
        super().__init__()
        self.ways, self.at, self.blocked = [], {}, set()

    def node(self, node):
        tags = node.tags
        if "barrier" not in tags:
            return
        solid = "foot" not in tags and (tags.get("locked") == "yes" or tags["barrier"] in RULES["solidBarriers"])
        if closed(tags) or solid:
            self.blocked.add(node.id)

    def way(self, way):
        tags = way.tags
        highway = tags.get("highway")
        if not highway or highway in RULES["closedHighways"] + RULES["notThere"] or tags.get("area") == "yes" or closed(tags):
            return
        refs = []
        for node in way.nodes:
            if node.location.valid():
                self.at[node.ref] = (node.location.lon, node.location.lat)
                refs.append(node.ref)
        self.ways.append(refs)


def read_network(file):
    handler = Walkable()
    handler.apply_file(file, locations=True)
    graph = nx.Graph()
    ends = itertools.count(1)

    def end(ref):
        """At a blocked node each street ends for itself."""
        if ref not in handler.blocked:
            return ref
        own = -next(ends)
        handler.at[own] = handler.at[ref]
        return own

    for refs in handler.ways:
        for a, b in zip(refs, refs[1:]):
            if a == b:
                continue
            metres = GEOD.inv(*handler.at[a], *handler.at[b])[2]
            a, b = end(a), end(b)
            if not graph.has_edge(a, b) or graph[a][b]["metres"] > metres:
                graph.add_edge(a, b, metres=metres)
    main = max(nx.connected_components(graph), key=len)
    return graph.subgraph(main).copy(), handler.at


class Joiner:
    """Nearest point of the nearest street, in a projection around the city; lengths again by geodesics."""

    def __init__(self, graph, at):
        middle = at[next(iter(graph.nodes))]
        self.project = pyproj.Transformer.from_crs("EPSG:4326", f"+proj=aeqd +lat_0={middle[1]} +lon_0={middle[0]} +ellps=WGS84", always_xy=True)
        self.edges = list(graph.edges(data="metres"))
        self.xy = {n: self.project.transform(*at[n]) for n in graph.nodes}
        self.lines = [LineString([self.xy[a], self.xy[b]]) for a, b, _ in self.edges]
        self.tree = STRtree(self.lines, list(range(len(self.lines))))  # shapely 1.8, as Debian 12 has it

    def join(self, lon, lat):
        point = Point(*self.project.transform(lon, lat))
        index = self.tree.nearest_item(point)
        line = self.lines[index]
        access = line.distance(point)
        if access > LIMIT:
            return None
        a, b, metres = self.edges[index]
        share = line.project(point, normalized=True)
        return a, b, share * metres, (1 - share) * metres, access, index


def nearest_walks(graph, places, demand):
    """Distances by adding every place as a vertex of its own, joined to both ends of its street (networkx's own Dijkstra)."""
    walks = graph.copy()
    on_edge = {}
    for number, joint in enumerate(places):
        if joint:
            a, b, to_a, to_b, access, index = joint
            walks.add_edge(("f", number), a, metres=to_a + access)
            walks.add_edge(("f", number), b, metres=to_b + access)
            on_edge.setdefault(index, []).append((to_a, access))
    sources = {("f", n) for n, joint in enumerate(places) if joint}
    distance = nx.multi_source_dijkstra_path_length(walks, sources, weight="metres")
    result = []
    for joint in demand:
        if not joint:
            result.append(np.inf)
            continue
        a, b, to_a, to_b, access, index = joint
        best = min(distance.get(a, np.inf) + to_a, distance.get(b, np.inf) + to_b) + access
        for other_a, other_access in on_edge.get(index, []):
            best = min(best, abs(other_a - to_a) + access + other_access)
        result.append(best)
    return np.array(result)


def main(folder, study):
    graph, at = read_network(f"{folder}/poa_osm.pbf")
    print(f"network: {graph.number_of_nodes()} vertices, {graph.number_of_edges()} segments (parallel ones merged)")
    joiner = Joiner(graph, at)
    with open(f"{folder}/poa_hexgrid.csv", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    with open(study, encoding="utf-8-sig") as file:
        ours = {row["id"]: row for row in csv.DictReader(file)}
    demand = [joiner.join(float(row["lon"]), float(row["lat"])) for row in rows]
    people = np.array([float(row["population"]) for row in rows])
    reach = SPEED * MINUTES * 60
    worst_share, worst_walk = 0.0, 0.0
    for column, kind in (("schools", "school"), ("healthcare", "healthcare")):
        places = [demand[i] for i, row in enumerate(rows) if float(row[column] or 0) > 0]
        walks = nearest_walks(graph, places, demand)
        linli = np.array([float(ours[row["id"]][f"{kind}_walk_m"] or "inf") for row in rows])
        both = np.isfinite(walks) & np.isfinite(linli)
        assert (np.isfinite(walks) == np.isfinite(linli)).all(), "one of the two reaches a cell that the other does not"
        difference = np.abs(walks[both] - linli[both])
        share = people[walks <= reach].sum() / people.sum()
        own = people[linli <= reach].sum() / people.sum()
        print(f"{kind}: networkx {100 * share:.3f} %, linli {100 * own:.3f} %, apart {100 * abs(share - own):.4f} points; "
              f"walks of {both.sum()} cells differ by at most {difference.max():.3f} m, {difference.mean():.3f} m on average")
        worst_share, worst_walk = max(worst_share, abs(share - own)), max(worst_walk, difference.max())
    ok = worst_share <= 0.001 and worst_walk <= 1.0
    print("AGREES" if ok else "DISAGREES", f"(shares within {100 * worst_share:.4f} points, walks within {worst_walk:.3f} m)")
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
