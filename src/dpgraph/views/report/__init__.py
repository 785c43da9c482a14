"""The report: two to six pages for a meeting, in English or Chinese, as HTML, PDF or Markdown."""
