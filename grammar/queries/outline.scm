; The outline: parts, sections, glossaries and tables by their headings.

(part heading: (part_heading) @name) @item
(section heading: (_) @name) @item
(glossary heading: (_) @name) @item
(table title: (table_title) @name) @item
(glossary_entry term: (term) @name) @item
