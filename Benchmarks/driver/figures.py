"""The raw figures as the report asks for them: medians, and ratios taken round by round."""

import statistics


class Figures:
    def __init__(self, raw):
        self.raw = raw
        self.cases = raw["cases"]

    def __contains__(self, case):
        return case in self.cases

    def of(self, case):
        return self.cases[case]["figures"]

    def subjects(self, case):
        return [name for name in self.of(case) if name != "memory"]

    def median(self, case, subject, figure="cpu"):
        return statistics.median(self.of(case)[subject][figure])

    def spread(self, case, subject, figure="cpu"):
        """Lowest and highest round."""
        values = self.of(case)[subject][figure]
        return min(values), max(values)

    def ratio(self, case, above, below, figure="cpu"):
        """The median of the rounds' ratios: what disturbs a whole round falls out."""
        figures = self.of(case)
        return statistics.median(
            a / b for a, b in zip(figures[above][figure], figures[below][figure], strict=True))

    def lines(self, case):
        """Growth: by line, the sizes with their medians."""
        lines = {}
        for subject in self.subjects(case):
            line, _, size = subject.partition(" @ ")
            lines.setdefault(line, []).append((int(size), self.median(case, subject)))
        return lines

    def memory(self, case):
        """Growth: by line, the sizes with the mebibytes resident."""
        lines = {}
        for subject, size in self.of(case)["memory"].items():
            line, _, count = subject.partition(" @ ")
            lines.setdefault(line, []).append((int(count), size / 1048576))
        return lines

    def rounds(self, case):
        """How often each subject was measured; 0 where there are no rounds."""
        runs = [figure["cpu"] if isinstance(figure, dict) and "cpu" in figure else figure
                for figure in self.of(case).values()]
        return max((len(run) for run in runs if isinstance(run, list)), default=0) if case != "footprint" else 0

    def growth(self, case, line):
        """The dearest size beside the first, round by round."""
        sizes = [subject for subject in self.subjects(case) if subject.startswith(f"{line} @ ")]
        return max(self.ratio(case, size, sizes[0]) for size in sizes)
