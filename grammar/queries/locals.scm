; A disclosure defines its terms in the glossary and its divisions by headings.
; Every block that has a heading of its own is a scope.

(source_file) @local.scope
(part) @local.scope
(section) @local.scope
(glossary) @local.scope
(table) @local.scope

(part_heading title: (title) @local.definition.namespace)
(heading_1 title: (title) @local.definition.namespace)
(heading_2 title: (title) @local.definition.namespace)
(heading_3 title: (title) @local.definition.namespace)
(heading_4 title: (title) @local.definition.namespace)
(heading_5 title: (title) @local.definition.namespace)
(unnumbered_heading title: (title) @local.definition.namespace)
(table_title title: (title) @local.definition.type)
(glossary_entry term: (term) @local.definition.constant)
(subject_path) @local.reference
