; What Helix calls a function is a section here, a type a table, an entry a row, an argument a cell.

[(part) (section) (glossary) (toc)] @function.around
(part heading: (_) . (_)+ @function.inside)
(section heading: (_) . (_)+ @function.inside)
(glossary heading: (_) . (_)+ @function.inside)
(toc heading: (_) . (_)+ @function.inside)

(table) @class.around
(table [(row) (pipe_row) (delimiter_row)]+ @class.inside)

[(row) (pipe_row) (cell_line) (glossary_entry)] @entry.inside @entry.around

(cell) @parameter.inside
((cell) @parameter.around . (separator) @parameter.around)

(note) @comment.inside @comment.around
