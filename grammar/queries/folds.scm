[
  (toc)
  (part)
  (section)
  (glossary)
  (table)
  (cell_list)
] @fold
