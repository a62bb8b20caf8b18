"""Every figure of `make bench` with its words and its bar: the one place where bars stand."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Bar:
    """What is measured; `most` and `least` are what it may be, neither for a figure that only informs."""

    words: str
    most: float | None = None
    least: float | None = None

    def is_missed(self, value: float) -> bool:
        return (self.most is not None and value > self.most) or (self.least is not None and value < self.least)

    def limit(self) -> str:
        """The bar as the table prints it."""
        if self.most is not None:
            return f"≤ {self.most:g}"
        return f"≥ {self.least:g}" if self.least is not None else ""


BARS: Final[dict[str, Bar]] = {
    "import_s": Bar("import of services, file to accepted, s"),
    "import_peer_s": Bar("django-import-export on a share of them, extrapolated, s"),
    "import_floor_s": Bar("calamine and one COPY of the same rows (the floor), s"),
    "import_peer": Bar("import of services: times faster than the peer", least=25),
    "import_floor": Bar("import of services: times the floor", most=3.0),
    "import_us": Bar("import of services, microseconds a row"),
    "import_growth": Bar("import: time a row of a file ten times as long, by the short one", most=1.15),
    "import_again": Bar("import: the same file again, by the first time", most=0.5),
    "import_returned_s": Bar("returned workbook of the held rows, s", most=2),
    "import_memory": Bar("import: peak memory of worker and child, MiB of PSS", most=700),
    "enterprises_s": Bar("import of enterprises, file to accepted, s"),
    "enterprises_us": Bar("import of enterprises, microseconds a row"),
    "enterprises_floor": Bar("import of enterprises: times the floor", most=3.0),
    "hazards_s": Bar("import of hazards, file to accepted, s"),
    "hazards_services": Bar("import of hazards: times that of services", most=1.3),
    "export_s": Bar("export of services from the database, s"),
    "export_rust_s": Bar("rustpy-xlsxwriter on the same cells in memory, s"),
    "export_openpyxl_s": Bar("openpyxl write-only on the same cells in memory, s"),
    "export_rust": Bar("export: times the bare rust writer", most=1.6),
    "export_openpyxl": Bar("export: times faster than openpyxl", least=6),
    "seed_s": Bar("seed_demo --scale province, s", most=360),
    "lists_slowest": Bar("slowest list page, times the bare page", most=4),
    "lists_median": Bar("median list page, times the bare page"),
    "lists_queries": Bar("most queries of a list page", most=12),
    "gap_ms": Bar("gap list of the province, ms"),
    "gap_query": Bar("gap list: times its one query run alone", most=1.5),
    "scope_ms": Bar("scope of a city's policies, ms"),
    "scope_peer_ms": Bar("django-guardian's get_objects_for_user on the same rows, ms"),
    "scope_peer": Bar("scope: times faster than django-guardian"),
    "cases_slowest": Bar("20,000 cases: slowest page, times the bare page", most=4),
    "cases_median": Bar("20,000 cases: median page, times the bare page"),
    "cases_queries": Bar("20,000 cases: most queries of a list", most=12),
    "cases_board_queries": Bar("20,000 cases: queries of the board"),
    "questions_slowest": Bar("slowest page of questions, times the bare page", most=4),
    "questions_kb": Bar("largest page of questions, kB", most=120),
    "workbench_cold": Bar("workbench after every ledger was written to, first answer, times the bare page", most=8),
    "workbench_whole_ms": Bar("workbench with everything counted anew, slowest of the roles, ms"),
    "workbench_warm": Bar("workbench again, times the bare page", most=4),
    "search_first_ms": Bar("search over everything, slowest first answer, ms", most=300),
    "search_ms": Bar("search over everything, slowest median, ms", most=300),
    "public_rps": Bar("public page: answers a second by two processes", least=500),
    "walls_lists": Bar("list page with row-level security, times without it, median", most=1.10),
    "walls_slowest": Bar("list page with row-level security, times without it, slowest"),
    "walls_import": Bar("import of services with row-level security, times without it", most=1.05),
    "trail_rows": Bar("rows of history and events of the province that are sealed"),
    "trail_witnesses": Bar("witnesses of tables without history"),
    "trail_seal_s": Bar("the first seal over all of them, s"),
    "trail_again_s": Bar("a seal that finds nothing new, s"),
    "trail_check_s": Bar("check_integrity over all of it, s"),
    "draw_fix_s": Bar("rosters of a draw over 60,000 enterprises written and fixed, s"),
    "draw_s": Bar("draw over 60,000 enterprises, s", most=2),
    "draw_floor": Bar("draw: times the bare SHA-256 of its lines"),
    "promised_s": Bar("promised against done of the province, job, s"),
    "promised_sql_s": Bar("its SQL alone, s"),
    "promised_sql": Bar("promised against done: times its SQL", most=1.5),
    "promised_ms": Bar("the province's page on the count, ms"),
    "figures_s": Bar("100,000 hazards: all figures of eleven cities, s"),
    "figures_sql_s": Bar("100,000 hazards: the bare SQL once for the province, s"),
    "figures_sql": Bar("100,000 hazards: figures, times the bare SQL", most=1.5),
    "figures_rows": Bar("100,000 hazards: figures and frozen rows, times the bare SQL", most=3),
    "figures_peer": Bar("100,000 hazards: figures, times faster than the ORM city by city"),
    "packs_s": Bar("100,000 hazards: workbooks of the province and eleven cities, s"),
    "packs_floor": Bar("100,000 hazards: workbooks, times the bare writer", most=10),
    "packs_memory": Bar("100,000 hazards: workbooks, peak memory, MiB", most=500),
    "figures_m_s": Bar("1,000,000 hazards: all figures of eleven cities, s"),
    "figures_m_sql_s": Bar("1,000,000 hazards: the bare SQL once for the province, s"),
    "figures_m_sql": Bar("1,000,000 hazards: figures, times the bare SQL", most=1.5),
    "figures_m_rows": Bar("1,000,000 hazards: figures and frozen rows, times the bare SQL", most=3),
    "figures_m_peer": Bar("1,000,000 hazards: figures, times faster than the ORM city by city"),
    "packs_m_s": Bar("1,000,000 hazards: workbooks of the province and eleven cities, s"),
    "packs_m_floor": Bar("1,000,000 hazards: workbooks, times the bare writer", most=10),
    "packs_m_memory": Bar("1,000,000 hazards: workbooks, peak memory, MiB", most=500),
    "phones": Bar("phones that send a draft every 15 s", least=200),
    "phones_sent": Bar("drafts that were answered"),
    "phones_faults": Bar("drafts that were answered with an error or not at all", most=0),
    "phones_lost": Bar("drafts that are not on record, and forms without the last one", most=0),
    "phones_ms": Bar("a draft, median, ms"),
    "phones_p95_ms": Bar("a draft, 95 of 100, ms"),
    "million_slowest": Bar("1,000,000 hazards: slowest page, times the bare page", most=4),
    "million_median": Bar("1,000,000 hazards: median page, times the bare page"),
    "million_queries": Bar("1,000,000 hazards: most queries of a page", most=12),
    "numbers_ms": Bar("numbers under 50 writers, ms each"),
    "numbers_wrong": Bar("numbers under 50 writers: missing or double", most=0),
}
