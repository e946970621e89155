// A line that has been read: its text, its words, its marker.

#ifndef YUSUAN_LINE_H_
#define YUSUAN_LINE_H_

#include "characters.h"

#include <string.h>

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

static bool has_char(const Line *line, uint32_t from, const wchar_t *set) {
  for (uint32_t i = from; i < stored(line); i++) {
    if (is_one_of(line->text[i], set)) return true;
  }
  return false;
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

/// How much of a line has to be read.
typedef enum {
  WHOLE_LINE,
  BEGINNING,   // LOOKAHEAD_LIMIT characters, to see what follows another line
  FIRST_CELL,  // of a row; a line without one is read whole
} Extent;

/// Whether a TAB behind the text makes the line a row, whatever follows. A caption has a colon.
static bool is_first_cell(const Line *line) {
  return line->length > 0 && !line->pipe && !has_char(line, 0, L"：:");
}

/// Reads a line as far as `extent` says, and not beyond its end.
static void read_line(TSLexer *lexer, Line *line, Extent extent) {
  memset(line, 0, sizeof *line);
  line->only_delimiters = true;
  uint32_t digits = 0;        // length of the run of digits at the end
  bool after_leader = false;  // that run follows a leader or a gap
  uint32_t count = 0;
  bool prefix = true;
  while (!at_line_end(lexer) && (extent != BEGINNING || count++ < LOOKAHEAD_LIMIT)) {
    int32_t c = lexer->lookahead;
    if (is_ideograph(c)) {
      push(line, c);
      advance(lexer);
      prefix = false;
      digits = 0;
      line->dots = 0;
      continue;
    }
    if (is_blank(c)) {
      line->gap_at_end = true;
      advance(lexer);
      continue;
    }
    if (c == '\t') {
      line->gap_at_end = true;
      line->trailing_tabs++;
      advance(lexer);
      if (extent == FIRST_CELL && is_first_cell(line)) break;
      continue;
    }
    uint32_t before = line->length;
    bool gap = line->gap_at_end;
    if (prefix) {
      prefix = false;
      line->pipe = c == '|' && !line->mark_at_end && line->trailing_tabs == 0;
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
    read_line(lexer, &ahead->lines[ahead->count], BEGINNING);
    ahead->count++;
  }
  return &ahead->lines[n];
}

#endif  // YUSUAN_LINE_H_
