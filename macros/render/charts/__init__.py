"""Charts, drawn while the site is built: inline SVG with real text, always below the table they are drawn from."""

from macros.render.charts.report_charts import after_table
from macros.render.charts.year_charts import trends

__all__ = ["after_table", "trends"]
