/**
 * Grammar of Chinese budget disclosures (部门预算公开, 部门决算公开).
 *
 * The text is line oriented. The external scanner (src/scanner.c) reads a whole
 * line at its start, decides what kind of line it is and emits a zero-width
 * token `_…_line`. The rules below only say how lines nest; the internal lexer
 * only reads what stands inside a line. Blank lines and blanks between tokens
 * are extras.
 */

const BLANK = ' \\t\\r\\n\\u000b\\u000c\\u00a0\\u2000-\\u200b\\u202f\\u205f\\u3000\\ufeff';
const INNER_BLANK = '[ \\u00a0\\u3000]*';
const DIGIT = '[0-9０-９]';
const PUNCTUATION = '，。；、,;!?！？“”"‘’\'《》〈〉「」';
const BRACKET = '（）()\\[\\]［］〔〕【】';
const SYMBOL = '：:.．…·⋯|\\\\*<>\\-－−–—~～+%％‰/／#_';
/** A character of an ordinary word: what no other token begins with. */
const WORD = `[^${BLANK}0-9０-９${PUNCTUATION}${BRACKET}${SYMBOL}]`;

const NUMBER = `[-－−–]?(${DIGIT}{1,3}([,，]${DIGIT}{3})+|${DIGIT}+)([.．]${DIGIT}+)?`;
const YEAR = `[12１２][09０９]${DIGIT}{2}${INNER_BLANK}年`;
const MONTH_AND_DAY = `${INNER_BLANK}${DIGIT}{1,2}${INNER_BLANK}月(${INNER_BLANK}${DIGIT}{1,2}${INNER_BLANK}日)?`;

/** Classes 201–234, departmental 301–313 and 399, government 501–515 and 599. */
const SUBJECT_CLASS_CODE =
  '(2(0[1-9]|1[0-9]|2[0-9]|3[0-4])|3(0[1-9]|1[0-3]|99)|5(0[1-9]|1[0-5]|99))';

/** A subject's name with its level in brackets: 财政事务（款）. One inner bracket may occur: 政府办公厅（室）…（款）. */
const subjectName = level =>
  new RegExp(`(${WORD}+[（(]${WORD}{1,4}[）)])?${WORD}+[（(]${level}[）)]`);
const nextSubjectName = level =>
  new RegExp(`${INNER_BLANK}(${WORD}+[（(]${WORD}{1,4}[）)])?${WORD}+[（(]${level}[）)]`);

/** A line: its node, then its end. The line's node does not contain the line end. */
const line = ($, node) => seq(node, $._line_end);

/** A section whose heading is `heading`, holding `content`. */
const section = ($, heading, content) =>
  prec.right(seq(field('heading', heading), $._line_end, repeat(content)));

/** A glossary whose heading is `heading`. */
const glossary = ($, heading) => section($, heading, $._glossary_content);

/** The inside of a numbered heading of which the scanner has announced the kind. */
const heading = ($, kind) => seq(
  kind,
  optional($.markup),
  optional(seq(field('marker', $.section_marker), optional($.markup))),
  optional(field('title', $.title)),
);

/** The content of a line after its mark-up. */
const content = $ => optional(seq($._content, repeat1($._inline)));

