// Tells what kind of line a line is, and which blocks end before it.
//
// At the start of a line the scanner reads it to its end (and, where a line's
// kind depends on what follows, looks at the next lines that are not blank).
// It then emits zero-width tokens: one END for each open block that the line is
// no part of, and the token that names the line's kind. Where the line begins a
// table or follows blanks, a token stands between them that has been decided on
// with the line's kind, which is kept for the next call. Inside a line it emits
// the structural tokens: markers, mark-up, cell separators, the end of a
// glossary term, the end of the line.
//
// What the scanner decides at the start of a line depends on the text and on
// its own state, never on `valid_symbols`: a block that is reused from an old
// tree changes the symbols that are valid behind it, but not the state.
//
// Lookahead is int32_t throughout: a narrower type would confuse 个 (U+4E2A)
// with '*' (U+002A).

#include "scanner/blocks.h"
#include "scanner/inside.h"
#include "tree_sitter/alloc.h"

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
  if (state->pending != NOTHING) return scan_pending(lexer, state);
  if (valid_symbols[PARAGRAPH_LINE] || valid_symbols[ROW_LINE] || valid_symbols[CELL_LINE] ||
      valid_symbols[TOC_ENTRY_LINE]) {
    return scan_line_start(lexer, state);
  }
  return scan_inside(lexer, valid_symbols, state);
}
