; Later patterns win over earlier ones for the same node.

; Titles
(cover_line) @markup.heading.1
(toc_heading) @markup.heading.2
(part_heading) @markup.heading.1
(unnumbered_heading) @markup.heading.2
(heading_1) @markup.heading.2
(heading_2) @markup.heading.3
(heading_3) @markup.heading.4
(heading_4) @markup.heading.5
(heading_5) @markup.heading.6
(part_marker) @markup.list
(section_marker) @markup.list

; Table of contents
(toc_entry title: (title) @markup.link.label)
(leader) @punctuation.delimiter
(page_number) @markup.link

; Tables
(table_label) @label
(table_title) @markup.heading
(organisation_caption) @attribute
(unit_caption) @attribute
(period_caption) @attribute
(separator) @punctuation.delimiter
(delimiter_row) @punctuation.delimiter
(note) @comment

; Glossary
(glossary_entry term: (term) @markup.strong)
(glossary_entry separator: (colon) @punctuation.delimiter)

; Figures and subjects
(number) @number
(amount_unit) @type
(quantity_unit) @type
(percentage) @number
(year) @constant
(date) @constant
(subject_code) @constant
(subject_path) @tag

; Mark-up
(markup) @punctuation.special
