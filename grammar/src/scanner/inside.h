// The tokens inside a line.

#ifndef YUSUAN_INSIDE_H_
#define YUSUAN_INSIDE_H_

#include "kinds.h"

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

#endif  // YUSUAN_INSIDE_H_
