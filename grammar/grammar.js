/**
 * Grammar of Chinese budget disclosures (部门预算公开, 部门决算公开).
 *
 * The text is line oriented. The external scanner (src/scanner.c) reads a whole
 * line at its start, decides what kind of line it is and which open blocks it
 * ends, and emits a zero-width token `_…_line` after an `_end` for each of those
 * blocks. The rules below only say what a block and a line consist of; the
 * internal lexer only reads what stands inside a line. Blank lines and blanks
 * between tokens are extras.
 *
 * Blocks end with a token of their own, and no token below depends on what
 * stands before it in the line. Otherwise a block or a phrase that is reused
 * from an old tree would hide what follows it from the parser, and the tree
 * after an edit would differ from a fresh one.
 */

const BLANK = ' \\r\\n\\u000b\\u000c\\u00a0\\u2000-\\u200b\\u202f\\u205f\\u3000\\ufeff';
const INNER_BLANK = '[ \\u00a0\\u3000]*';
const DIGIT = '[0-9０-９]';
const PUNCTUATION = '，。；、,;!?！？“”"‘’\'《》〈〉「」';
const BRACKET = '（）()\\[\\]［］〔〕【】';
const SYMBOL = '：:.．…·⋯|\\\\*<>\\-－−–—~～+%％‰/／#_';
/** What ends a phrase. No other token begins with it, so that it joins the word before it. */
const CLOSING = `${PUNCTUATION}）)\\]］〕】`;
/** A character of an ordinary word: what no other token begins with. */
const WORD = `[^${BLANK}\\t0-9０-９${PUNCTUATION}${BRACKET}${SYMBOL}]`;

const NUMBER = `[-－−–]?(${DIGIT}{1,3}([,，]${DIGIT}{3})+|${DIGIT}+)([.．]${DIGIT}+)?`;
const YEAR = `[12１２][09０９]${DIGIT}{2}${INNER_BLANK}年`;
const MONTH_AND_DAY = `${INNER_BLANK}${DIGIT}{1,2}${INNER_BLANK}月(${INNER_BLANK}${DIGIT}{1,2}${INNER_BLANK}日)?`;

/** Classes 201–234, departmental 301–313 and 399, government 501–515 and 599. */
const SUBJECT_CLASS_CODE =
  '(2(0[1-9]|1[0-9]|2[0-9]|3[0-4])|3(0[1-9]|1[0-3]|99)|5(0[1-9]|1[0-5]|99))';

/** A subject's name with its level in brackets: 财政事务（款）. One inner bracket may occur: 政府办公厅（室）…（款）. */
const subject = level => `(${WORD}+[（(]${WORD}{1,4}[）)])?${WORD}+[（(]${level}[）)]`;

/** A line: its node, then its end. The line's node does not contain the line end. */
const line = ($, node) => seq(node, $._line_end);

/** A block of lines. The scanner emits `_go_on` before a line that blanks precede. */
const lines = ($, item) => repeat(seq(optional($._go_on), item));

/** The content of a line after its mark-up. */
const content = $ => seq(optional($.markup), repeat($._inline));

/** The inside of a heading: mark-up, marker, title. */
const heading = $ => seq(
  optional($.markup),
  optional(seq(field('marker', $.section_marker), optional($.markup))),
  optional(field('title', $.title)),
);

/** A row's cells: those before and up to four more, so that few nodes hold them all. */
const columns = (before, separator, cell) => choice(...[1, 2, 3, 4].map(count =>
  prec(count, seq(optional(before), ...Array(count).fill(seq(separator, optional(cell))))),
));

const part_heading = $ => seq(
  optional($.markup),
  optional(seq(field('marker', $.part_marker), optional($.markup))),
  optional(field('title', $.title)),
  repeat(seq($._title_break, field('title', $.title))),
);

