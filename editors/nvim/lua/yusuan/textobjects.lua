--- Text objects and motions of a draft, from the query `textobjects.scm` that belongs to the grammar.
local textobjects = {}

--- What a key selects: the name of its captures, and whether whole lines are meant.
---@type table<string, { name: string, linewise: boolean }>
local objects = {
  c = { name = 'cell', linewise = false },
  r = { name = 'row', linewise = true },
  t = { name = 'table', linewise = true },
  h = { name = 'section', linewise = true },
  e = { name = 'entry', linewise = false },
}

--- Position before position, each as { line, column }.
local function before(one, other)
  return one[1] < other[1] or one[1] == other[1] and one[2] < other[2]
end

---@class Range
---@field first integer[] line and byte column, both from 0
---@field last integer[] behind the last byte

--- The ranges of a capture in lines `top` to `bottom` (exclusive), one a match.
---@return Range[]
local function ranges(capture, top, bottom)
  local parser = vim.treesitter.get_parser(0, 'yusuan', { error = false })
  local read, query = pcall(vim.treesitter.query.get, 'yusuan', 'textobjects')
  if not (parser and read and query) then
    return {}
  end
  local root = parser:parse(true)[1]:root()
  local found = {}
  for _, match in query:iter_matches(root, 0, top, bottom) do
    local range
    for identifier, nodes in pairs(match) do
      if query.captures[identifier] == capture then
        for _, node in ipairs(nodes) do
          local line, column, last_line, last_column = node:range()
          local first, last = { line, column }, { last_line, last_column }
          range = range or { first = first, last = last }
          range.first = before(first, range.first) and first or range.first
          range.last = before(range.last, last) and last or range.last
        end
      end
    end
    if range then
      table.insert(found, range)
    end
  end
  return found
end

--- Whether one range lies inside another.
local function inside(one, other)
  return not before(one.first, other.first) and not before(other.last, one.last)
end

--- The smallest range of a capture around the cursor.
---@return Range?
local function around_cursor(capture)
  local line, column = unpack(vim.api.nvim_win_get_cursor(0))
  local cursor = { line - 1, column }
  local smallest
  for _, range in ipairs(ranges(capture, line - 1, line)) do
    local holds = not before(cursor, range.first) and before(cursor, range.last)
    if holds and (smallest == nil or inside(range, smallest)) then
      smallest = range
    end
  end
  return smallest
end

--- The largest range of a capture inside another range.
---@param outer Range
---@return Range?
local function largest_inside(outer, capture)
  local largest
  for _, range in ipairs(ranges(capture, outer.first[1], outer.last[1] + 1)) do
    if inside(range, outer) and (largest == nil or inside(largest, range)) then
      largest = range
    end
  end
  return largest
end

--- The range of an object at the cursor. On a heading the inner part is what the heading stands over.
---@param name string
---@param part 'inner'|'outer'
---@return Range?
local function at_cursor(name, part)
  local outer = around_cursor(name .. '.outer')
  if part == 'outer' or outer == nil then
    return outer or around_cursor(name .. '.inner')
  end
  return largest_inside(outer, name .. '.inner')
end

--- The last line of a range, from 1, without the blank lines under a block.
local function last_line(range)
  local line = range.last[2] == 0 and range.last[1] or range.last[1] + 1
  while line > range.first[1] + 1 and vim.fn.getline(line):match('^%s*$') do
    line = line - 1
  end
  return line
end

local function select_lines(range)
  vim.cmd(('normal! %dGV%dG'):format(range.first[1] + 1, last_line(range)))
end

local function select_characters(range)
  local text = vim.fn.getline(range.last[1] + 1)
  local last = range.last[2]
  -- The cursor stands on the first byte of a character.
  last = last > 0 and last - 1 + vim.str_utf_start(text, last) or 0
  vim.api.nvim_win_set_cursor(0, { range.first[1] + 1, range.first[2] })
  vim.cmd('normal! v')
  vim.api.nvim_win_set_cursor(0, { range.last[1] + 1, last })
end

--- Selects a text object around the cursor; nothing happens where there is none.
---@param key string a key of `objects`
---@param part 'inner'|'outer'
function textobjects.select(key, part)
  local object = objects[key]
  local range = at_cursor(object.name, part)
  if range == nil then
    return
  end
  if vim.api.nvim_get_mode().mode:match('[vV\22]') then
    vim.cmd('normal! \27')
  end
  if object.linewise then
    select_lines(range)
  else
    select_characters(range)
  end
end

--- Goes to the next heading, or the one before.
---@param direction 1|-1
function textobjects.go_to_heading(direction)
  local line = vim.api.nvim_win_get_cursor(0)[1]
  local lines = {}
  for _, range in ipairs(ranges('section.outer', 0, -1)) do
    local heading = range.first[1] + 1
    if (heading - line) * direction > 0 then
      table.insert(lines, heading)
    end
  end
  table.sort(lines, function(one, other)
    return (one - other) * direction < 0
  end)
  local target = lines[vim.v.count1] or lines[#lines]
  if target then
    vim.cmd("normal! m'")
    vim.api.nvim_win_set_cursor(0, { target, 0 })
  end
end

--- Maps the keys in the current buffer.
---@return string[] the commands that undo it
function textobjects.map()
  local undo = {}
  local function map(modes, keys, action, description)
    vim.keymap.set(modes, keys, action, { buffer = true, silent = true, desc = description })
    for _, mode in ipairs(modes) do
      table.insert(undo, ('silent! %sunmap <buffer> %s'):format(mode, keys))
    end
  end
  for key, object in pairs(objects) do
    map({ 'o', 'x' }, 'i' .. key, function()
      textobjects.select(key, 'inner')
    end, 'Yusuan: ' .. object.name)
    map({ 'o', 'x' }, 'a' .. key, function()
      textobjects.select(key, 'outer')
    end, 'Yusuan: ' .. object.name .. ' with what belongs to it')
  end
  for keys, direction in pairs({ [']]'] = 1, ['[['] = -1 }) do
    map({ 'n', 'o', 'x' }, keys, function()
      textobjects.go_to_heading(direction)
    end, 'Yusuan: next or previous heading')
  end
  return undo
end

return textobjects
