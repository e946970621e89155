// Tells what kind of line a line is, and which blocks end before it.
//
// At the start of a line the scanner reads it to its end (and, where a line's
// kind depends on what follows, looks at the next lines that are not blank).
// It then emits zero-width tokens: one END for each open block that the line is
// no part of, and the token that names the line's kind. Inside a line it emits
// the structural tokens: markers, mark-up, cell separators, the end of a
// glossary term, the end of the line.
//
// What the scanner decides at the start of a line depends on the text and on
// its own state, never on `valid_symbols`: a block that is reused from an old
// tree changes the symbols that are valid behind it, but not the state.
//
// Lookahead is int32_t throughout: a narrower type would confuse 个 (U+4E2A)
// with '*' (U+002A).

#include "tree_sitter/alloc.h"
#include "tree_sitter/parser.h"

#include <stddef.h>
#include <string.h>

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

/// What is pending after a token that has consumed nothing.
enum { NOTHING, LINE, ROWS_AFTER_GAP };

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
  uint8_t pending;
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

// ---------------------------------------------------------------------------
// Characters

static bool is_newline(int32_t c) { return c == '\n' || c == '\r'; }

static bool is_blank(int32_t c) {
  return c == ' ' || c == 0x0B || c == 0x0C || c == 0xA0 ||
         (c >= 0x2000 && c <= 0x200B) || c == 0x202F || c == 0x205F ||
         c == 0x3000 || c == 0xFEFF;
}

/// A blank that may stand inside a token.
static bool is_inner_blank(int32_t c) { return c == ' ' || c == 0xA0 || c == 0x3000; }

static bool is_digit(int32_t c) {
  return (c >= '0' && c <= '9') || (c >= 0xFF10 && c <= 0xFF19);
}

static uint32_t digit_value(int32_t c) {
  return (uint32_t)(c >= 0xFF10 ? c - 0xFF10 : c - '0');
}

