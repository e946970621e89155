// The tokens of the scanner and what it remembers from line to line.

#ifndef YUSUAN_STATE_H_
#define YUSUAN_STATE_H_

#include "../tree_sitter/parser.h"

// The order is that of `externals` in grammar.js.
enum Token {
  LINE_END,
  END,
  GO_ON,
  COVER_LINE,
  TOC_HEADING_LINE,
  TOC_ENTRY_LINE,
  PART_LINE,
  UNNUMBERED_LINE,
  HEADING_1_LINE,
  HEADING_2_LINE,
  HEADING_3_LINE,
  HEADING_4_LINE,
  HEADING_5_LINE,
  UNNUMBERED_LOW_LINE,
  GLOSSARY_PART_LINE,
  GLOSSARY_UNNUMBERED_LINE,
  GLOSSARY_1_LINE,
  GLOSSARY_2_LINE,
  GLOSSARY_3_LINE,
  GLOSSARY_4_LINE,
  GLOSSARY_5_LINE,
  ENTRY_LINE,
  PARAGRAPH_LINE,
  LIST_ITEM_LINE,
  LABEL_LINE,
  TITLE_LINE,
  ORGANISATION_LINE,
  UNIT_LINE,
  PERIOD_LINE,
  NOTE_LINE,
  ROW_LINE,
  PIPE_ROW_LINE,
  DELIMITER_LINE,
  CELL_LINE,
  TABLE_START,
  CELLS_START,
  ROWS_GO_ON,
  INTERRUPTION,
  DELIMITERS,
  MARKUP,
  PART_MARKER,
  SECTION_MARKER,
  TITLE_BREAK,
  UNIT_START,
  UNIT_BREAK,
  LEADER,
  PAGE_NUMBER,
  TERM_TEXT,
  PATH_TERM,
  TERM_END,
  COLON,
  DEFINITION,
  AMOUNT_NUMBER,
  QUANTITY_NUMBER,
  NULL_CHARACTERS,
  ERROR_SENTINEL,
};

// ---------------------------------------------------------------------------
// State

/// Levels of sections; an open one is a bit of State.levels.
enum {
  PART_LEVEL,
  UNNUMBERED_LEVEL,
  FIRST_LEVEL,  // 一、 and up to ① four levels deeper
  LOW_LEVEL = FIRST_LEVEL + 5,
  LEAF_LEVEL,
};

/// How the line may go on in the next line.
enum { NO_BREAK, MISSING_TITLE, TITLE, UNIT };

/// No token is pending. (A LINE_END never is.)
enum { NOTHING = LINE_END };

/// The innermost block, if it is not a section.
enum { NO_BLOCK, TOC, TABLE, CELLS };

/// How far a table is.
enum { STARTED, HEAD, ROWS, NOTES };

/// What the head of a table has.
enum { LABEL_SEEN = 1, TITLE_SEEN = 2 };

/// What has to be known of the lines before. It is set anew by every line, so
/// that it soon is what it was behind an edit.
typedef struct {
  uint8_t begun;      // a line behind the cover has been seen
  uint8_t pending;    // the token that has been decided on with the one before it
  uint8_t open_end;   // how the line may go on
  uint8_t row;        // the line is a row with TABs between its cells
  uint8_t levels;     // the open sections
  uint8_t glossary;   // 1 + level of the open glossary, 0 if there is none
  uint8_t block;
  uint8_t phase;      // of the table
  uint8_t seen;       // of the table's head
  uint8_t toc_paged;  // an entry with a page number has been seen
  uint8_t toc_part;   // ordinal of the last 第N部分
  uint8_t toc_item;   // ordinal of the last N、 below it
} State;

#endif  // YUSUAN_STATE_H_
