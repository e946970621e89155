// Parses files, pieces of them, and the files after edits; `.ci/sanitize` builds it with sanitizers.
// Prints how many texts were parsed. A text whose tree has an error ends it with status 1.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tree_sitter/api.h>

const TSLanguage *tree_sitter_yusuan(void);

enum { CUTS = 48 };

static unsigned long texts;

static TSTree *parse(TSParser *parser, TSTree *old, const char *text, uint32_t length) {
  // In a buffer of its own, so that reading past its end is noticed.
  char *copy = malloc(length > 0 ? length : 1);
  memcpy(copy, text, length);
  TSTree *tree = ts_parser_parse_string(parser, old, copy, length);
  free(copy);
  texts++;
  return tree;
}

static bool is_boundary(const char *text, uint32_t at) { return ((unsigned char)text[at] & 0xC0) != 0x80; }

static TSPoint point(const char *text, uint32_t at) {
  TSPoint point = {0, 0};
  for (uint32_t i = 0; i < at; i++) {
    point.column++;
    if (text[i] == '\n') point = (TSPoint){point.row + 1, 0};
  }
  return point;
}

// Without the bytes from `start` to `end`, parsed afresh and after the edit.
static bool without(TSParser *parser, const char *text, uint32_t length, uint32_t start, uint32_t end) {
  while (start > 0 && !is_boundary(text, start)) start--;
  while (end < length && !is_boundary(text, end)) end++;
  char *rest = malloc(length + 1);
  memcpy(rest, text, start);
  memcpy(rest + start, text + end, length - end);
  uint32_t rest_length = length - (end - start);
  TSTree *tree = parse(parser, NULL, text, length);
  TSInputEdit edit = {start, end, start, point(text, start), point(text, end), point(text, start)};
  ts_tree_edit(tree, &edit);
  TSTree *edited = parse(parser, tree, rest, rest_length);
  TSTree *fresh = parse(parser, NULL, rest, rest_length);
  char *one = ts_node_string(ts_tree_root_node(edited)), *other = ts_node_string(ts_tree_root_node(fresh));
  bool sound = !ts_node_has_error(ts_tree_root_node(fresh)) && strcmp(one, other) == 0;
  free(one);
  free(other);
  ts_tree_delete(tree);
  ts_tree_delete(edited);
  ts_tree_delete(fresh);
  free(rest);
  return sound;
}

int main(int count, char **paths) {
  TSParser *parser = ts_parser_new();
  ts_parser_set_language(parser, tree_sitter_yusuan());
  bool sound = true;
  for (int i = 1; i < count; i++) {
    FILE *file = fopen(paths[i], "rb");
    if (!file) return 2;
    fseek(file, 0, SEEK_END);
    uint32_t length = (uint32_t)ftell(file);
    rewind(file);
    char *text = calloc(1, length + 1);
    if (fread(text, 1, length, file) != length) return 2;
    fclose(file);
    for (uint32_t cut = 0; cut < CUTS; cut++) {
      uint32_t at = (uint32_t)((uint64_t)length * cut / CUTS);
      uint32_t next = (uint32_t)((uint64_t)length * (cut + 1) / CUTS);
      bool here = without(parser, text, length, at, next) && without(parser, text, length, at, length) &&
                  without(parser, text, length, at, at + 3 < length ? at + 3 : length);
      if (!here) fprintf(stderr, "%s: not sound at %u\n", paths[i], at);
      sound = sound && here;
    }
    free(text);
  }
  ts_parser_delete(parser);
  printf("%d files, %lu texts\n", count - 1, texts);
  return sound ? 0 : 1;
}