export default grammar({
  name: 'yusuan',

  externals: $ => [
    $._line_end,
    $._front_line,
    $._cover_line,
    $._toc_heading_line,
    $._toc_entry_line,
    $._part_line,
    $._part_glossary_line,
    $._unnumbered_line,
    $._heading_1_line,
    $._heading_2_line,
    $._heading_3_line,
    $._heading_4_line,
    $._heading_5_line,
    $._unnumbered_low_line,
    $._unnumbered_glossary_line,
    $._glossary_1_line,
    $._glossary_2_line,
    $._glossary_3_line,
    $._glossary_4_line,
    $._glossary_5_line,
    $._entry_line,
    $._paragraph_line,
    $._list_item_line,
    $._label_line,
    $._title_line,
    $._organisation_line,
    $._unit_line,
    $._period_line,
    $._note_line,
    $._note_more_line,
    $._row_line,
    $._pipe_row_line,
    $.delimiter_row,
    $._rows_go_on,
    $.interruption,
    $._rows_end,
    $._cell_line,
    $._cell_more_line,
    $._cell_period_line,
    $.markup,
    $.part_marker,
    $.section_marker,
    $._content,
    $._title_break_first,
    $._title_break,
    $._unit_start,
    $._unit_break,
    $.leader,
    $.page_number,
    $.separator,
    $._term_text,
    $._path_term,
    $._term_end,
    $.colon,
    $._definition,
    $._error_sentinel,
  ],

  extras: _ => [new RegExp(`[${BLANK}]`)],

  inline: $ => [$._in_file, $._in_part, $._in_0, $._in_1, $._in_2, $._in_3, $._in_4, $._in_5],

  rules: {
    source_file: $ => seq(
      repeat(line($, alias($._front_cover, $.cover_line))),
      repeat($._in_file),
    ),

    // Nesting. A section holds what is deeper than itself.
    _in_file: $ => choice(
      line($, $.cover_line),
      $.toc,
      $.part,
      alias($._part_glossary, $.glossary),
      $._in_part,
    ),
    _in_part: $ => choice(
      alias($._section_0, $.section),
      alias($._glossary_0, $.glossary),
      $._in_0,
    ),
    _in_0: $ => choice(
      alias($._section_1, $.section),
      alias($._glossary_1, $.glossary),
      $._in_1,
    ),
    _in_1: $ => choice(
      alias($._section_2, $.section),
      alias($._glossary_2, $.glossary),
      $._in_2,
    ),
    _in_2: $ => choice(
      alias($._section_3, $.section),
      alias($._glossary_3, $.glossary),
      $._in_3,
    ),
    _in_3: $ => choice(
      alias($._section_4, $.section),
      alias($._glossary_4, $.glossary),
      $._in_4,
    ),
    _in_4: $ => choice(
      alias($._section_5, $.section),
      alias($._glossary_5, $.glossary),
      $._in_5,
    ),
    _in_5: $ => choice(alias($._section_6, $.section), $._block),

    _block: $ => choice(
      $.table,
      $.cell_list,
      line($, $.list_item),
      line($, $.paragraph),
    ),

    // Cover and table of contents.
    _front_cover: $ => seq($._front_line, optional($.markup), content($)),
    cover_line: $ => seq($._cover_line, optional($.markup), content($)),

    toc: $ => prec.right(seq(
      field('heading', $.toc_heading),
      $._line_end,
      repeat(line($, $.toc_entry)),
    )),
    toc_heading: $ => seq($._toc_heading_line, optional($.markup), content($)),
    toc_entry: $ => seq(
      $._toc_entry_line,
      optional($.markup),
      optional(seq(
        field('marker', choice($.part_marker, $.section_marker)),
        optional($.markup),
      )),
      optional(seq(
        field('title', $.title),
        optional(seq(
          $.leader,
          optional(field('page', $.page_number)),
          optional($.markup),
        )),
      )),
    ),

    // Parts and sections.
    part: $ => section($, $.part_heading, $._in_part),
    part_heading: $ => part_heading($, $._part_line),
    _part_glossary_heading: $ => part_heading($, $._part_glossary_line),
    title: $ => seq($._content, repeat1($._inline)),

    _section_0: $ => section($, alias($._heading_0, $.unnumbered_heading), $._in_0),
    _section_1: $ => section($, $.heading_1, $._in_1),
    _section_2: $ => section($, $.heading_2, $._in_2),
    _section_3: $ => section($, $.heading_3, $._in_3),
    _section_4: $ => section($, $.heading_4, $._in_4),
    _section_5: $ => section($, $.heading_5, $._in_5),
    _section_6: $ => section($, alias($._heading_6, $.unnumbered_heading), $._block),

    _heading_0: $ => heading($, $._unnumbered_line),
    heading_1: $ => heading($, $._heading_1_line),
    heading_2: $ => heading($, $._heading_2_line),
    heading_3: $ => heading($, $._heading_3_line),
    heading_4: $ => heading($, $._heading_4_line),
    heading_5: $ => heading($, $._heading_5_line),
    _heading_6: $ => heading($, $._unnumbered_low_line),

    paragraph: $ => seq($._paragraph_line, optional($.markup), content($)),
    list_item: $ => seq(
      $._list_item_line,
      optional($.markup),
      optional(seq(field('marker', $.section_marker), optional($.markup))),
      content($),
    ),

    // Glossary.
    _part_glossary: $ => glossary($, alias($._part_glossary_heading, $.part_heading)),
    _glossary_0: $ => glossary($, alias($._glossary_0_heading, $.unnumbered_heading)),
    _glossary_1: $ => glossary($, alias($._glossary_1_heading, $.heading_1)),
    _glossary_2: $ => glossary($, alias($._glossary_2_heading, $.heading_2)),
    _glossary_3: $ => glossary($, alias($._glossary_3_heading, $.heading_3)),
    _glossary_4: $ => glossary($, alias($._glossary_4_heading, $.heading_4)),
    _glossary_5: $ => glossary($, alias($._glossary_5_heading, $.heading_5)),
    _glossary_0_heading: $ => heading($, $._unnumbered_glossary_line),
    _glossary_1_heading: $ => heading($, $._glossary_1_line),
    _glossary_2_heading: $ => heading($, $._glossary_2_line),
    _glossary_3_heading: $ => heading($, $._glossary_3_line),
    _glossary_4_heading: $ => heading($, $._glossary_4_line),
    _glossary_5_heading: $ => heading($, $._glossary_5_line),
    _glossary_content: $ => choice(
      line($, $.glossary_entry),
      line($, $.list_item),
      line($, $.paragraph),
    ),
    glossary_entry: $ => seq(
      $._entry_line,
      optional($.markup),
      optional(seq(field('number', $.section_marker), optional($.markup))),
      optional(seq(
        field('term', $.term),
        optional($.markup),
        optional(seq(field('separator', $.colon), optional($.markup))),
        optional(field('definition', $.definition)),
      )),
    ),
    term: $ => choice(
      $._term_text,
      seq($._path_term, repeat1($._inline), $._term_end),
    ),
    definition: $ => seq($._definition, repeat1($._inline)),

    // Tables.
    table: $ => prec.right(choice(
      seq($._table_head, optional($._rows), repeat($._note)),
      seq($._rows, repeat($._note)),
    )),
    _table_head: $ => prec.right(choice(
      seq($._label, optional($._title), repeat($._caption)),
      seq($._title, optional($._label), repeat($._caption)),
      seq(repeat1($._caption), optional($._label), optional(seq($._title, repeat($._caption)))),
    )),
    _label: $ => seq(
      field('label', $.table_label),
      optional(field('unit', alias($._inline_unit_caption, $.unit_caption))),
      $._line_end,
    ),
    _title: $ => line($, field('title', $.table_title)),
    _caption: $ => choice(
      seq(
        field('organisation', $.organisation_caption),
        optional(field('unit', alias($._inline_unit_caption, $.unit_caption))),
        $._line_end,
      ),
      seq(
        field('period', $.period_caption),
        optional(field('unit', alias($._inline_unit_caption, $.unit_caption))),
        $._line_end,
      ),
      line($, field('unit', $.unit_caption)),
    ),
    table_label: $ => seq($._label_line, optional($.markup), content($)),
    table_title: $ => seq(
      $._title_line,
      optional($.markup),
      optional(seq(field('marker', $.section_marker), optional($.markup))),
      optional(field('title', $.title)),
    ),
    organisation_caption: $ => seq($._organisation_line, optional($.markup), content($)),
    period_caption: $ => seq($._period_line, optional($.markup), content($)),
    unit_caption: $ => seq(
      $._unit_line,
      optional($.markup),
      content($),
      optional(seq($._unit_break, repeat1($._inline))),
    ),
    _inline_unit_caption: $ => seq($._unit_start, repeat1($._inline)),

    _rows: $ => prec.right(seq(
      $._row,
      repeat(choice($._row, seq($._rows_go_on, $.interruption))),
      optional($._rows_end),
    )),
    _row: $ => line($, choice($.row, $.pipe_row, $.delimiter_row)),
    row: $ => seq(
      $._row_line,
      optional($.cell),
      repeat(seq($.separator, optional($.cell))),
    ),
    pipe_row: $ => seq(
      $._pipe_row_line,
      repeat1(seq(alias('|', $.separator), optional(alias($._pipe_cell, $.cell)))),
    ),
    cell: $ => choice(
      seq($._coded, repeat($._inline)),
      repeat1($._inline),
    ),
    _pipe_cell: $ => choice(
      seq($._coded, repeat($._pipe_inline)),
      repeat1($._pipe_inline),
    ),
    /** A cell that begins with what looks like a subject code, which an amount may too. */
    _coded: $ => choice(
      $.subject_code,
      alias($._code_amount, $.amount),
      alias($._code_quantity, $.quantity),
    ),
    _code_amount: $ => seq(
      field('number', alias($.subject_code, $.number)),
      field('unit', $.amount_unit),
    ),
    _code_quantity: $ => seq(
      field('number', alias($.subject_code, $.number)),
      field('unit', $.quantity_unit),
    ),
    _note: $ => line($, choice($.note, alias($._note_more, $.note))),
    note: $ => seq($._note_line, optional($.markup), content($)),
    _note_more: $ => seq($._note_more_line, optional($.markup), content($)),

    // One cell a line.
    cell_list: $ => prec.right(seq(
      line($, $.cell_line),
      repeat(choice(
        line($, alias($._cell_more, $.cell_line)),
        line($, alias($._cell_period, $.period_caption)),
      )),
    )),
    cell_line: $ => seq($._cell_line, $.separator, optional($.cell)),
    _cell_more: $ => seq($._cell_more_line, $.separator, optional($.cell)),
    _cell_period: $ => seq($._cell_period_line, repeat1($._inline)),

    // Inside a line.
    _inline: $ => choice($._rich, $._other),
    _pipe_inline: $ => choice($._rich, $._pipe_other),
    _rich: $ => choice(
      $.amount,
      $.quantity,
      $.percentage,
      $.date,
      $.year,
      $.number,
      $.subject_path,
      alias($._inline_markup, $.markup),
      $._document_number,
      $._range,
      $._word,
      $._punctuation,
    ),

    amount: $ => seq(field('number', $.number), field('unit', $.amount_unit)),
    quantity: $ => seq(field('number', $.number), field('unit', $.quantity_unit)),
    // The precedence lets a unit end where it does in front of more words: 5万元的.
    amount_unit: _ => token(prec(1, new RegExp(
      `((百|千|万|亿|百万|千万|十万|万亿)${INNER_BLANK})?(元|美元|欧元|港元|日元|英镑)`,
    ))),
    quantity_unit: _ => token(prec(1, choice(
      '辆', '人次', '人', '名', '个', '家', '项', /台[（(]套[）)]/, '台', '套', '平方米',
      '批次', '次', '件', '册', '户', '公里', '吨', '处', '场', '份', '天', '批', '块', '宗', '亩', '间',
    ))),
    subject_path: $ => prec.right(choice(
      seq(
        field('class', $.subject_class),
        optional(seq(
          field('section', alias($._next_section, $.subject_section)),
          optional(field('item', alias($._next_item, $.subject_item))),
        )),
      ),
      seq(
        field('section', $.subject_section),
        optional(field('item', alias($._next_item, $.subject_item))),
      ),
      field('item', $.subject_item),
    )),
    subject_class: _ => subjectName('类'),
    subject_section: _ => subjectName('款'),
    subject_item: _ => subjectName('项'),
    _next_section: _ => token(prec(1, nextSubjectName('款'))),
    _next_item: _ => token(prec(1, nextSubjectName('项'))),

    percentage: _ => new RegExp(`${NUMBER}${INNER_BLANK}[%％‰]`),
    date: _ => choice(
      new RegExp(`${YEAR}${MONTH_AND_DAY}`),
      new RegExp(`20[0-9]{2}[-/.][0-9]{1,2}[-/.][0-9]{1,2}`),
    ),
    year: _ => new RegExp(`${YEAR}度?`),
    subject_code: _ => new RegExp(`${SUBJECT_CLASS_CODE}([0-9]{2}|[0-9]{4})?`),
    number: _ => new RegExp(NUMBER),
    /** 阳办发〔2019〕16号: neither a year nor a number. */
    _document_number: _ => new RegExp(`[〔\\[［（(]20[0-9]{2}[〕\\]］）)]第?[0-9]+号`),
    /** 1-2, 2023/2024, 010-12345678: figures joined by a dash or a stroke are not numbers. */
    _range: _ => new RegExp(`${DIGIT}+([.．]${DIGIT}+)?([-–—~～/／]${DIGIT}+([.．]${DIGIT}+)?)+`),
    _inline_markup: _ => choice(
      '**',
      /<\/?[A-Za-z]{1,10}[ ]*\/?>/,
      /\[bookmark:[^\[\]\r\n]*\]/,
    ),
    _word: _ => new RegExp(`${WORD}+`),
    _punctuation: _ => new RegExp(`[${PUNCTUATION}]+`),
    _other: _ => token(prec(-1, new RegExp(`[^${BLANK}]`))),
    _pipe_other: _ => token(prec(-1, new RegExp(`[^${BLANK}|]|\\\\\\|`))),
  },
});

/** The heading of a part; its title may go on in the next lines. */
function part_heading($, kind) {
  return seq(
    kind,
    optional($.markup),
    optional(seq(field('marker', $.part_marker), optional($.markup))),
    choice(
      seq(
        field('title', $.title),
        repeat(seq($._title_break, field('title', $.title))),
      ),
      optional(seq(
        $._title_break_first,
        field('title', $.title),
        repeat(seq($._title_break, field('title', $.title))),
      )),
    ),
  );
}