export default grammar({
  name: 'yusuan',

  externals: $ => [
    $._line_end,
    $._end,
    $._go_on,
    $._cover_line,
    $._toc_heading_line,
    $._toc_entry_line,
    $._part_line,
    $._unnumbered_line,
    $._heading_1_line,
    $._heading_2_line,
    $._heading_3_line,
    $._heading_4_line,
    $._heading_5_line,
    $._unnumbered_low_line,
    $._glossary_part_line,
    $._glossary_unnumbered_line,
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
    $._row_line,
    $._pipe_row_line,
    $._delimiter_line,
    $._cell_line,
    $._table_start,
    $._cells_start,
    $._rows_go_on,
    $.interruption,
    $._delimiters,
    $.markup,
    $.part_marker,
    $.section_marker,
    $._title_break,
    $._unit_start,
    $._unit_break,
    $.leader,
    $.page_number,
    $._term_text,
    $._path_term,
    $._term_end,
    $.colon,
    $._definition,
    $._amount_number,
    $._quantity_number,
    $._null,
    $._error_sentinel,
  ],

  extras: _ => [new RegExp(`[${BLANK}]`)],

  rules: {
    source_file: $ => lines($, choice(
      line($, $.cover_line),
      $.toc,
      $.part,
      $.section,
      $.glossary,
      $._block,
    )),

    _block: $ => choice(
      $.table,
      $.cell_list,
      line($, $.list_item),
      line($, $.paragraph),
    ),

    // Cover and table of contents.
    cover_line: $ => seq($._cover_line, content($)),

    toc: $ => seq(
      field('heading', $.toc_heading),
      $._line_end,
      lines($, line($, $.toc_entry)),
      $._end,
    ),
    toc_heading: $ => seq($._toc_heading_line, content($)),
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

    // Parts and sections. The scanner lets a section hold only deeper ones.
    part: $ => seq(
      field('heading', $.part_heading),
      $._line_end,
      lines($, choice($.section, $.glossary, $._block)),
      $._end,
    ),
    section: $ => seq(
      field('heading', choice(
        $.unnumbered_heading, $.heading_1, $.heading_2, $.heading_3, $.heading_4, $.heading_5,
      )),
      $._line_end,
      lines($, choice($.section, $.glossary, $._block)),
      $._end,
    ),
    part_heading: $ => seq($._part_line, part_heading($)),
    unnumbered_heading: $ => seq(choice($._unnumbered_line, $._unnumbered_low_line), heading($)),
    heading_1: $ => seq($._heading_1_line, heading($)),
    heading_2: $ => seq($._heading_2_line, heading($)),
    heading_3: $ => seq($._heading_3_line, heading($)),
    heading_4: $ => seq($._heading_4_line, heading($)),
    heading_5: $ => seq($._heading_5_line, heading($)),
    title: $ => repeat1($._inline),

    paragraph: $ => seq($._paragraph_line, content($)),
    list_item: $ => seq(
      $._list_item_line,
      optional($.markup),
      optional(seq(field('marker', $.section_marker), optional($.markup))),
      repeat($._inline),
    ),

    // Glossary.
    glossary: $ => seq(
      field('heading', choice(
        alias($._glossary_part_heading, $.part_heading),
        alias($._glossary_unnumbered_heading, $.unnumbered_heading),
        alias($._glossary_heading_1, $.heading_1),
        alias($._glossary_heading_2, $.heading_2),
        alias($._glossary_heading_3, $.heading_3),
        alias($._glossary_heading_4, $.heading_4),
        alias($._glossary_heading_5, $.heading_5),
      )),
      $._line_end,
      lines($, choice(
        line($, $.glossary_entry),
        line($, $.list_item),
        line($, $.paragraph),
      )),
      $._end,
    ),
    _glossary_part_heading: $ => seq($._glossary_part_line, part_heading($)),
    _glossary_unnumbered_heading: $ => seq($._glossary_unnumbered_line, heading($)),
    _glossary_heading_1: $ => seq($._glossary_1_line, heading($)),
    _glossary_heading_2: $ => seq($._glossary_2_line, heading($)),
    _glossary_heading_3: $ => seq($._glossary_3_line, heading($)),
    _glossary_heading_4: $ => seq($._glossary_4_line, heading($)),
    _glossary_heading_5: $ => seq($._glossary_5_line, heading($)),
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

    // Tables. The scanner keeps label, title, captions, rows and notes in order.
    table: $ => seq(
      $._table_start,
      lines($, choice($._head_line, $._body_line, line($, field('note', $.note)))),
      $._end,
    ),
    _head_line: $ => choice(
      seq(field('label', $.table_label), $._unit_at_end),
      line($, field('title', $.table_title)),
      seq(field('organisation', $.organisation_caption), $._unit_at_end),
      seq(field('period', $.period_caption), $._unit_at_end),
      line($, field('unit', $.unit_caption)),
    ),
    _unit_at_end: $ => seq(
      optional(field('unit', alias($._inline_unit_caption, $.unit_caption))),
      $._line_end,
    ),
    table_label: $ => seq($._label_line, content($)),
    table_title: $ => seq($._title_line, heading($)),
    organisation_caption: $ => seq($._organisation_line, content($)),
    period_caption: $ => seq($._period_line, content($)),
    unit_caption: $ => seq(
      $._unit_line,
      content($),
      optional(seq($._unit_break, repeat1($._inline))),
    ),
    _inline_unit_caption: $ => seq($._unit_start, repeat1($._inline)),
    note: $ => seq($._note_line, content($)),

    _body_line: $ => choice(
      line($, choice($.row, $.pipe_row, $.delimiter_row)),
      seq($._rows_go_on, $.interruption),
    ),
    row: $ => seq($._row_line, $._cells),
    pipe_row: $ => seq($._pipe_row_line, $._pipe_cells),
    // Left recursion: a repetition of separator and cell would have a node for each of them.
    _cells: $ => choice($.cell, columns($._cells, $.separator, $.cell)),
    _pipe_cells: $ => columns($._pipe_cells, alias('|', $.separator), alias($._pipe_cell, $.cell)),
    delimiter_row: $ => seq($._delimiter_line, $._delimiters),
    separator: _ => '\t',
    cell: $ => choice(seq($.subject_code, repeat($._inline)), repeat1($._inline)),
    _pipe_cell: $ => choice(seq($.subject_code, repeat($._pipe_inline)), repeat1($._pipe_inline)),

    // One cell a line.
    cell_list: $ => seq(
      $._cells_start,
      lines($, choice(
        line($, $.cell_line),
        line($, alias($._cell_period, $.period_caption)),
      )),
      $._end,
    ),
    cell_line: $ => seq($._cell_line, $.separator, optional($.cell)),
    _cell_period: $ => seq($._period_line, content($)),

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
      $._numbering,
      $._null,
      $._word,
      $._punctuation,
    ),

    // The scanner has seen the unit behind the number.
    amount: $ => seq(field('number', alias($._amount_number, $.number)), field('unit', $.amount_unit)),
    quantity: $ => seq(field('number', alias($._quantity_number, $.number)), field('unit', $.quantity_unit)),
    amount_unit: _ => new RegExp(
      `((百|千|万|亿|百万|千万|十万|万亿)${INNER_BLANK})?(元|美元|欧元|港元|日元|英镑)`,
    ),
    quantity_unit: _ => choice(
      '辆', '人次', '人', '名', '个', '家', '项', /台[（(]套[）)]/, '台', '套', '平方米',
      '批次', '次', '件', '册', '户', '公里', '吨', '处', '场', '份', '天', '批', '块', '宗', '亩', '间',
    ),
    subject_path: _ => new RegExp(
      `${subject('类')}(${INNER_BLANK}${subject('款')}(${INNER_BLANK}${subject('项')})?)?` +
      `|${subject('款')}(${INNER_BLANK}${subject('项')})?` +
      `|${subject('项')}`,
    ),

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
    /** The 1. before a name inside a cell. */
    _numbering: _ => new RegExp(`${DIGIT}{1,2}[.．]`),
    _inline_markup: _ => choice(
      '**',
      /<\/?[A-Za-z]{1,10}[ ]*\/?>/,
      /\[bookmark:[^\[\]\r\n]*\]/,
    ),
    _word: _ => new RegExp(`${WORD}+[${CLOSING}]*`),
    _punctuation: _ => new RegExp(`[${CLOSING}]+`),
    _other: _ => token(prec(-1, new RegExp(`[^${BLANK}]`))),
    _pipe_other: _ => token(prec(-1, new RegExp(`[^${BLANK}|]|\\\\\\|`))),
  },
});
