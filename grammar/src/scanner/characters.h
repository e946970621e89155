// Characters, and reading them.

#ifndef YUSUAN_CHARACTERS_H_
#define YUSUAN_CHARACTERS_H_

#include "state.h"

#include <stddef.h>

static bool is_newline(int32_t c) { return c == '\n' || c == '\r'; }

/// A Chinese character: most of a draft, and no sign that tells lines apart.
static bool is_ideograph(int32_t c) { return c >= 0x4E00 && c <= 0x9FFF; }

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
  int32_t c = lexer->lookahead;
  // A NUL may also stand in the text.
  return is_newline(c) || (c == 0 && lexer->eof(lexer));
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

#endif  // YUSUAN_CHARACTERS_H_