static bool is_letter(int32_t c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// Whether `c` is one of the characters of `set`, all of them in the BMP.
static bool is_one_of(int32_t c, const wchar_t *set) {
  for (; *set; set++) {
    if (c == (int32_t)*set) return true;
  }
  return false;
}

/// The value of a Chinese numeral's digit, 10 for 十, 100 for 百, -1 for others.
static int32_t numeral_value(int32_t c) {
  static const wchar_t digits[] = L"〇一二三四五六七八九十";
  for (int32_t i = 0; i < 11; i++) {
    if (c == (int32_t)digits[i]) return i;
  }
  if (c == 0x767E) return 100;  // 百
  if (c == 0x96F6) return 0;    // 零
  return -1;
}

static bool is_colon(int32_t c) { return c == 0xFF1A || c == ':'; }
static bool is_open_bracket(int32_t c) { return c == 0xFF08 || c == '('; }
static bool is_close_bracket(int32_t c) { return c == 0xFF09 || c == ')'; }
static bool is_circled_number(int32_t c) { return c >= 0x2460 && c <= 0x2473; }
static bool ends_sentence(int32_t c) { return is_one_of(c, L"。；;！？!?"); }
static bool is_comma(int32_t c) { return c == 0xFF0C || c == ','; }
static bool is_leader_dot(int32_t c) { return is_one_of(c, L".．…⋯·・"); }

static void advance(TSLexer *lexer) { lexer->advance(lexer, false); }
static void skip(TSLexer *lexer) { lexer->advance(lexer, true); }
static bool emit(TSLexer *lexer, enum Token token) {
  lexer->result_symbol = (TSSymbol)token;
  return true;
}

static bool at_line_end(TSLexer *lexer) {
  return lexer->eof(lexer) || is_newline(lexer->lookahead);
}

/// Consumes one line end: CR LF, LF or CR.
static void advance_newline(TSLexer *lexer) {
  if (lexer->lookahead == '\r') {
    advance(lexer);
    if (lexer->lookahead == '\n') advance(lexer);
  } else if (lexer->lookahead == '\n') {
    advance(lexer);
  }
}

// ---------------------------------------------------------------------------
// A line, read once: its text without blanks and mark-up, and facts about it.

enum { CAPACITY = 128, LOOKAHEAD_LIMIT = 512 };

typedef struct {
  int32_t text[CAPACITY];    // without blanks and mark-up
  bool gap[CAPACITY];        // a blank stands before the character
  bool mark[CAPACITY];       // mark-up stands before the character
  uint32_t length;           // of the text, which may exceed CAPACITY
  int32_t last;              // last character, 0 if none
  uint32_t leading_tabs;
  uint32_t inner_tabs;
  uint32_t trailing_tabs;
  uint32_t hashes;           // of a Markdown heading
  bool bullet;
  bool pipe;                 // begins with |
  bool only_delimiters;      // consists of | - : and blanks, with a -
  bool empty;                // nothing but blanks (and no TAB)
  bool gap_at_end;           // internal: a blank has been read
  bool mark_at_end;          // mark-up follows the last character
  uint32_t dots;             // internal: length of the run of leader dots
  bool leader;               // ends in a leader, with or without a page
  bool page;                 // ends in a leader or gap and one to three digits
} Line;

static bool at(const Line *line, uint32_t i, int32_t c) {
  return i < line->length && i < CAPACITY && line->text[i] == c;
}

static uint32_t stored(const Line *line) {
  return line->length < CAPACITY ? line->length : CAPACITY;
}

/// Whether mark-up has been read and no text yet. TABs behind it only space it.
static bool is_prefixed(const Line *line) {
  return line->length == 0 && (line->hashes > 0 || line->bullet || line->mark_at_end);
}

static void push(Line *line, int32_t c) {
  if (line->length < CAPACITY) {
    line->text[line->length] = c;
    line->gap[line->length] = line->gap_at_end;
    line->mark[line->length] = line->mark_at_end;
  }
  if (line->length > 0) {
    line->inner_tabs += line->trailing_tabs;
  } else if (!is_prefixed(line)) {
    line->leading_tabs = line->trailing_tabs;
  }
  line->trailing_tabs = 0;
  line->length++;
  line->last = c;
  line->gap_at_end = false;
  line->mark_at_end = false;
  if (c != '|' && c != '-' && c != ':') line->only_delimiters = false;
}

/// Reads `<b>`, `</p>` and the like; pushes what is no tag.
static void read_tag(TSLexer *lexer, Line *line) {
  int32_t seen[14];
  uint32_t count = 0;
  seen[count++] = lexer->lookahead;
  advance(lexer);
  while (count < 13 && (is_letter(lexer->lookahead) || lexer->lookahead == '/')) {
    seen[count++] = lexer->lookahead;
    advance(lexer);
  }
  if (count > 1 && lexer->lookahead == '>') {
    advance(lexer);
    line->mark_at_end = true;
    line->only_delimiters = false;
    return;
  }
  for (uint32_t i = 0; i < count; i++) push(line, seen[i]);
}

/// Reads `[bookmark: …]`; pushes what is none.
static void read_bookmark(TSLexer *lexer, Line *line) {
  static const wchar_t word[] = L"[bookmark:";
  uint32_t count = 0;
  while (word[count] && lexer->lookahead == (int32_t)word[count]) {
    advance(lexer);
    count++;
  }
  if (word[count]) {
    for (uint32_t i = 0; i < count; i++) push(line, (int32_t)word[i]);
    return;
  }
  while (!at_line_end(lexer) && !is_one_of(lexer->lookahead, L"[]")) advance(lexer);
  if (lexer->lookahead == ']') advance(lexer);
  line->mark_at_end = true;
  line->only_delimiters = false;
}

/// Reads the Markdown prefix of a line: `###`, `- `.
static void read_prefix(TSLexer *lexer, Line *line) {
  uint32_t hashes = 0;
  while (lexer->lookahead == '#' && hashes < 7) {
    advance(lexer);
    hashes++;
  }
  if (hashes > 0) {
    if (hashes < 7 && (is_blank(lexer->lookahead) || lexer->lookahead == '\t')) {
      line->hashes = hashes;
    } else {
      for (uint32_t i = 0; i < hashes; i++) push(line, '#');
    }
    return;
  }
  if (is_one_of(lexer->lookahead, L"-*+•●")) {
    int32_t sign = lexer->lookahead;
    advance(lexer);
    if (is_blank(lexer->lookahead)) {
      line->bullet = true;
      line->only_delimiters = false;
    } else if (sign == '*' && lexer->lookahead == '*') {
      advance(lexer);
      line->mark_at_end = true;
    } else {
      push(line, sign);
    }
  }
}

/// Notes whether the text read so far ends like a line of a table of contents.
static void note_leader(Line *line, uint32_t digits, bool after_leader) {
  line->page = after_leader && digits >= 1 && digits <= 3;
  if (line->page || (digits == 0 && line->dots >= 3)) line->leader = true;
}

/// Reads a line up to its end, or to `limit` characters.
static void read_line(TSLexer *lexer, Line *line, uint32_t limit) {
  memset(line, 0, sizeof *line);
  line->only_delimiters = true;
  uint32_t digits = 0;        // length of the run of digits at the end
  bool after_leader = false;  // that run follows a leader or a gap
  uint32_t count = 0;
  bool prefix = true;
  while (!at_line_end(lexer) && count++ < limit) {
    int32_t c = lexer->lookahead;
    if (is_blank(c)) {
      line->gap_at_end = true;
      advance(lexer);
      continue;
    }
    if (c == '\t') {
      line->gap_at_end = true;
      line->trailing_tabs++;
      advance(lexer);
      continue;
    }
    uint32_t before = line->length;
    bool gap = line->gap_at_end;
    if (prefix) {
      prefix = false;
      line->pipe = c == '|' && !line->mark_at_end;
      if (is_one_of(c, L"#-*+•●")) {
        read_prefix(lexer, line);
        prefix = line->length == 0 && line->hashes == 0 && !line->bullet;
        continue;
      }
    }
    if (c == '*') {
      advance(lexer);
      if (lexer->lookahead == '*') {
        advance(lexer);
        line->mark_at_end = true;
        line->only_delimiters = false;
      } else {
        push(line, '*');
      }
    } else if (c == '<') {
      read_tag(lexer, line);
    } else if (c == '[') {
      read_bookmark(lexer, line);
    } else {
      push(line, c);
      advance(lexer);
    }
    if (line->length == before) continue;
    if (is_digit(c)) {
      if (digits == 0) after_leader = gap || line->dots >= 3;
      digits++;
      if (digits > 1 && gap) digits = 9;
    } else {
      digits = 0;
    }
    if (is_leader_dot(c)) {
      // An ellipsis is three dots.
      line->dots += is_one_of(c, L"…⋯") ? 3 : 1;
    } else if (!is_digit(c)) {
      line->dots = 0;
    }
  }
  if (line->length == 0) {
    if (!is_prefixed(line)) line->leading_tabs = line->trailing_tabs;
    line->trailing_tabs = 0;
  }
  note_leader(line, digits, after_leader);
  line->only_delimiters = line->only_delimiters && line->pipe && line->length > 1;
  if (line->only_delimiters) {
    bool dash = false;
    for (uint32_t i = 0; i < stored(line); i++) dash = dash || line->text[i] == '-';
    line->only_delimiters = dash;
  }
  line->empty = line->length == 0 && line->leading_tabs == 0 && line->hashes == 0 &&
                !line->bullet && !line->mark_at_end;
}

// ---------------------------------------------------------------------------
// Words in a line

static uint32_t word_length(const wchar_t *word) {
  uint32_t n = 0;
  while (word[n]) n++;
  return n;
}

static bool has_word_at(const Line *line, uint32_t from, const wchar_t *word) {
  for (uint32_t i = 0; word[i]; i++) {
    if (!at(line, from + i, (int32_t)word[i])) return false;
  }
  return true;
}

static bool has_word(const Line *line, uint32_t from, const wchar_t *word) {
  for (uint32_t i = from; i < stored(line); i++) {
    if (has_word_at(line, i, word)) return true;
  }
  return false;
}

/// Whether the text before `end` ends in `word`.
static bool has_word_before(const Line *line, uint32_t end, const wchar_t *word) {
  uint32_t n = word_length(word);
  return n <= end && has_word_at(line, end - n, word);
}

static bool ends_in_one_of(const Line *line, uint32_t end, const wchar_t *const *words) {
  for (; *words; words++) {
    if (has_word_before(line, end, *words)) return true;
  }
  return false;
}

static bool has_one_of(const Line *line, uint32_t from, const wchar_t *const *words) {
  for (; *words; words++) {
    if (has_word(line, from, *words)) return true;
  }
  return false;
}

static bool has_char(const Line *line, uint32_t from, const wchar_t *set) {
  for (uint32_t i = from; i < stored(line); i++) {
    if (is_one_of(line->text[i], set)) return true;
  }
  return false;
}

/// A number with 元, 万元 or 亿元.
static bool has_amount(const Line *line, uint32_t from) {
  for (uint32_t i = from; i + 1 < stored(line); i++) {
    if (!is_digit(line->text[i])) continue;
    uint32_t j = i + 1;
    if (at(line, j, 0x4E07) || at(line, j, 0x4EBF)) j++;  // 万, 亿
    if (at(line, j, 0x5143)) return true;                 // 元
  }
  return false;
}

// ---------------------------------------------------------------------------
// Markers

typedef enum {
  NO_MARKER,
  PART,        // 第一部分
  ATTACHMENT,  // 附件1：
  LEVEL_1,     // 一、
  LEVEL_2,     // （一）
  LEVEL_3,     // 1.
  LEVEL_4,     // （1）
  LEVEL_5,     // ①
} MarkerKind;

typedef struct {
  MarkerKind kind;
  uint32_t length;   // in characters of the line's text
  uint32_t ordinal;  // 0 if there is none
} Marker;

/// Reads a Chinese numeral at `*i`.
static uint32_t read_numeral(const Line *line, uint32_t *i) {
  uint32_t total = 0;
  uint32_t digit = 0;
  while (*i < stored(line)) {
    int32_t value = numeral_value(line->text[*i]);
    if (value < 0) break;
    if (value >= 10) {
      total += (digit ? digit : 1) * (uint32_t)value;
      digit = 0;
    } else {
      digit = (uint32_t)value;
    }
    (*i)++;
  }
  total += digit;
  return total > 250 ? 250 : total;
}

static uint32_t read_digits(const Line *line, uint32_t *i) {
  uint32_t total = 0;
  while (*i < stored(line) && is_digit(line->text[*i])) {
    if (total < 1000) total = total * 10 + digit_value(line->text[*i]);
    (*i)++;
  }
  return total > 250 ? 250 : total;
}

static Marker marker_of_length(MarkerKind kind, uint32_t length, uint32_t ordinal) {
  Marker marker = {kind, length, ordinal};
  return marker;
}

static Marker find_marker(const Line *line) {
  Marker none = {NO_MARKER, 0, 0};
  if (line->length == 0) return none;
  int32_t first = line->text[0];
  uint32_t i = 0;
  if (first == 0x7B2C) {  // 第
    i = 1;
    uint32_t ordinal = is_digit(line->text[1]) ? read_digits(line, &i) : read_numeral(line, &i);
    if (i == 1 || !has_word_at(line, i, L"部分")) return none;
    i += 2;
    if (at(line, i, 0xFF1A) || at(line, i, ':') || at(line, i, 0x3001)) i++;
    return marker_of_length(PART, i, ordinal);
  }
  if (has_word_at(line, 0, L"附件")) {
    i = 2;
    uint32_t ordinal = 0;
    // In 附件1 2024年 only the first digit belongs to the marker.
    while (i < 4 && i < stored(line) && is_digit(line->text[i]) && (i == 2 || !line->gap[i])) {
      ordinal = ordinal * 10 + digit_value(line->text[i]);
      i++;
    }
    if (i == 2) ordinal = read_numeral(line, &i);
    bool numbered = i > 2;
    if (i < stored(line) && is_digit(line->text[i]) && !line->gap[i]) return none;
    if (at(line, i, 0xFF1A) || at(line, i, ':')) {
      i++;
    } else if (i != line->length && !(numbered && i < CAPACITY && line->gap[i])) {
      return none;
    }
    return marker_of_length(ATTACHMENT, i, ordinal);
  }
  if (numeral_value(first) >= 0) {
    uint32_t ordinal = read_numeral(line, &i);
    if (i > 5 || !at(line, i, 0x3001)) return none;  // 、
    return marker_of_length(LEVEL_1, i + 1, ordinal);
  }
  if (is_open_bracket(first)) {
    i = 1;
    bool arabic = line->length > 1 && is_digit(line->text[1]);
    uint32_t ordinal = arabic ? read_digits(line, &i) : read_numeral(line, &i);
    if (i == 1 || i > 6 || (arabic && i > 3)) return none;
    if (i >= stored(line) || !is_close_bracket(line->text[i])) return none;
    i++;
    if (at(line, i, 0x3001)) i++;
    return marker_of_length(arabic ? LEVEL_4 : LEVEL_2, i, ordinal);
  }
  if (is_digit(first)) {
    uint32_t ordinal = read_digits(line, &i);
    if (i > 3 || i >= stored(line)) return none;
    int32_t sign = line->text[i];
    if (is_close_bracket(sign)) return marker_of_length(LEVEL_4, i + 1, ordinal);
    if (!is_one_of(sign, L".．、")) return none;
    i++;
    // 1.5 is a number, 1. 2024年 is a heading.
    if (sign != 0x3001 && i < stored(line) && is_digit(line->text[i]) && !line->gap[i] &&
        !has_word_at(line, i, L"20")) {
      return none;
    }
    return marker_of_length(LEVEL_3, i, ordinal);
  }
  if (is_circled_number(first)) {
    return marker_of_length(LEVEL_5, 1, (uint32_t)(first - 0x2460 + 1));
  }
  return none;
}

/// A marker that mark-up interrupts is none: it could not become one token.
static Marker marker_of(const Line *line) {
  Marker marker = find_marker(line);
  for (uint32_t i = 1; i < marker.length && i < CAPACITY; i++) {
    if (line->mark[i]) return marker_of_length(NO_MARKER, 0, 0);
  }
  return marker;
}

static bool is_numbering(MarkerKind kind) { return kind >= LEVEL_1; }

// ---------------------------------------------------------------------------
// Looking at the lines that follow

enum { FOLLOWING = 3 };

typedef struct {
  TSLexer *lexer;
  Line lines[FOLLOWING];
  uint32_t count;     // of lines read
  uint32_t newlines;  // consumed before the first, at most 1 if it is adjacent
} Following;

static bool is_adjacent(const Following *ahead) { return ahead->newlines <= 1; }

/// The n-th line after the current one that is not blank, or NULL.
static const Line *following(Following *ahead, uint32_t n) {
  while (ahead->count <= n) {
    TSLexer *lexer = ahead->lexer;
    // A line longer than the limit ends what can be seen.
    if (ahead->count > 0 && !at_line_end(lexer)) return NULL;
    while (!lexer->eof(lexer) && (is_newline(lexer->lookahead) || is_blank(lexer->lookahead))) {
      if (is_newline(lexer->lookahead)) {
        advance_newline(lexer);
        if (ahead->count == 0) ahead->newlines++;
      } else {
        advance(lexer);
      }
    }
    if (lexer->eof(lexer)) return NULL;
    read_line(lexer, &ahead->lines[ahead->count], LOOKAHEAD_LIMIT);
    ahead->count++;
  }
  return &ahead->lines[n];
}

// ---------------------------------------------------------------------------
// Kinds of lines

static bool has_tabs(const Line *line) {
  return line->leading_tabs + line->inner_tabs + line->trailing_tabs > 0;
}

/// One TAB, at the start: a line of a list of cells.
static bool is_cell(const Line *line) {
  return line->leading_tabs == 1 && line->inner_tabs == 0 && line->trailing_tabs == 0;
}

static bool is_row(const Line *line) {
  return line->pipe || (has_tabs(line) && !is_cell(line));
}

static bool is_toc_heading(const Line *line) {
  return (line->length == 2 || (line->length == 3 && is_colon(line->last))) &&
         (has_word_at(line, 0, L"目录") || has_word_at(line, 0, L"目次"));
}

/// 20DD at `from`.
static bool has_year_at(const Line *line, uint32_t from) {
  if (from + 4 > stored(line)) return false;
  for (uint32_t i = 0; i < 4; i++) {
    if (!is_digit(line->text[from + i])) return false;
  }
  return digit_value(line->text[from]) == 2 && digit_value(line->text[from + 1]) == 0;
}

/// （2024年度）, (2025) 年度, 2024年. Returns the length, 0 if it is none.
static uint32_t period_length(const Line *line) {
  uint32_t i = 0;
  if (line->length > 0 && is_open_bracket(line->text[0])) i++;
  if (!has_year_at(line, i)) return 0;
  i += 4;
  if (i < stored(line) && is_close_bracket(line->text[i])) i++;
  if (!at(line, i, 0x5E74)) return 0;  // 年
  i++;
  if (at(line, i, 0x5EA6)) i++;  // 度
  if (i < stored(line) && is_close_bracket(line->text[i])) i++;
  return i;
}

/// 单位：万元 from `from` to the end of the line. With `broken`, 单位：万 also counts.
static bool is_unit_at(const Line *line, uint32_t from, bool broken) {
  uint32_t i = from;
  if (line->length > CAPACITY) return false;
  if (i < line->length && is_open_bracket(line->text[i])) i++;
  if (has_word_at(line, i, L"金额") || has_word_at(line, i, L"货币") ||
      has_word_at(line, i, L"计量")) {
    i += 2;
  }
  if (!has_word_at(line, i, L"单位")) return false;
  i += 2;
  if (i >= line->length || !is_colon(line->text[i])) return false;
  i++;
  if (has_word_at(line, i, L"人民币")) i += 3;
  while (i < line->length && is_one_of(line->text[i], L"百千万亿")) i++;
  if (at(line, i, 0x5143)) {  // 元
    i++;
  } else if (!broken || i != line->length || !is_one_of(line->last, L"千万亿")) {
    return false;
  }
  if (i < line->length && is_close_bracket(line->text[i])) i++;
  return i == line->length;
}

static bool is_lone_yuan(const Line *line) {
  return !has_tabs(line) && ((line->length == 1 && at(line, 0, 0x5143)) ||
                             (line->length == 2 && at(line, 1, 0x5143) &&
                              is_one_of(line->text[0], L"千万亿")));
}

/// The place where 单位：元 begins behind other text of a caption line, or the length.
static uint32_t find_unit(const Line *line) {
  for (uint32_t i = 1; i < stored(line); i++) {
    if (line->gap[i] && is_unit_at(line, i, false)) return i;
  }
  return line->length;
}

static bool is_unit_caption(const Line *line) { return is_unit_at(line, 0, false); }

static bool is_broken_unit_caption(const Line *line, Following *ahead) {
  if (!is_unit_at(line, 0, true)) return false;
  const Line *next = following(ahead, 0);
  return next && is_adjacent(ahead) && is_lone_yuan(next);
}

static bool is_organisation_caption(const Line *line) {
  static const wchar_t *const keys[] = {
      L"部门名称", L"编制部门", L"编制单位", L"单位名称", L"公开部门",
      L"公开单位", L"填报单位", L"填报部门", L"预算单位", L"预算部门",
      L"主管部门", L"部门（单位）名称", L"部门(单位)名称", L"单位（部门）名称",
      L"单位(部门)名称", L"部门", L"单位", NULL,
  };
  if (line->length > 80 || has_char(line, 0, L"。；;")) return false;
  for (uint32_t k = 0; keys[k]; k++) {
    uint32_t n = word_length(keys[k]);
    if (!has_word_at(line, 0, keys[k]) || n >= line->length || !is_colon(line->text[n])) continue;
    // 部门：甲 负责人：乙 is a row, not a caption.
    uint32_t end = find_unit(line);
    for (uint32_t i = n + 1; i < end && i < stored(line); i++) {
      if (is_colon(line->text[i])) return false;
    }
    if (line->inner_tabs > 1 && end == line->length) return false;
    return true;
  }
  return false;
}

static bool is_period_caption(const Line *line) {
  uint32_t n = period_length(line);
  return n > 0 && (n == line->length || find_unit(line) == n);
}

/// 预算公开表1, 公开01表, 附表3, 表一.
static bool is_label(const Line *line) {
  static const wchar_t *const words[] = {
      L"预算公开表", L"决算公开表", L"部门公开表", L"单位公开表", L"公开表",
      L"公开",       L"附表",       L"附件表",     L"表",         NULL,
  };
  uint32_t end = find_unit(line);
  if (end > 12) return false;
  for (uint32_t w = 0; words[w]; w++) {
    if (!has_word_at(line, 0, words[w])) continue;
    uint32_t i = word_length(words[w]);
    uint32_t start = i;
    while (i < end && (is_digit(line->text[i]) || line->text[i] == '-' ||
                       numeral_value(line->text[i]) >= 0)) {
      i++;
    }
    if (i == start) continue;
    if (at(line, i, 0x8868)) i++;  // 表
    if (i < end && is_colon(line->text[i])) i++;
    if (i == end) return true;
  }
  return false;
}

static bool begins_note(const Line *line) {
  static const wchar_t *const words[] = {L"注", L"说明", L"备注", NULL};
  for (uint32_t w = 0; words[w]; w++) {
    uint32_t n = word_length(words[w]);
    if (!has_word_at(line, 0, words[w]) || n >= line->length || n >= CAPACITY) continue;
    if (is_colon(line->text[n])) return true;
    if (is_digit(line->text[n]) && at(line, 0, 0x6CE8)) return true;  // 注1
  }
  return false;
}

static bool is_note(const Line *line) {
  static const wchar_t *const words[] = {
      L"本表", L"此表", L"空表", L"该表格式", NULL,
  };
  return begins_note(line) || has_one_of(line, 0, words);
}

/// Whether the text ends in 表 or 表（…）, from `from`.
static bool ends_in_table(const Line *line, uint32_t from) {
  if (line->length > CAPACITY || line->length < from + 3) return false;
  uint32_t end = line->length;
  if (is_close_bracket(line->last)) {
    uint32_t i = end - 1;
    while (i > from && !is_open_bracket(line->text[i])) i--;
    end = i;
  }
  return end > from + 2 && at(line, end - 1, 0x8868);  // 表
}

/// Whether the text could be a table's title, wherever it stands.
static bool may_be_title(const Line *line, uint32_t from) {
  return !has_tabs(line) && !line->pipe && line->length - from <= 60 &&
         ends_in_table(line, from) && !has_char(line, from, L"。；;！!？?") &&
         !has_word(line, from, L"详见") && !has_amount(line, from);
}

/// Whether a following line shows that a table has begun.
static bool supports_table(const Line *line) {
  return is_row(line) || is_unit_at(line, 0, true) || is_organisation_caption(line) ||
         is_period_caption(line) || is_label(line) || begins_note(line) ||
         has_word(line, 0, L"本表");
}

/// A plain title is believed without a table below only if it looks like nothing else.
static bool is_certain_title(const Line *line) {
  static const wchar_t *const ends[] = {
      L"预算表", L"决算表", L"总表",   L"情况表", L"汇总表", L"明细表", L"目标表",
      L"申报表", L"收支表", L"支出表", L"收入表", L"自评表", L"分类表", L"科目表",
      NULL,
  };
  if (has_year_at(line, 0)) return !has_char(line, 0, L"，,、");
  if (line->length > 40 || has_char(line, 0, L"，,、的见：:")) return false;
  uint32_t end = line->length;
  if (is_close_bracket(line->last)) {
    while (end > 0 && !is_open_bracket(line->text[end - 1])) end--;
    end = end > 0 ? end - 1 : 0;
  }
  return ends_in_one_of(line, end, ends);
}

/// Whether the line is the heading of a group of tables, such as 2024年度部门决算表:
/// the title of a table that has a body stands directly below.
static bool heads_tables(const Line *line, Following *ahead) {
  static const wchar_t *const ends[] = {
      L"部门预算表", L"部门决算表", L"单位预算表", L"单位决算表", L"报表", L"公开表", NULL,
  };
  if (!ends_in_one_of(line, line->length, ends)) return false;
  uint32_t n = 0;
  const Line *next = following(ahead, n);
  if (next && is_label(next)) next = following(ahead, ++n);
  if (!next || !may_be_title(next, marker_of(next).length)) return false;
  const Line *body = following(ahead, n + 1);
  return body && supports_table(body);
}

static bool is_table_title(const Line *line, Marker marker, Following *ahead) {
  if (!may_be_title(line, marker.length) || line->bullet) return false;
  if (heads_tables(line, ahead)) return false;
  const Line *next = following(ahead, 0);
  if (next && supports_table(next)) return true;
  return marker.kind == NO_MARKER && (line->hashes > 0 || is_certain_title(line));
}

/// Whether the text after the marker is a heading and not a sentence.
static bool is_heading_text(const Line *line, Marker marker) {
  static const wchar_t *const nouns[] = {
      L"情况", L"说明", L"概况", L"结果", L"职责", L"目标", L"构成",
      L"概述", L"职能", L"转变", L"分工", L"结构", L"设置", NULL,
  };
  uint32_t from = marker.length;
  uint32_t n = line->length - from;
  if (n == 0) return true;
  if (line->length > CAPACITY) return false;
  bool amount = has_amount(line, from);
  if (line->hashes > 0) return n <= 60 && !(amount && ends_sentence(line->last));
  if (n > 45 || amount || has_char(line, from, L"，,；;")) return false;
  if (is_colon(line->last)) return n <= 20;
  bool stop = ends_sentence(line->last);
  for (uint32_t i = from; i + 1 < line->length; i++) {
    if (ends_sentence(line->text[i])) return false;
  }
  if (stop) return n <= 30 && ends_in_one_of(line, line->length - 1, nouns);
  return marker.kind < LEVEL_3 || n <= 32;
}

static bool is_short_plain(const Line *line) {
  return line->length > 0 && line->length <= 60 && !line->bullet && !line->pipe &&
         !has_tabs(line) && !ends_sentence(line->last) && !is_colon(line->last) &&
         !is_comma(line->last) && !has_char(line, 0, L"。；");
}

/// 名词解释 as a heading.
static bool is_glossary_heading(const Line *line, uint32_t from) {
  return line->length <= from + 20 && has_word(line, from, L"名词解释") &&
         !has_char(line, from, L"，。；");
}

/// A heading without number and Markdown: 2025年部门预算编制说明.
static bool is_plain_heading(const Line *line) {
  static const wchar_t *const ends[] = {
      L"情况说明", L"编制说明", L"主要职能", L"主要职责", L"机构设置",
      L"部门概况", L"基本概况", L"机构设置情况", NULL,
  };
  if (line->length > 40 || !is_short_plain(line)) return false;
  return !has_char(line, 0, L"，,、：:（(") && !has_amount(line, 0) &&
         ends_in_one_of(line, line->length, ends);
}

/// 2024年度部门预算公开, with or without the organisation's name.
static bool is_disclosure_title(const Line *line) {
  static const wchar_t *const ends[] = {L"预算", L"决算", L"公开", L"说明", L"公开书", NULL};
  for (uint32_t i = 0; i + 5 < stored(line); i++) {
    if (!has_year_at(line, i) || !at(line, i + 4, 0x5E74)) continue;
    return (has_word(line, i, L"预算") || has_word(line, i, L"决算")) &&
           ends_in_one_of(line, line->length, ends);
  }
  return false;
}

/// Whether the line belongs to the cover of a further disclosure in the same file.
static bool is_later_cover(const Line *line, Following *ahead) {
  if (!is_short_plain(line)) return false;
  bool titled = is_disclosure_title(line);
  for (uint32_t n = 0; n < FOLLOWING; n++) {
    const Line *next = following(ahead, n);
    if (!next) return false;
    Marker marker = marker_of(next);
    if (is_toc_heading(next) || (marker.kind == PART && marker.ordinal == 1)) return titled;
    if (marker.kind != NO_MARKER || !is_short_plain(next)) return false;
    titled = titled || is_disclosure_title(next);
  }
  return false;
}

// ---------------------------------------------------------------------------
// Table of contents

static bool is_toc_like(const Line *line) {
  Marker marker = marker_of(line);
  return line->page || line->leader || line->bullet || marker.kind == PART ||
         marker.kind == ATTACHMENT || marker.kind == LEVEL_1 ||
         (may_be_title(line, marker.length) && line->hashes == 0);
}

static bool is_toc_entry(const Line *line, Marker marker, const State *state, Following *ahead) {
  if (line->length == 0 || line->length > 100 || line->pipe) return false;
  if (line->page || (line->leader && !ends_sentence(line->last))) return true;
  if (ends_sentence(line->last) || is_comma(line->last) || line->inner_tabs > 0) return false;
  if (line->hashes > 0) return false;
  if (marker.kind == PART) return marker.ordinal > state->toc_part;
  if (marker.kind == ATTACHMENT || line->bullet) return true;
  if (marker.kind == LEVEL_1) return marker.ordinal > state->toc_item && line->length <= 80;
  if (state->toc_paged) return false;
  if (marker.kind != NO_MARKER) return line->length <= 50 && !has_amount(line, 0);
  if (!may_be_title(line, 0)) return false;
  const Line *next = following(ahead, 0);
  return next && !supports_table(next) && is_toc_like(next);
}

// ---------------------------------------------------------------------------
// Glossary

enum { LONGEST_TERM = 80 };

static bool defines_at(const Line *line, uint32_t i) {
  return has_word_at(line, i, L"指") || has_word_at(line, i, L"是指") ||
         has_word_at(line, i, L"反映");
}

static bool is_glossary_entry(const Line *line, Marker marker, const State *state) {
  static const wchar_t *const not_terms[] = {
      L"其中", L"注", L"说明", L"例如", L"备注", L"单位", L"如下", NULL,
  };
  static const wchar_t *const not_heads[] = {L"说明", L"情况", L"表", L"解释", NULL};
  if (has_tabs(line) || line->pipe || line->length == 0) return false;
  bool numbered = is_numbering(marker.kind);
  // A glossary that is itself a section N ends at the next section of its level.
  if (numbered && state->glossary > FIRST_LEVEL &&
      (uint32_t)(marker.kind - LEVEL_1) + FIRST_LEVEL + 1 <= state->glossary) {
    return false;
  }
  uint32_t from = marker.length;
  bool bold = from < stored(line) && (line->mark[0] || line->mark[from]);
  if (line->length <= from) return false;
  for (uint32_t i = from; i < stored(line) && i <= from + LONGEST_TERM; i++) {
    int32_t c = line->text[i];
    if (is_colon(c)) {
      if (i < from + 2) return false;
      if (numbered || bold) return true;
      for (uint32_t w = 0; not_terms[w]; w++) {
        if (has_word_at(line, from, not_terms[w])) return false;
      }
      return i <= from + 60;
    }
    if (ends_sentence(c) || is_comma(c)) break;
  }
  for (uint32_t i = from + 2; i < stored(line) && i <= from + LONGEST_TERM; i++) {
    if (line->mark[i] && bold) return true;
    if (is_comma(line->text[i]) || ends_sentence(line->text[i])) break;
    bool path = is_close_bracket(line->text[i - 1]);
    if (defines_at(line, i) && (numbered || bold || path || i <= from + 20)) return true;
    if ((numbered || bold) && at(line, i, 0x662F)) return true;  // 是
  }
  if (!numbered && !bold) return false;
  // The heading alone; the definition follows in the next paragraph.
  return line->length - from <= 40 && !ends_sentence(line->last) && !is_comma(line->last) &&
         !has_char(line, from, L"，。；") && !ends_in_one_of(line, line->length, not_heads) &&
         !may_be_title(line, from);
}

// ---------------------------------------------------------------------------
// The kind of a line

typedef struct {
  const Line *line;
  Marker marker;
  Following *ahead;
  const State *state;
  bool after_blank;  // a blank line stands before
} Situation;

/// Whether the line stands directly below a row.
static bool is_below_row(const Situation *s) {
  return s->state->block == TABLE && s->state->phase == ROWS && !s->after_blank;
}

static bool is_in_table(const Situation *s) {
  return s->state->block == TABLE && s->state->phase != STARTED;
}

/// A line with TABs that is prose after all: TABs only indent or trail it.
static bool is_indented_prose(const Situation *s) {
  const Line *line = s->line;
  if (line->inner_tabs > 0 || line->length == 0) return false;
  if (is_below_row(s) || s->state->block == CELLS) return false;
  if (s->marker.kind == PART || s->marker.kind == ATTACHMENT) return true;
  if (ends_sentence(line->last) && line->length > 12) return true;
  return is_numbering(s->marker.kind) && line->leading_tabs == 0;
}

/// Whether an organisation or period is a caption: a table's head is open or follows.
static bool has_support(const Situation *s) {
  if (s->state->block == TABLE && s->state->phase <= HEAD) return true;
  if (find_unit(s->line) < s->line->length) return true;
  const Line *next = following(s->ahead, 0);
  return next && (supports_table(next) || may_be_title(next, 0));
}

static enum Token table_line(const Situation *s) {
  const Line *line = s->line;
  bool row_context = is_below_row(s) && has_tabs(line);
  if (is_unit_caption(line) || is_broken_unit_caption(line, s->ahead)) return UNIT_LINE;
  if (is_organisation_caption(line) && has_support(s) &&
      !(row_context && find_unit(line) == line->length)) {
    return ORGANISATION_LINE;
  }
  if (row_context) return ERROR_SENTINEL;
  if (is_label(line)) return LABEL_LINE;
  if (is_period_caption(line) && has_support(s)) return PERIOD_LINE;
  return ERROR_SENTINEL;
}

static enum Token tabbed_line(const Situation *s) {
  const Line *line = s->line;
  if (is_cell(line)) {
    if (s->state->block == CELLS) return CELL_LINE;
    if (is_below_row(s)) return ROW_LINE;
    const Line *next = following(s->ahead, 0);
    if (next && is_period_caption(next)) next = following(s->ahead, 1);
    if (next && is_cell(next)) return CELL_LINE;
  }
  return ROW_LINE;
}

/// Remembers the ordinals of a table of contents.
static void remember_entry(State *state, const Line *line, Marker marker) {
  if (line->page) state->toc_paged = 1;
  if (marker.kind == PART) {
    state->toc_part = (uint8_t)marker.ordinal;
    state->toc_item = 0;
  } else if (marker.kind == ATTACHMENT) {
    state->toc_item = 0;
  } else if (marker.kind == LEVEL_1) {
    state->toc_item = (uint8_t)marker.ordinal;
  }
}

static enum Token part_line(const Situation *s) {
  const Line *line = s->line;
  if (is_glossary_heading(line, s->marker.length)) return GLOSSARY_PART_LINE;
  if (line->length > s->marker.length) return PART_LINE;
  const Line *next = following(s->ahead, 0);
  if (next && is_adjacent(s->ahead) && marker_of(next).kind == NO_MARKER &&
      is_glossary_heading(next, 0)) {
    return GLOSSARY_PART_LINE;
  }
  return PART_LINE;
}

static bool is_part(const Situation *s) {
  const Line *line = s->line;
  if (s->marker.kind != PART && s->marker.kind != ATTACHMENT) return false;
  return line->length - s->marker.length <= 60 && !ends_sentence(line->last) &&
         !is_comma(line->last) && !has_char(line, s->marker.length, L"。；");
}

static enum Token numbered_line(const Situation *s) {
  const Line *line = s->line;
  uint32_t level = (uint32_t)(s->marker.kind - LEVEL_1);
  if (is_glossary_heading(line, s->marker.length)) {
    return (enum Token)((uint32_t)GLOSSARY_1_LINE + level);
  }
  if (is_table_title(line, s->marker, s->ahead)) return TITLE_LINE;
  if (s->state->glossary && is_glossary_entry(line, s->marker, s->state)) return ENTRY_LINE;
  if (!is_heading_text(line, s->marker)) return LIST_ITEM_LINE;
  return (enum Token)((uint32_t)HEADING_1_LINE + level);
}

static enum Token unnumbered_line(const Situation *s) {
  const Line *line = s->line;
  bool plain = is_short_plain(line);
  if (!s->state->begun && plain) {
    const Line *next = following(s->ahead, 0);
    bool title = may_be_title(line, 0) && next && supports_table(next);
    bool glossary = is_glossary_heading(line, 0);
    if (!title && !glossary) return COVER_LINE;
  }
  if (is_later_cover(line, s->ahead)) return COVER_LINE;
  if ((line->hashes > 0 || line->length <= 10) && is_glossary_heading(line, 0)) {
    return GLOSSARY_UNNUMBERED_LINE;
  }
  if (is_table_title(line, s->marker, s->ahead)) return TITLE_LINE;
  if (plain && line->hashes == 0 && may_be_title(line, 0) && heads_tables(line, s->ahead)) {
    return UNNUMBERED_LINE;
  }
  if (s->state->glossary && is_glossary_entry(line, s->marker, s->state)) return ENTRY_LINE;
  if (line->bullet) return LIST_ITEM_LINE;
  if (line->hashes > 0 && line->length > 0 && line->length <= 80) {
    return line->hashes <= 2 ? UNNUMBERED_LINE : UNNUMBERED_LOW_LINE;
  }
  if (is_plain_heading(line)) return UNNUMBERED_LINE;
  return PARAGRAPH_LINE;
}

static enum Token classify(const Situation *s) {
  const Line *line = s->line;
  if (line->pipe) {
    return line->only_delimiters && !has_tabs(line) ? DELIMITER_LINE : PIPE_ROW_LINE;
  }
  if (s->state->block == TOC && is_toc_entry(line, s->marker, s->state, s->ahead)) {
    return TOC_ENTRY_LINE;
  }
  if (s->state->block == CELLS && is_period_caption(line)) {
    const Line *next = following(s->ahead, 0);
    if (next && is_cell(next)) return PERIOD_LINE;
  }
  enum Token caption = table_line(s);
  bool cover = !s->state->begun && caption == PERIOD_LINE;
  if (caption != ERROR_SENTINEL && !cover) return caption;
  if (has_tabs(line) && !is_indented_prose(s)) return tabbed_line(s);
  if (is_toc_heading(line)) return TOC_HEADING_LINE;
  if (is_part(s)) return part_line(s);
  if (is_in_table(s)) {
    if (is_note(line) && !is_numbering(s->marker.kind)) return NOTE_LINE;
    if (s->state->phase == NOTES && s->marker.kind == LEVEL_3 && s->marker.ordinal > 1 &&
        !is_heading_text(line, s->marker)) {
      return NOTE_LINE;
    }
  }
  if (is_numbering(s->marker.kind)) return numbered_line(s);
  return unnumbered_line(s);
}

// ---------------------------------------------------------------------------
// Blocks

static bool is_table_line(enum Token kind) {
  return (kind >= LABEL_LINE && kind <= DELIMITER_LINE);
}

static bool is_row_line(enum Token kind) {
  return kind == ROW_LINE || kind == PIPE_ROW_LINE || kind == DELIMITER_LINE;
}

static bool continues_head(const Situation *s, enum Token kind) {
  uint8_t seen = s->state->seen;
  if (kind == TITLE_LINE) return !(seen & TITLE_SEEN);
  if (kind != LABEL_LINE) return is_table_line(kind);
  if (seen & LABEL_SEEN) return false;
  // A label behind a title belongs to it unless it has its own.
  const Line *next = following(s->ahead, 0);
  return !(seen & TITLE_SEEN) || !next || !may_be_title(next, marker_of(next).length);
}

/// Whether a line of the kind is part of the innermost block that is no section.
static bool continues_block(const Situation *s, enum Token kind) {
  switch (s->state->block) {
    case TOC:
      return kind == TOC_ENTRY_LINE;
    case CELLS: {
      if (kind != PERIOD_LINE) return kind == CELL_LINE;
      const Line *next = following(s->ahead, 0);
      return next && is_cell(next);
    }
    case TABLE:
      switch (s->state->phase) {
        case STARTED:
          return true;
        case HEAD:
          return continues_head(s, kind);
        case ROWS:
          return is_row_line(kind) || kind == NOTE_LINE;
        default:
          return kind == NOTE_LINE;
      }
    default:
      return true;
  }
}

/// The level at which a line of the kind stands; it ends the sections at it and below.
static uint32_t level_of(enum Token kind) {
  if (kind == COVER_LINE || kind == TOC_HEADING_LINE) return PART_LEVEL;
  if (kind >= PART_LINE && kind <= UNNUMBERED_LOW_LINE) return (uint32_t)(kind - PART_LINE);
  if (kind >= GLOSSARY_PART_LINE && kind <= GLOSSARY_5_LINE) {
    return (uint32_t)(kind - GLOSSARY_PART_LINE);
  }
  return LEAF_LEVEL;
}

static bool is_glossary_line(enum Token kind) {
  return kind >= ENTRY_LINE && kind <= LIST_ITEM_LINE;
}

static uint32_t deepest(const State *state) {
  uint32_t level = LEAF_LEVEL;
  while (level > 0 && !(state->levels & (1U << (level - 1)))) level--;
  return level;  // 1 + the deepest open level
}

static void close_section(State *state) {
  uint32_t level = deepest(state);
  if (level == 0) return;
  state->levels = (uint8_t)(state->levels & ~(1U << (level - 1)));
  state->glossary = 0;
}

/// Ends the innermost block if the line is no part of it.
static bool close_before(State *state, const Situation *s, enum Token kind) {
  if (state->block != NO_BLOCK) {
    if (continues_block(s, kind)) return false;
    state->block = NO_BLOCK;
    state->phase = 0;
    state->seen = 0;
    state->toc_paged = 0;
    state->toc_part = 0;
    state->toc_item = 0;
    return true;
  }
  bool outside = state->glossary && !is_glossary_line(kind);
  if (!outside && deepest(state) <= level_of(kind)) return false;
  close_section(state);
  return true;
}

/// The state behind a line of the kind.
static void enter(State *state, enum Token kind, const Line *line, Marker marker) {
  state->pending = NOTHING;
  if (kind != COVER_LINE) state->begun = 1;
  state->open_end = NO_BREAK;
  state->row = kind == ROW_LINE || kind == CELL_LINE;
  if (kind == UNIT_LINE) state->open_end = UNIT;
  if (kind == PART_LINE || kind == GLOSSARY_PART_LINE) {
    state->open_end = line->length > marker.length ? TITLE : MISSING_TITLE;
  }
  if (kind == TOC_HEADING_LINE) state->block = TOC;
  if (kind == TOC_ENTRY_LINE) remember_entry(state, line, marker);
  uint32_t level = level_of(kind);
  if (level < LEAF_LEVEL && kind != COVER_LINE && kind != TOC_HEADING_LINE) {
    state->levels = (uint8_t)(state->levels | (1U << level));
    if (kind >= GLOSSARY_PART_LINE) state->glossary = (uint8_t)(level + 1);
  }
  if (state->block != TABLE) return;
  state->phase = kind == NOTE_LINE ? NOTES : is_row_line(kind) ? ROWS : HEAD;
  if (kind == LABEL_LINE) state->seen |= LABEL_SEEN;
  if (kind == TITLE_LINE) state->seen |= TITLE_SEEN;
}

static bool is_page_number(const Line *line) {
  if (line->length == 0 || line->length > 12 || has_tabs(line)) return false;
  if (has_word_at(line, 0, L"第") && has_word(line, 1, L"页")) return true;
  uint32_t digits = 0;
  for (uint32_t i = 0; i < line->length; i++) {
    if (is_digit(line->text[i])) {
      digits++;
    } else if (!is_one_of(line->text[i], L"-－—–·")) {
      return false;
    }
  }
  return digits > 0 && digits <= 3;
}

/// Whether a line behind a gap goes on with the rows before it.
static bool goes_on(const Line *line) {
  return is_row(line) && !is_unit_caption(line) && !is_organisation_caption(line) &&
         !is_label(line);
}

/// Whether the rows of a table go on at `line`, which blank lines precede.
static bool rows_go_on(const Line *line, Following *ahead) {
  const Line *next = line;
  for (uint32_t pages = 0; next && is_page_number(next); pages++) {
    next = following(ahead, pages);
    if (pages + 1 == FOLLOWING) break;
  }
  return next && goes_on(next);
}

/// Consumes blank lines and page numbers up to the row behind them.
static bool scan_interruption(TSLexer *lexer) {
  for (uint32_t pages = 0; pages <= FOLLOWING; pages++) {
    while (is_newline(lexer->lookahead) || is_blank(lexer->lookahead)) advance(lexer);
    lexer->mark_end(lexer);
    if (lexer->eof(lexer)) break;
    Line line;
    read_line(lexer, &line, LOOKAHEAD_LIMIT);
    if (!is_page_number(&line)) break;
  }
  lexer->result_symbol = INTERRUPTION;
  return true;
}

static bool scan_line_start(TSLexer *lexer, State *state) {
  // Blanks cannot be skipped before it is known that no block ends in front of
  // them, so they are skipped in a second call, behind GO_ON.
  bool skipping = state->pending == LINE;
  bool gap = !skipping && (is_blank(lexer->lookahead) || is_newline(lexer->lookahead));
  bool after_blank = false;
  if (gap) lexer->mark_end(lexer);
  while (is_blank(lexer->lookahead) || is_newline(lexer->lookahead)) {
    if (is_newline(lexer->lookahead)) after_blank = true;
    lexer->advance(lexer, skipping);
  }
  if (!gap) lexer->mark_end(lexer);
  if (lexer->eof(lexer)) {
    if (state->block != NO_BLOCK) {
      state->block = NO_BLOCK;
    } else if (state->levels) {
      close_section(state);
    } else {
      return false;
    }
    return emit(lexer, END);
  }
  Line line;
  read_line(lexer, &line, UINT32_MAX);
  Following ahead;
  ahead.lexer = lexer;
  ahead.count = 0;
  ahead.newlines = 0;
  Situation situation = {&line, marker_of(&line), &ahead, state, after_blank};
  if (gap && after_blank && state->block == TABLE && state->phase == ROWS &&
      rows_go_on(&line, &ahead)) {
    state->pending = ROWS_AFTER_GAP;
    return emit(lexer, ROWS_GO_ON);
  }
  enum Token kind = classify(&situation);
  if (close_before(state, &situation, kind)) return emit(lexer, END);
  if (gap) {
    state->pending = LINE;
    return emit(lexer, GO_ON);
  }
  if (is_table_line(kind) && state->block == NO_BLOCK) {
    state->block = TABLE;
    state->phase = STARTED;
    state->pending = NOTHING;
    return emit(lexer, TABLE_START);
  }
  if (kind == CELL_LINE && state->block == NO_BLOCK) {
    state->block = CELLS;
    state->pending = NOTHING;
    return emit(lexer, CELLS_START);
  }
  enter(state, kind, &line, situation.marker);
  return emit(lexer, kind);
}

// ---------------------------------------------------------------------------
// Inside a line

/// Consumes `**`, tags, bookmarks and a Markdown prefix; marks the end of each.
static bool scan_markup(TSLexer *lexer) {
  static const wchar_t bookmark[] = L"[bookmark:";
  bool found = false;
  for (;;) {
    while (is_blank(lexer->lookahead) || lexer->lookahead == '\t') advance(lexer);
    int32_t c = lexer->lookahead;
    if (c == '#' && !found) {
      uint32_t hashes = 0;
      while (lexer->lookahead == '#' && hashes < 7) {
        advance(lexer);
        hashes++;
      }
      if (hashes == 7 || !(is_blank(lexer->lookahead) || lexer->lookahead == '\t')) return false;
    } else if (is_one_of(c, L"-*+•●")) {
      advance(lexer);
      if (c == '*' && lexer->lookahead == '*') {
        advance(lexer);
      } else if (found || !is_blank(lexer->lookahead)) {
        return found;
      }
    } else if (c == '<') {
      advance(lexer);
      uint32_t count = 0;
      while (count < 12 && (is_letter(lexer->lookahead) || lexer->lookahead == '/')) {
        advance(lexer);
        count++;
      }
      if (count == 0 || lexer->lookahead != '>') return found;
      advance(lexer);
    } else if (c == '[') {
      uint32_t i = 0;
      while (bookmark[i] && lexer->lookahead == (int32_t)bookmark[i]) {
        advance(lexer);
        i++;
      }
      if (bookmark[i]) return found;
      while (!at_line_end(lexer) && !is_one_of(lexer->lookahead, L"[]")) advance(lexer);
      if (lexer->lookahead != ']') return found;
      advance(lexer);
    } else {
      return found;
    }
    lexer->mark_end(lexer);
    found = true;
  }
}

static void advance_over_blanks(TSLexer *lexer, uint32_t *count) {
  advance(lexer);
  (*count)++;
  while (is_blank(lexer->lookahead)) advance(lexer);
}

/// Consumes a marker, which may hold blanks. `count` is the number of other
/// characters consumed, whether or not they were a marker.
static MarkerKind scan_marker(TSLexer *lexer, uint32_t *count) {
  int32_t c = lexer->lookahead;
  if (is_circled_number(c)) {
    advance(lexer);
    (*count)++;
    lexer->mark_end(lexer);
    return LEVEL_5;
  }
  if (c == 0x9644) {  // 附
    advance_over_blanks(lexer, count);
    if (lexer->lookahead != 0x4EF6) return NO_MARKER;  // 件
    advance(lexer);
    (*count)++;
    lexer->mark_end(lexer);
    while (is_blank(lexer->lookahead)) advance(lexer);
    if (is_digit(lexer->lookahead)) {
      for (uint32_t n = 0; n < 2 && is_digit(lexer->lookahead); n++) advance(lexer);
      lexer->mark_end(lexer);
    } else if (numeral_value(lexer->lookahead) >= 0) {
      while (numeral_value(lexer->lookahead) >= 0) advance(lexer);
      lexer->mark_end(lexer);
    }
    while (is_blank(lexer->lookahead)) advance(lexer);
    if (is_colon(lexer->lookahead)) {
      advance(lexer);
      lexer->mark_end(lexer);
    }
    return ATTACHMENT;
  }
  bool ordinal = c == 0x7B2C;  // 第
  bool bracket = is_open_bracket(c);
  if (ordinal || bracket) advance_over_blanks(lexer, count);
  bool arabic = is_digit(lexer->lookahead);
  uint32_t before = *count;
  if (arabic) {
    while (is_digit(lexer->lookahead) && *count - before < 4) advance_over_blanks(lexer, count);
  } else {
    while (numeral_value(lexer->lookahead) >= 0 && *count - before < 8) {
      advance_over_blanks(lexer, count);
    }
  }
  if (*count == before) return NO_MARKER;
  if (ordinal) {
    if (lexer->lookahead != 0x90E8) return NO_MARKER;  // 部
    advance_over_blanks(lexer, count);
    if (lexer->lookahead != 0x5206) return NO_MARKER;  // 分
    advance(lexer);
    (*count)++;
    lexer->mark_end(lexer);
    while (is_blank(lexer->lookahead)) advance(lexer);
    if (is_one_of(lexer->lookahead, L"：:、")) {
      advance(lexer);
      lexer->mark_end(lexer);
    }
    return PART;
  }
  if (bracket || (arabic && is_close_bracket(lexer->lookahead))) {
    if (!is_close_bracket(lexer->lookahead)) return NO_MARKER;
    advance(lexer);
    (*count)++;
    lexer->mark_end(lexer);
    if (bracket && lexer->lookahead == 0x3001) {
      advance(lexer);
      lexer->mark_end(lexer);
    }
    return arabic ? LEVEL_4 : LEVEL_2;
  }
  if (!is_one_of(lexer->lookahead, arabic ? L".．、" : L"、")) return NO_MARKER;
  bool point = lexer->lookahead != 0x3001;
  advance(lexer);
  (*count)++;
  lexer->mark_end(lexer);
  if (point && is_digit(lexer->lookahead)) {
    // 1.5 is a number; what has been marked becomes content.
    if (digit_value(lexer->lookahead) != 2) return NO_MARKER;
    advance(lexer);
    if (!is_digit(lexer->lookahead) || digit_value(lexer->lookahead) != 0) return NO_MARKER;
  }
  return arabic ? LEVEL_3 : LEVEL_1;
}

/// Consumes a glossary term up to its colon, closing mark-up or 指, 是, 反映.
/// `length` characters of it have been consumed already.
static enum Token scan_term(TSLexer *lexer, uint32_t length) {
  int32_t last[3] = {0, 0, 0};
  bool candidate = false;  // the term may end before a 指 that has been marked
  while (!at_line_end(lexer) && length < LONGEST_TERM) {
    int32_t c = lexer->lookahead;
    bool path = is_open_bracket(last[0]) && is_one_of(last[1], L"类款项") &&
                is_close_bracket(last[2]);
    if (is_blank(c) || c == '\t') {
      advance(lexer);
      continue;
    }
    if (is_colon(c) && length > 0) {
      if (path && !candidate) return PATH_TERM;
      lexer->mark_end(lexer);
      return TERM_TEXT;
    }
    if (ends_sentence(c) || is_comma(c)) break;
    bool verb = is_one_of(c, L"指是反") && length >= 2 && !candidate;
    bool markup = (c == '*' || c == '<') && length > 0 && !candidate;
    if ((verb || markup) && !path) lexer->mark_end(lexer);
    advance(lexer);
    length++;
    last[0] = last[1];
    last[1] = last[2];
    last[2] = c;
    if (markup) {
      int32_t next = lexer->lookahead;
      if (c == '*' ? next == '*' : (is_letter(next) || next == '/')) {
        return path ? PATH_TERM : TERM_TEXT;
      }
    }
    if (verb && (c != 0x53CD || lexer->lookahead == 0x6620)) {  // 反映
      if (path) return PATH_TERM;
      candidate = true;
    }
  }
  if (!candidate) lexer->mark_end(lexer);
  return TERM_TEXT;
}

/// A zero-width end of a term that is a subject path.
static bool scan_term_end(TSLexer *lexer) {
  int32_t c = lexer->lookahead;
  if (is_colon(c) || is_one_of(c, L"指是")) return true;
  if (c != 0x53CD && c != '*' && c != '<') return false;
  advance(lexer);
  int32_t next = lexer->lookahead;
  if (c == 0x53CD) return next == 0x6620;  // 反映
  return c == '*' ? next == '*' : (is_letter(next) || next == '/');
}

/// The rest of a line of a table of contents: leader, page number, mark-up.
/// LINE_END means that nothing but blanks follows, ERROR_SENTINEL that it is no leader.
static enum Token scan_leader(TSLexer *lexer) {
  bool leads = false;
  uint32_t blanks = 0;
  uint32_t dots = 0;
  for (;;) {
    int32_t c = lexer->lookahead;
    if (is_leader_dot(c)) {
      dots += is_one_of(c, L"…⋯") ? 3 : 1;
    } else if (c == '\t') {
      leads = true;
    } else if (is_blank(c)) {
      blanks++;
    } else if (c == '<') {
      advance(lexer);
      while (is_letter(lexer->lookahead) || lexer->lookahead == '/') advance(lexer);
      if (lexer->lookahead != '>') return ERROR_SENTINEL;
      leads = leads || dots >= 3;
    } else if (c != '*') {
      break;
    }
    advance(lexer);
  }
  leads = leads || dots >= 3;
  lexer->mark_end(lexer);
  if (at_line_end(lexer)) return leads ? LEADER : dots == 0 ? LINE_END : ERROR_SENTINEL;
  uint32_t digits = 0;
  while (is_digit(lexer->lookahead)) {
    advance(lexer);
    digits++;
  }
  if (digits == 0 || digits > 3 || !(leads || blanks > 0)) return ERROR_SENTINEL;
  while (is_blank(lexer->lookahead) || lexer->lookahead == '\t' ||
         is_one_of(lexer->lookahead, L"*<>/bp")) {
    advance(lexer);
  }
  return at_line_end(lexer) ? LEADER : ERROR_SENTINEL;
}

static bool is_title_continuation(Following *ahead, bool first) {
  static const wchar_t *const tails[] = {L"说明", L"概况", L"情况", L"解释", L"报表", NULL};
  const Line *line = following(ahead, 0);
  if (!line || !is_adjacent(ahead) || marker_of(line).kind != NO_MARKER) return false;
  if (!is_short_plain(line) || line->length > 40 || line->hashes > 0) return false;
  if (is_toc_heading(line) || supports_table(line)) return false;
  if (!first) return line->length <= 6 && ends_in_one_of(line, line->length, tails);
  if (!may_be_title(line, 0)) return true;
  const Line *next = following(ahead, 1);
  return !next || !supports_table(next);
}

/// The line end, which is a token of its own if the line goes on behind it.
static bool scan_line_end(TSLexer *lexer, const bool *valid, State *state) {
  if (valid[TERM_END]) {
    lexer->mark_end(lexer);
    return emit(lexer, TERM_END);
  }
  advance_newline(lexer);
  lexer->mark_end(lexer);
  Following ahead;
  ahead.lexer = lexer;
  ahead.count = 0;
  ahead.newlines = 1;
  if (state->open_end == UNIT) {
    const Line *next = following(&ahead, 0);
    if (next && is_adjacent(&ahead) && is_lone_yuan(next)) {
      state->open_end = NO_BREAK;
      return emit(lexer, UNIT_BREAK);
    }
  } else if (state->open_end != NO_BREAK) {
    if (is_title_continuation(&ahead, state->open_end == MISSING_TITLE)) {
      state->open_end = TITLE;
      return emit(lexer, TITLE_BREAK);
    }
  }
  state->open_end = NO_BREAK;
  return emit(lexer, LINE_END);
}

/// 单位： behind other text of a caption line.
static bool scan_unit_start(TSLexer *lexer) {
  uint32_t count = 0;
  if (is_open_bracket(lexer->lookahead)) advance_over_blanks(lexer, &count);
  if (is_one_of(lexer->lookahead, L"金货计")) {
    advance_over_blanks(lexer, &count);
    advance_over_blanks(lexer, &count);
  }
  if (lexer->lookahead != 0x5355) return false;  // 单
  advance_over_blanks(lexer, &count);
  if (lexer->lookahead != 0x4F4D) return false;  // 位
  advance_over_blanks(lexer, &count);
  return is_colon(lexer->lookahead);
}

/// The unit of an amount or of a quantity, as in grammar.js.
static enum Token scan_unit(TSLexer *lexer) {
  int32_t c = lexer->lookahead;
  if (is_one_of(c, L"辆人名个家项台套次件册户吨处场份天批块宗亩间")) return QUANTITY_NUMBER;
  if (c == 0x5E73) {  // 平方米
    advance(lexer);
    if (lexer->lookahead != 0x65B9) return ERROR_SENTINEL;
    advance(lexer);
    return lexer->lookahead == 0x7C73 ? QUANTITY_NUMBER : ERROR_SENTINEL;
  }
  if (c == 0x516C) {  // 公里
    advance(lexer);
    return lexer->lookahead == 0x91CC ? QUANTITY_NUMBER : ERROR_SENTINEL;
  }
  if (is_one_of(c, L"十百千万亿")) {
    advance(lexer);
    if (is_one_of(c, L"十百千") && lexer->lookahead == 0x4E07) {
      advance(lexer);
    } else if (c == 0x4E07 && lexer->lookahead == 0x4EBF) {
      advance(lexer);
    } else if (c == 0x5341) {
      return ERROR_SENTINEL;
    }
    while (is_inner_blank(lexer->lookahead)) advance(lexer);
  }
  c = lexer->lookahead;
  if (c == 0x5143) return AMOUNT_NUMBER;  // 元
  if (!is_one_of(c, L"美欧港日英")) return ERROR_SENTINEL;
  advance(lexer);
  bool pound = c == 0x82F1 && lexer->lookahead == 0x9551;
  bool yuan = c != 0x82F1 && lexer->lookahead == 0x5143;
  return pound || yuan ? AMOUNT_NUMBER : ERROR_SENTINEL;
}

static bool is_sign(int32_t c) { return is_one_of(c, L"-－−–"); }

/// Consumes a number that a unit follows. Without a unit the internal lexer
/// decides what it is.
static bool scan_number_with_unit(TSLexer *lexer) {
  if (is_sign(lexer->lookahead)) advance(lexer);
  uint32_t digits = 0;
  while (is_digit(lexer->lookahead)) {
    advance(lexer);
    digits++;
  }
  if (digits == 0) return false;
  while (digits <= 3 && is_comma(lexer->lookahead)) {
    advance(lexer);
    for (uint32_t i = 0; i < 3; i++) {
      if (!is_digit(lexer->lookahead)) return false;
      advance(lexer);
    }
    if (is_digit(lexer->lookahead)) return false;
  }
  if (is_one_of(lexer->lookahead, L".．")) {
    advance(lexer);
    if (!is_digit(lexer->lookahead)) return false;
    while (is_digit(lexer->lookahead)) advance(lexer);
  }
  lexer->mark_end(lexer);
  while (is_blank(lexer->lookahead)) advance(lexer);
  enum Token token = scan_unit(lexer);
  return token != ERROR_SENTINEL && emit(lexer, token);
}

/// Generated lexers take U+0000 for the end of the text.
static bool scan_null(TSLexer *lexer) {
  if (lexer->lookahead != 0 || lexer->eof(lexer)) return false;
  while (lexer->lookahead == 0 && !lexer->eof(lexer)) advance(lexer);
  lexer->mark_end(lexer);
  return emit(lexer, NULL_CHARACTERS);
}

/// Whether the line's text has not begun: its mark-up and marker come first.
static bool is_at_head(const bool *valid) {
  return valid[MARKUP] || valid[SECTION_MARKER] || valid[PART_MARKER] || valid[TERM_TEXT] ||
         valid[DEFINITION];
}

/// What may stand at the beginning of a line's text.
static bool scan_head(TSLexer *lexer, const bool *valid) {
  int32_t c = lexer->lookahead;
  if (valid[MARKUP] && is_one_of(c, L"#-*+•●<[")) {
    if (scan_markup(lexer)) return emit(lexer, MARKUP);
    // What has been consumed is part of a term, or else left to the internal lexer.
    if (valid[TERM_TEXT]) return emit(lexer, scan_term(lexer, 1));
    return valid[DEFINITION] && emit(lexer, DEFINITION);
  }
  uint32_t count = 0;
  if (valid[SECTION_MARKER] || valid[PART_MARKER]) {
    MarkerKind kind = scan_marker(lexer, &count);
    if (valid[PART_MARKER] && (kind == PART || kind == ATTACHMENT)) return emit(lexer, PART_MARKER);
    if (valid[SECTION_MARKER] && is_numbering(kind)) return emit(lexer, SECTION_MARKER);
  }
  if (valid[TERM_TEXT]) return emit(lexer, scan_term(lexer, count));
  if (valid[DEFINITION]) return emit(lexer, DEFINITION);
  if (count > 0) return false;
  if (c == 0) return scan_null(lexer);
  return (is_digit(c) || is_sign(c)) && scan_number_with_unit(lexer);
}

static bool scan_inside(TSLexer *lexer, const bool *valid, State *state) {
  if (valid[LEADER]) {
    int32_t c = lexer->lookahead;
    if (is_blank(c) || c == '\t' || c == '<' || c == '*' || is_leader_dot(c)) {
      enum Token token = scan_leader(lexer);
      if (token == LINE_END) return scan_line_end(lexer, valid, state);
      return token == LEADER ? emit(lexer, LEADER) : scan_null(lexer);
    }
  }
  while (is_blank(lexer->lookahead)) skip(lexer);
  if (lexer->lookahead == '\t') {
    // In a row the internal lexer takes it for a separator.
    if (state->row) return false;
    while (is_blank(lexer->lookahead) || lexer->lookahead == '\t') skip(lexer);
  }
  lexer->mark_end(lexer);
  if (at_line_end(lexer)) return scan_line_end(lexer, valid, state);
  int32_t c = lexer->lookahead;
  if (valid[DELIMITERS]) {
    while (!at_line_end(lexer)) {
      bool blank = is_blank(lexer->lookahead);
      advance(lexer);
      if (!blank) lexer->mark_end(lexer);
    }
    return emit(lexer, DELIMITERS);
  }
  if (valid[TERM_END] && scan_term_end(lexer)) return emit(lexer, TERM_END);
  if (valid[COLON] && is_colon(c)) {
    advance(lexer);
    lexer->mark_end(lexer);
    return emit(lexer, COLON);
  }
  if (valid[PAGE_NUMBER] && is_digit(c)) {
    while (is_digit(lexer->lookahead)) advance(lexer);
    lexer->mark_end(lexer);
    return emit(lexer, PAGE_NUMBER);
  }
  if (is_at_head(valid)) return scan_head(lexer, valid);
  if (c == 0) return scan_null(lexer);
  if (is_digit(c) || is_sign(c)) return scan_number_with_unit(lexer);
  return valid[UNIT_START] && scan_unit_start(lexer) && emit(lexer, UNIT_START);
}

// ---------------------------------------------------------------------------
// Interface

void *tree_sitter_yusuan_external_scanner_create(void) { return ts_calloc(1, sizeof(State)); }

void tree_sitter_yusuan_external_scanner_destroy(void *payload) { ts_free(payload); }

unsigned tree_sitter_yusuan_external_scanner_serialize(void *payload, char *buffer) {
  static const State zero;
  if (memcmp(payload, &zero, sizeof zero) == 0) return 0;
  memcpy(buffer, payload, sizeof(State));
  return (unsigned)sizeof(State);
}

void tree_sitter_yusuan_external_scanner_deserialize(void *payload, const char *buffer,
                                                     unsigned length) {
  memset(payload, 0, sizeof(State));
  if (length == sizeof(State)) memcpy(payload, buffer, sizeof(State));
}

bool tree_sitter_yusuan_external_scanner_scan(void *payload, TSLexer *lexer,
                                              const bool *valid_symbols) {
  // In error recovery, which only a reused node can bring about for a moment.
  if (valid_symbols[ERROR_SENTINEL]) return scan_null(lexer);
  State *state = payload;
  if (state->pending == ROWS_AFTER_GAP) {
    state->pending = NOTHING;
    return scan_interruption(lexer);
  }
  if (valid_symbols[PARAGRAPH_LINE] || valid_symbols[ROW_LINE] || valid_symbols[CELL_LINE] ||
      valid_symbols[TOC_ENTRY_LINE]) {
    return scan_line_start(lexer, state);
  }
  return scan_inside(lexer, valid_symbols, state);
}
