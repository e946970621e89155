// What a line can be, judged by itself and the lines behind it.

#ifndef YUSUAN_KINDS_H_
#define YUSUAN_KINDS_H_

#include "line.h"

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
  if (line->length > 80) return false;
  for (uint32_t k = 0; keys[k]; k++) {
    if (!has_word_at(line, 0, keys[k])) continue;
    uint32_t n = word_length(keys[k]);
    if (n >= line->length || !is_colon(line->text[n])) continue;
    if (has_char(line, n, L"。；;")) return false;
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

#endif  // YUSUAN_KINDS_H_
