// The kind of a line where it stands, and the blocks that it ends.

#ifndef YUSUAN_BLOCKS_H_
#define YUSUAN_BLOCKS_H_

#include "kinds.h"

// The kind of a line

typedef struct {
  const Line *line;
  Marker marker;
  Following *ahead;
  const State *state;
  bool below_row;  // a row stands directly before
} Situation;

static bool is_in_table(const Situation *s) {
  return s->state->block == TABLE && s->state->phase != STARTED;
}

/// A line with TABs that is prose after all: TABs only indent or trail it.
static bool is_indented_prose(const Situation *s) {
  const Line *line = s->line;
  if (line->inner_tabs > 0 || line->length == 0) return false;
  if (s->below_row || s->state->block == CELLS) return false;
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
  bool row_context = s->below_row && has_tabs(line);
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
    if (s->below_row) return ROW_LINE;
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

/// Remembers how a line of the kind may go on, and its place in a table of contents.
static void remember(State *state, enum Token kind, const Line *line, Marker marker) {
  state->open_end = NO_BREAK;
  if (kind == UNIT_LINE) state->open_end = UNIT;
  if (kind == PART_LINE || kind == GLOSSARY_PART_LINE) {
    state->open_end = line->length > marker.length ? TITLE : MISSING_TITLE;
  }
  if (kind == TOC_ENTRY_LINE) remember_entry(state, line, marker);
}

/// The state behind the token of a line of the kind.
static void enter(State *state, enum Token kind) {
  state->pending = NOTHING;
  if (kind != COVER_LINE) state->begun = 1;
  state->row = kind == ROW_LINE || kind == CELL_LINE;
  if (kind == TOC_HEADING_LINE) state->block = TOC;
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
    read_line(lexer, &line, BEGINNING);
    if (!is_page_number(&line)) break;
  }
  lexer->result_symbol = INTERRUPTION;
  return true;
}

/// Emits the token of a line of the kind, or first the one of the block that it begins.
static bool begin_line(TSLexer *lexer, State *state, enum Token kind) {
  state->pending = (uint8_t)kind;
  if (is_table_line(kind) && state->block == NO_BLOCK) {
    state->block = TABLE;
    state->phase = STARTED;
    return emit(lexer, TABLE_START);
  }
  if (kind == CELL_LINE && state->block == NO_BLOCK) {
    state->block = CELLS;
    return emit(lexer, CELLS_START);
  }
  enter(state, kind);
  return emit(lexer, kind);
}

/// Goes on with what has been decided on: the line has been read, and is not read again.
static bool scan_pending(TSLexer *lexer, State *state) {
  enum Token pending = (enum Token)state->pending;
  if (pending == INTERRUPTION) {
    state->pending = NOTHING;
    return scan_interruption(lexer);
  }
  while (is_blank(lexer->lookahead) || is_newline(lexer->lookahead)) skip(lexer);
  lexer->mark_end(lexer);
  return begin_line(lexer, state, pending);
}

static bool scan_line_start(TSLexer *lexer, State *state) {
  // Blanks cannot be skipped before it is known that no block ends in front of
  // them, so they are skipped behind GO_ON.
  bool gap = is_blank(lexer->lookahead) || is_newline(lexer->lookahead);
  bool after_blank = false;
  lexer->mark_end(lexer);
  while (is_blank(lexer->lookahead) || is_newline(lexer->lookahead)) {
    if (is_newline(lexer->lookahead)) after_blank = true;
    advance(lexer);
  }
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
  bool below_row = state->block == TABLE && state->phase == ROWS && !after_blank;
  read_line(lexer, &line, below_row ? FIRST_CELL : WHOLE_LINE);
  Following ahead;
  ahead.lexer = lexer;
  ahead.count = 0;
  ahead.newlines = 0;
  Situation situation = {&line, marker_of(&line), &ahead, state, below_row};
  if (after_blank && state->block == TABLE && state->phase == ROWS && rows_go_on(&line, &ahead)) {
    state->pending = INTERRUPTION;
    return emit(lexer, ROWS_GO_ON);
  }
  enum Token kind = classify(&situation);
  if (close_before(state, &situation, kind)) return emit(lexer, END);
  remember(state, kind, &line, situation.marker);
  if (gap) {
    state->pending = (uint8_t)kind;
    return emit(lexer, GO_ON);
  }
  return begin_line(lexer, state, kind);
}

#endif  // YUSUAN_BLOCKS_H_
