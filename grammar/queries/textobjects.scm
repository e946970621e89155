; Text objects. What a capture covers is everything from its first node to its last.

; A cell, and with it the separator behind it. The last cell of a row has none.
(cell) @cell.inner
((cell) @cell.outer . (separator) @cell.outer)

; A line of a table.
(row) @row.inner @row.outer
(pipe_row) @row.inner @row.outer
(cell_line) @row.inner @row.outer

; A table: its rows alone, or with title, captions and notes.
(table [(row) (pipe_row) (delimiter_row)]+ @table.inner)
(table) @table.outer
(cell_list) @table.inner @table.outer

; A part or section: what is under its heading, or both.
(part heading: (_) . (_)+ @section.inner)
(section heading: (_) . (_)+ @section.inner)
(glossary heading: (_) . (_)+ @section.inner)
(toc heading: (_) . (_)+ @section.inner)
[(part) (section) (glossary) (toc)] @section.outer

; An entry of the glossary: its definition, or all of it.
(glossary_entry definition: (definition) @entry.inner)
(glossary_entry) @entry.outer
