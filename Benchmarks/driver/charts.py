"""The figures as SVG."""

import matplotlib

matplotlib.use("svg")
# The same figures give the same file; text stays text.
matplotlib.rcParams.update({
    "svg.hashsalt": "postern", "svg.fonttype": "none", "font.family": "sans-serif", "font.size": 9,
    "axes.spines.top": False, "axes.spines.right": False, "axes.titlesize": 10, "axes.titlelocation": "left",
    "figure.facecolor": "white", "legend.frameon": False,
})

import matplotlib.pyplot as plot  # noqa: E402
from matplotlib import ticker  # noqa: E402

COLOURS = {"Postern": "#1f6feb", "nginx": "#8c959f", "Envoy": "#bf8700", "HAProxy": "#2da44e"}
OTHERS = ["#1f6feb", "#bf3989", "#2da44e"]


def colour(name):
    return next((value for peer, value in COLOURS.items() if name.startswith(peer)), COLOURS["Postern"])


def save(figure, path):
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None, "Creator": None})
    plot.close(figure)
    # The library leaves spaces at the ends of lines.
    path.write_text("\n".join(line.rstrip() for line in path.read_text().splitlines()) + "\n")


def bars(figures, panels, path, columns=2):
    """One panel a case: a bar a subject, from its lowest to its highest round."""
    panels = {case: title for case, title in panels.items() if case in figures}
    if not panels:
        return False
    rows = -(-len(panels) // columns)
    tallest = max(len(figures.subjects(case)) for case in panels)
    figure, axes = plot.subplots(rows, columns, figsize=(9, rows * (0.9 + 0.3 * tallest)), squeeze=False)
    for axis, (case, title) in zip(axes.flat, panels.items(), strict=False):
        names = figures.subjects(case)
        medians = [figures.median(case, name) for name in names]
        spread = [figures.spread(case, name) for name in names]
        axis.barh(names, medians, color=[colour(name) for name in names], height=0.6, xerr=[
            [value - low for value, (low, _) in zip(medians, spread, strict=True)],
            [high - value for value, (_, high) in zip(medians, spread, strict=True)]], ecolor="#57606a")
        for index, value in enumerate(medians):
            axis.text(spread[index][1], index, f"  {value:.1f}", va="center")
        axis.invert_yaxis()
        axis.set_title(title)
        axis.set_xlabel("µs of CPU per request")
        axis.set_xlim(0, max(high for _, high in spread) * 1.15)
    for axis in list(axes.flat)[len(panels):]:
        axis.set_visible(False)
    save(figure, path)
    return True


GROWTH = {
    "growth-issuers": ("issuers", "log"),
    "growth-rules": ("rules", "log"),
    "growth-connections": ("connections", "log"),
    "growth-tokens": ("different tokens", "log"),
    "growth-length": ("bytes of the token", "linear"),
}


def growth(figures, path):
    panels = {case: GROWTH[case] for case in GROWTH if case in figures}
    if not panels:
        return False
    panels |= {"memory": ("different tokens", "log")} if "growth-tokens" in panels else {}
    rows = -(-len(panels) // 2)
    figure, axes = plot.subplots(rows, 2, figsize=(9, 2.7 * rows), squeeze=False)
    for axis, (case, (label, scale)) in zip(axes.flat, panels.items(), strict=False):
        lines = figures.memory("growth-tokens") if case == "memory" else figures.lines(case)
        rest = iter(OTHERS)
        for line, points in lines.items():
            named = any(line.startswith(peer) for peer in COLOURS)
            axis.plot(*zip(*points, strict=True), marker="o", markersize=3, label=line,
                      color=colour(line) if named else next(rest), linestyle="--" if "verified" in line else "-")
        axis.set_xscale(scale)
        axis.xaxis.set_major_formatter(ticker.FuncFormatter(lambda value, _: f"{value:,.0f}"))
        if scale == "linear":
            axis.xaxis.set_major_locator(ticker.MaxNLocator(5))
        axis.set_ylim(0, 1.15 * max(value for points in lines.values() for _, value in points))
        axis.set_xlabel(label)
        axis.set_ylabel("MiB resident" if case == "memory" else "µs of CPU per request")
        axis.legend(fontsize=8)
    for axis in list(axes.flat)[len(panels):]:
        axis.set_visible(False)
    save(figure, path)
    return True
