--- The cases of test/run.sh: `nvim -l` runs this file, each case drives an editor of its own.

local plugin = assert(os.getenv('YUSUAN_TEST_PLUGIN'))
local root = assert(os.getenv('YUSUAN_TEST_ROOT'))
local work = assert(os.getenv('YUSUAN_TEST_WORK'))
local shared = os.getenv('YUSUAN_TEST_SHARED') or ''

package.path = plugin .. '/test/?.lua;' .. package.path
local Editor = require('editor')

local passed, failed, skipped = 0, 0, 0

--- Counts one expectation and says what it was.
local function expect(what, holds, seen)
  if holds then
    passed = passed + 1
    io.stdout:write('  ok      ', what, '\n')
    return
  end
  failed = failed + 1
  io.stdout:write('  FAILED  ', what, '\n')
  if seen ~= nil then
    io.stdout:write('          saw: ', vim.inspect(seen), '\n')
  end
end

--- Runs a case with an editor, closes the editor whatever happens, and counts an error as a failure.
local function case(name, options, run)
  io.stdout:write(name, '\n')
  options.plugin = options.plugin or plugin
  local editor = Editor.start(options)
  local succeeded, problem = pcall(run, editor)
  if not succeeded then
    expect('no error', false, problem)
  end
  pcall(vim.fn.jobstop, editor.channel)
end

--- Whether the server announces a method; where it does not, what follows is left out and called so.
local function announces(editor, method)
  local announced = editor:wait(
    [[
    local client = vim.lsp.get_clients({ bufnr = 0, name = 'yusuan' })[1]
    if not (client and client.initialized) then return nil end
    return client:supports_method(...) and 'yes' or 'no'
  ]],
    method
  ) == 'yes'
  if not announced then
    skipped = skipped + 1
    io.stdout:write('  skipped ', method, ': the server does not announce it\n')
  end
  return announced
end

local function contains(text, part)
  return type(text) == 'string' and text:find(part, 1, true) ~= nil
end

local function any(list, part)
  return vim.iter(list or {}):any(function(item)
    return contains(item, part)
  end)
end

local function read(path)
  local file = assert(io.open(path, 'rb'))
  local content = file:read('*a')
  file:close()
  return content
end

--- Copies a document to a new folder under another name; the original is never opened for writing.
local function copy(path, name)
  local folder = vim.fn.tempname()
  vim.fn.mkdir(folder, 'p')
  local target = folder .. '/' .. name
  local file = assert(io.open(target, 'wb'))
  file:write(read(path))
  file:close()
  return target
end

--- A draft of a department that does not exist, without mistakes.
local draft = root .. '/tests/documents/clean/yunxi-investment-budget-2024.yusuan.md'

--- The heading of its first part, behind the table of contents that names it.
local part = { '第一部分 概况', '## ' }

local function process_exists(identifier)
  return vim.uv.kill(identifier, 0) == 0
end

--- Quits the editor; the servers it had started must be gone soon after.
local function quit_and_expect_no_server(editor)
  local servers = editor:lua([[return vim.api.nvim_get_proc_children(vim.fn.getpid())]])
  expect('one server process runs', #servers == 1, servers)
  expect('the editor exits with status 0', editor:quit() == 0)
  local gone = vim.wait(5000, function()
    return not vim.iter(servers):any(process_exists)
  end, 50)
  expect('the server process is gone', gone, servers)
end

local function expect_attached(editor)
  local attached = editor:wait([[return #vim.lsp.get_clients({ bufnr = 0, name = 'yusuan' }) == 1]])
  expect('the server is attached', attached)
end

--- Texts are given as strings, or as { text, behind } when the text stands in the table of contents too.
local function expect_highlighted(editor, texts)
  expect('tree-sitter highlighting is active', editor:lua([[
    return vim.treesitter.highlighter.active[vim.api.nvim_get_current_buf()] ~= nil
  ]]))
  expect('the tree has no errors', editor:lua([[
    return not vim.treesitter.get_parser(0, 'yusuan'):parse(true)[1]:root():has_error()
  ]]))
  for _, place in ipairs(texts) do
    local text, behind = unpack(type(place) == 'table' and place or { place })
    local captures = editor:captures(text, behind)
    local shown = vim.iter(captures):any(function(capture)
      return capture ~= 'none' and capture ~= 'spell' and capture ~= 'nospell'
    end)
    expect('highlighted: ' .. text, shown, captures)
  end
end

--- Symbols as `gO` lists them.
local function symbols(editor)
  editor:lua([[vim.fn.setloclist(0, {}, 'f')]])
  editor:type('gO')
  local titles = editor:wait([[
    local items = vim.fn.getloclist(0)
    if #items == 0 then return nil end
    return vim.tbl_map(function(item) return item.text end, items)
  ]])
  editor:type('<Cmd>lclose<CR>')
  return titles
end

-- ---------------------------------------------------------------------------------------------------

do
  io.stdout:write('file names\n')
  local editor = Editor.start({ plugin = plugin })
  local function filetype(name)
    return editor:lua('return vim.filetype.match({ filename = ... })', name)
  end
  local ours = {
    'a.yusuan',
    'a.yusuan.txt',
    'a.yusuan.md',
    '2025年部门预算公开.txt',
    '/drafts/某单位2024年度单位决算.md',
    '部门预算.txt',
    '部门决算.md',
    '单位预算-定稿.md',
    '决算公开说明.txt',
  }
  for _, name in ipairs(ours) do
    expect(name, filetype(name) == 'yusuan', filetype(name))
  end
  for _, name in ipairs({ 'README.md', '部门预算公开/README.md', '预算.txt', 'notes.txt', '部门预算.lua' }) do
    expect('not ' .. name, filetype(name) ~= 'yusuan', filetype(name))
  end
  editor:quit()
end

local without_server = vim.tbl_extend('force', {}, { PATH = '/usr/bin:/bin' })
case('without a server', { open = copy(draft, 'a.yusuan'), environment = without_server }, function(editor)
  expect('the person is told how to install it', editor:wait([[
    return vim.fn.execute('messages'):find('找不到语言服务器', 1, true) ~= nil
  ]]), editor:messages())
  expect_highlighted(editor, { part })
  expect('the editor exits with status 0', editor:quit() == 0)
end)

-- The parser of this checkout is built by run.sh: a copy of the plugin without it stands for a new install.
do
  local unbuilt = vim.fn.tempname()
  vim.fn.mkdir(unbuilt, 'p')
  for _, folder in ipairs({ 'compiler', 'ftdetect', 'ftplugin', 'lsp', 'plugin' }) do
    vim.uv.fs_symlink(plugin .. '/' .. folder, unbuilt .. '/' .. folder)
  end
  case('without a parser', { open = copy(draft, 'a.yusuan'), plugin = unbuilt }, function(editor)
    expect_attached(editor)
    local _, hints = editor:messages():gsub('尚未编译语法解析器', '')
    expect('the person is told how to build it', hints == 1, editor:messages())
    editor:lua('vim.cmd.edit(...)', copy(draft, 'b.yusuan'))
    _, hints = editor:messages():gsub('尚未编译语法解析器', '')
    expect('and told once', hints == 1, editor:messages())
    expect('hover works all the same', editor:hover('2011308') ~= nil)
    expect('the editor exits with status 0', editor:quit() == 0)
  end)
end

case('health', {}, function(editor)
  editor:lua([[vim.cmd('checkhealth yusuan')]])
  local report = editor:lua([[return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')]])
  expect('the parser and its queries are reported', contains(report, 'OK 解析器已装入') and contains(report, 'OK folds.scm'), report)
  expect('nothing is wrong', not contains(report, 'ERROR') and not contains(report, 'WARNING'), report)
end)

case('with the server switched off', { open = copy(draft, 'a.yusuan'), command = 'let g:yusuan_no_lsp = 1' }, function(editor)
  expect('filetype', editor:lua('return vim.bo.filetype') == 'yusuan')
  expect('no server is enabled', not editor:lua([[return vim.lsp.is_enabled('yusuan')]]))
  expect('no message', not contains(editor:messages(), 'Yusuan'), editor:messages())
  expect('the editor exits with status 0', editor:quit() == 0)
end)

-- ---------------------------------------------------------------------------------------------------

--- Errors and warnings only: information and hints may stand in a clean draft.
local function problems(editor)
  return vim.tbl_filter(function(item)
    return item.severity <= vim.diagnostic.severity.WARN
  end, editor:diagnostics())
end

local row = '20113\t商贸事务\t303.63\t140.33\t163.30'

case('a clean draft', { open = copy(draft, '2024年部门预算公开.md') }, function(editor)
  expect('filetype by the name of the file', editor:lua('return vim.bo.filetype') == 'yusuan')
  expect_attached(editor)
  expect_highlighted(editor, { part, '303.63', '2011308', '机关运行经费：' })
  expect('headings are highlighted as headings', any(editor:captures(unpack(part)), 'markup.heading'), editor:captures(unpack(part)))

  local subject = editor:hover('2011308')
  expect('hover on a code names the subject and the path above it', contains(subject, '招商引资') and contains(subject, '商贸事务'), subject)
  expect('hover on a code gives the amounts of the draft', contains(subject, '139.15'), subject)
  local term = editor:hover('机关运行经费财政拨款预算')
  expect('hover on a term gives the glossary of the draft', contains(term, '用一般公共预算财政拨款购买商品和服务的资金'), term)

  local titles = symbols(editor)
  expect('the outline lists parts', any(titles, '第四部分 名词解释'), titles)
  expect('the outline lists sections', any(titles, '八、机关运行经费增减变动原因说明'), titles)
  expect('the outline lists tables', any(titles, '预算支出总表'), titles)

  editor:put_cursor(row)
  editor:type('zM')
  expect('zM folds the tables', editor:lua([[return vim.fn.foldclosed('.') > 0]]))
  editor:type('zR')
  expect('zR unfolds them', editor:lua([[return vim.fn.foldclosed('.') == -1]]))

  -- By now the server has answered several requests: what it had to say about the draft has arrived.
  expect('no error and no warning in a clean draft', #problems(editor) == 0, problems(editor))
end)

--- What must be found in the demonstration draft: its list gives for each mistake the check and a text of the
--- line, and other places where a checker may report the same mistake.
local function planted(path)
  local mistakes = {}
  for line in vim.iter(vim.split(read(path), '\n', { trimempty = true })):skip(1) do
    local code, fragment, _, also = unpack(vim.split(line, '\t'))
    local places = { { code = code, text = fragment } }
    for place in vim.gsplit(also or '', ' ; ', { trimempty = true }) do
      local other, text = place:match('^(%S+) (.*)$')
      table.insert(places, { code = other, text = text })
    end
    for _, place in ipairs(places) do
      place.text = place.text:gsub('→', '\t')
    end
    table.insert(mistakes, { name = code .. ' ' .. fragment, places = places })
  end
  return mistakes
end

local demonstration = root .. '/tests/documents/demo/qinghe-culture-draft'
case('a draft with planted mistakes', { open = copy(demonstration .. '.yusuan.md', 'a.yusuan.md') }, function(editor)
  expect_attached(editor)
  local mistakes = planted(demonstration .. '.expected.tsv')
  expect('there are mistakes to find', #mistakes >= 5, mistakes)
  for _, mistake in ipairs(mistakes) do
    local found
    vim.wait(20000, function()
      found = vim.iter(editor:diagnostics()):find(function(item)
        return vim.iter(mistake.places):any(function(place)
          return item.code == place.code and item.source == 'yusuan' and contains(item.text, place.text)
        end)
      end)
      return found ~= nil
    end, 50)
    expect('found: ' .. mistake.name, found ~= nil, found or editor:diagnostics())
  end
end)

case('a mistake while typing', { open = copy(draft, 'a.yusuan.md') }, function(editor)
  expect_attached(editor)
  expect('the draft has been analysed', editor:hover('2011308') ~= nil)

  editor:put_cursor('163.30', '20113\t商贸事务\t303.63\t140.33')
  editor:type('r9')
  expect('one key makes the row wrong', editor:find('20113\t商贸事务\t303.63\t140.33\t963.30') ~= nil)
  local found = editor:wait_for_diagnostic('20113\t商贸事务\t303.63\t140.33\t963.30')
  expect('it is reported on its row', found ~= nil, editor:diagnostics())
  expect('as an error of Yusuan', found and found.source == 'yusuan' and found.severity == vim.diagnostic.severity.ERROR, found)
  expect('by a check of tables', found and found.code:match('^B10%d$') ~= nil, found)
  expect('with the number that is wrong', found and contains(found.message, '963.30'), found)

  editor:type('u')
  expect('undone, it goes away', vim.wait(20000, function()
    return #problems(editor) == 0
  end, 50), problems(editor))
end)

case('completion', { open = copy(draft, 'a.yusuan.md') }, function(editor)
  expect_attached(editor)
  editor:put_cursor(row)
  local offered, line = editor:complete('20113')
  expect('codes under the prefix are offered', any(offered, '2011301') and any(offered, '2011308'), offered)
  expect('nothing else is offered', offered and vim.iter(offered):all(function(item)
    return contains(item, '20113')
  end), offered)
  expect('the accepted item inserts a code', line:match('^20113%d%d') ~= nil, line)
  quit_and_expect_no_server(editor)
end)

case('definition and references', { open = copy(draft, 'a.yusuan.md') }, function(editor)
  expect_attached(editor)
  expect('the draft has been analysed', editor:hover('2011308') ~= nil)
  if announces(editor, 'textDocument/definition') then
    local from = editor:put_cursor('机关运行经费财政拨款预算')
    editor:type('<C-]>')
    local line = editor:wait([[
      local line = vim.api.nvim_get_current_line()
      return vim.fn.line('.') ~= ... and line or nil
    ]], from)
    expect('CTRL-] on a term leads to its glossary entry', contains(line, '机关运行经费：'), line)
    editor:type('<C-t>')
    expect('CTRL-T leads back', editor:lua([[return vim.fn.line('.')]]) == from)
  end
  if announces(editor, 'textDocument/references') then
    editor:put_cursor('2011308')
    editor:type('grr')
    local places = editor:wait([[
      local items = vim.fn.getqflist()
      return #items > 0 and vim.tbl_map(function(item) return item.text end, items) or nil
    ]])
    expect('grr lists the rows of a subject', places and #places > 1 and vim.iter(places):any(function(text)
      return contains(text, '招商引资')
    end), places)
    editor:type('<Cmd>cclose<CR>')
  end
end)

--- A code action as `gra` offers it, taken by its number.
local function take_action(editor, title)
  editor:lua([[
    vim.g.offered = nil
    vim.ui.select = function(items, options, on_choice)
      local titles = vim.tbl_map(options.format_item or tostring, items)
      vim.g.offered = titles
      for number, item in ipairs(items) do
        if titles[number]:find(vim.g.wanted, 1, true) then return on_choice(item, number) end
      end
      on_choice(nil, nil)
    end
    vim.g.wanted = ...
  ]], title)
  editor:type('gra')
  return editor:wait('return vim.g.offered')
end

case('code actions', { open = copy(demonstration .. '.yusuan.md', 'a.yusuan.md') }, function(editor)
  expect_attached(editor)
  local wrong = '20805\t行政事业单位养老支出\t26.82'
  expect('the mistake is reported', editor:wait_for_diagnostic(wrong) ~= nil, editor:diagnostics())
  if announces(editor, 'textDocument/codeAction') then
    editor:put_cursor('26.82', '20805\t行政事业单位养老支出')
    local titles = take_action(editor, '28.62')
    expect('gra offers the value that mends it', any(titles, '28.62'), titles)
    expect('taken, it stands in the draft', editor:wait([[
      for _, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do
        if line:find('20805\t行政事业单位养老支出\t28.62', 1, true) then return true end
      end
    ]]))
    local gone = vim.wait(20000, function()
      return not vim.iter(editor:diagnostics()):any(function(item)
        return contains(item.text, '20805\t行政事业单位养老支出')
      end)
    end, 50)
    expect('and the finding is gone', gone, editor:diagnostics())
  end
end)

case('inlay hints', { open = copy(demonstration .. '.yusuan.md', 'a.yusuan.md') }, function(editor)
  expect_attached(editor)
  if announces(editor, 'textDocument/inlayHint') then
    local labels = editor:wait([[
      local labels = {}
      for _, item in ipairs(vim.lsp.inlay_hint.get({ bufnr = 0 })) do
        local label = item.inlay_hint.label
        table.insert(labels, type(label) == 'string' and label or label[1].value)
      end
      return #labels > 0 and labels or nil
    ]])
    expect('a total that holds has its mark', any(labels, '✓'), labels)
    expect('one that does not has the difference', any(labels, '1.8'), labels)
  end
end)

case('inlay hints switched off', { open = copy(draft, 'a.yusuan'), command = 'let g:yusuan_no_inlay_hints = 1' }, function(editor)
  expect_attached(editor)
  expect('they stay off', not editor:lua('return vim.lsp.inlay_hint.is_enabled({ bufnr = 0 })'))
end)

case('renaming', { open = copy(draft, 'a.yusuan.md') }, function(editor)
  expect_attached(editor)
  expect('the draft has been analysed', editor:hover('2011308') ~= nil)
  if announces(editor, 'textDocument/rename') then
    local name = '云溪市投资促进中心'
    local count = [[
      local count = 0
      for _, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do
        count = count + select(2, line:gsub(..., ''))
      end
      return count
    ]]
    local before = editor:lua(count, name)
    expect('the draft names its organisation', before > 1, before)
    editor:put_cursor(name)
    editor:lua([[vim.ui.input = function(_, on_confirm) on_confirm('青禾市投资促进中心') end]])
    editor:type('grn')
    expect('grn renames it everywhere', editor:wait(
      [[return (function(...) ]] .. count .. [[ end)(...) == 0]], name), editor:lua(count, name))
    expect('and puts the new name in every place', editor:lua(count, '青禾市投资促进中心') == before)
  end
end)

--- The pipe table at the end of a draft, badly aligned, with full-width digits in one place.
local ragged = {
  '',
  '| 科目编码 | 科目名称 | 合计 |',
  '|---|---|---|',
  '| 201 | 一般公共服务支出 | 1,200.00 |',
  '| 20113 | 商贸事务 | 1,200.00 |',
}

case('formatting', { open = copy(draft, 'a.yusuan.md') }, function(editor)
  expect_attached(editor)
  expect('the draft has been analysed', editor:hover('2011308') ~= nil)
  if announces(editor, 'textDocument/formatting') then
    editor:lua('vim.api.nvim_buf_set_lines(0, -1, -1, false, ...)', ragged)
    local last = ('return vim.api.nvim_buf_get_lines(0, -%d, -1, false)'):format(#ragged)
    -- Waits for the answer, whatever it changes.
    local format = [[vim.lsp.buf.format({ name = 'yusuan', timeout_ms = 20000 })]]
    editor:lua(format)
    local lines = editor:lua(last)
    local widths = vim.iter(lines):skip(1):map(vim.fn.strdisplaywidth):totable()
    expect('the columns of a pipe table end in one place', vim.iter(widths):all(function(width)
      return width == widths[1]
    end), lines)
    local function bare(text)
      return (table.concat(text):gsub('[%s%-]', ''))
    end
    expect('and every value is as it was', bare(lines) == bare(ragged), lines)
    editor:lua(format)
    expect('formatting again changes nothing', vim.deep_equal(editor:lua(last), lines), editor:lua(last))
  end
end)

case('code lenses', { open = copy(demonstration .. '.yusuan.md', 'a.yusuan.md') }, function(editor)
  expect_attached(editor)
  expect('the mistakes are reported', editor:wait_for_diagnostic('26.82') ~= nil)
  if announces(editor, 'textDocument/codeLens') then
    editor:lua([[
      vim.g.lenses = nil
      vim.lsp.buf_request_all(0, 'textDocument/codeLens', { textDocument = vim.lsp.util.make_text_document_params() }, function(answers)
        local titles = {}
        for _, answer in pairs(answers) do
          for _, lens in ipairs(answer.result or {}) do
            if lens.command then
              table.insert(titles, lens.command.title)
              if lens.command.title:find('不符', 1, true) then lens_with_findings = lens_with_findings or lens end
            end
          end
        end
        vim.g.lenses = titles
      end)
    ]])
    local titles = editor:wait('return vim.g.lenses')
    expect('a lens says how much does not hold', any(titles, '不符'), titles)
    editor:lua([[
      local client = vim.lsp.get_clients({ bufnr = 0, name = 'yusuan' })[1]
      client:exec_cmd(lens_with_findings.command, { bufnr = 0 })
    ]])
    expect('its command lists the findings', editor:wait('return #vim.fn.getloclist(0) > 0'))
  end
end)

case('tracing a figure', { open = copy(draft, 'a.yusuan.md') }, function(editor)
  expect_attached(editor)
  expect('the draft has been analysed', editor:hover('2011308') ~= nil)
  if announces(editor, 'textDocument/prepareCallHierarchy') then
    editor:put_cursor('303.63\t140.33')
    editor:lua('vim.lsp.buf.outgoing_calls()')
    local parts = editor:wait([[
      local items = vim.fn.getqflist()
      return #items > 0 and vim.tbl_map(function(item) return item.text end, items) or nil
    ]])
    expect('a total leads to its parts', parts and #parts >= 2, parts)
  end
end)

case('semantic tokens', { open = copy(draft, 'a.yusuan.md') }, function(editor)
  expect_attached(editor)
  if announces(editor, 'textDocument/semanticTokens/full') then
    local line, column = editor:find('303.63')
    local kinds = editor:wait([[
      local line, column = ...
      local tokens = vim.lsp.semantic_tokens.get_at_pos(0, line - 1, column)
      return tokens and #tokens > 0 and vim.tbl_map(function(token) return token.type end, tokens) or nil
    ]], line, column)
    expect('an amount of a table has a token', kinds ~= nil, kinds)
  end
end)

case('folding by the syntax tree', { open = copy(draft, 'a.yusuan.md') }, function(editor)
  expect('folds come from tree-sitter', editor:lua('return vim.wo.foldexpr') == 'v:lua.vim.treesitter.foldexpr()')
  local first, last = editor:lua([[
    local query = vim.treesitter.query.parse('yusuan', '(table) @table')
    local root = vim.treesitter.get_parser(0, 'yusuan'):parse(true)[1]:root()
    local line = ...
    for _, node in query:iter_captures(root, 0) do
      local first, _, last, column = node:range()
      if first < line and line <= last then return { first + 1, column == 0 and last or last + 1 } end
    end
  ]], (editor:find(row))), nil
  first, last = unpack(first)
  editor:put_cursor(row)
  editor:type('zc')
  expect('zc closes the table around the cursor, and no more', editor:wait([[
    return vim.fn.foldclosed('.') == (...)
  ]], first), editor:lua([[return { vim.fn.foldclosed('.'), vim.fn.foldclosedend('.') }]]))
  expect('down to its last line', editor:lua([[return vim.fn.foldclosedend('.')]]) == last, { first, last })
end)

--- What a text object selects.
local function selected(editor, keys)
  editor:lua([[vim.fn.setreg('"', '')]])
  editor:type('y' .. keys)
  return editor:lua([[return vim.fn.getreg('"')]])
end

--- Checks what a text object selects, the cursor being where it is put.
local function expect_object(editor, place, keys, what, holds)
  editor:put_cursor(unpack(place))
  editor:lua([[vim.fn.setreg('"', '')]])
  editor:type('y' .. keys)
  local text = editor:lua([[return vim.fn.getreg('"')]])
  expect(keys .. ' ' .. what, holds(text), text)
end

case('text objects', { open = copy(draft, 'a.yusuan.md') }, function(editor)
  -- The subject stands in the table of incomes, too, with the same amount.
  local name = { '商贸事务\t303.63\t140.33' }
  local function is(wanted)
    return function(text)
      return text == wanted
    end
  end

  expect_object(editor, name, 'ic', 'is the cell', is('商贸事务'))
  expect_object(editor, name, 'ac', 'takes the separator behind it', is('商贸事务\t'))
  expect_object(editor, { '163.30', '商贸事务\t303.63\t140.33' }, 'ac', 'is the cell alone where it is the last', is('163.30'))
  expect_object(editor, name, 'ir', 'is the row', is(row .. '\n'))
  expect_object(editor, name, 'it', 'is the rows of the table', function(text)
    return contains(text, row) and vim.startswith(text, '项目\t') and not contains(text, '单位：')
  end)
  expect_object(editor, name, 'at', 'takes title and captions', function(text)
    return contains(text, row) and contains(text, '预算支出总表') and contains(text, '单位：')
  end)

  editor:put_cursor('303.63', '20113\t')
  editor:type('vic')
  expect('ic works in Visual mode', editor:lua([[
    return vim.fn.getregion(vim.fn.getpos('v'), vim.fn.getpos('.'))[1]
  ]]) == '303.63')
  editor:type('<Esc>')
  editor:put_cursor(unpack(name))
  editor:type('dac')
  expect('dac takes a cell out of its row', editor:find('20113\t303.63\t140.33\t163.30') ~= nil)
  editor:type('u')

  local term = { '机关运行经费：' }
  expect_object(editor, term, 'ae', 'is the entry of the glossary', function(text)
    return contains(text, '机关运行经费：') and contains(text, '公用经费。')
  end)
  expect_object(editor, term, 'ie', 'is its definition', function(text)
    return text ~= '' and not contains(text, '机关运行经费：')
  end)
  expect_object(editor, part, 'ah', 'is a part with its heading', function(text)
    return vim.startswith(text, '## 第一部分') and not contains(text, '## 第二部分')
  end)
  expect_object(editor, part, 'ih', 'is what is under the heading', function(text)
    return text ~= '' and not contains(text, '## 第一部分') and not contains(text, '## 第二部分')
  end)

  editor:put_cursor(unpack(part))
  editor:type(']]')
  local next_heading = editor:lua('return vim.api.nvim_get_current_line()')
  expect(']] goes to the next heading', next_heading:match('^#+ ') and not contains(next_heading, part[1]), next_heading)
  editor:type('[[')
  expect('[[ goes back', contains(editor:lua('return vim.api.nvim_get_current_line()'), part[1]))
end)

case('without the keys', { open = copy(draft, 'a.yusuan'), command = 'let g:no_yusuan_maps = 1' }, function(editor)
  expect('none is mapped', editor:lua([[return vim.fn.maparg('ic', 'o')]]) == '')
end)

case('the compiler', { open = copy(demonstration .. '.yusuan.md', 'a.yusuan.md') }, function(editor)
  editor:type('<Cmd>silent make<CR>')
  local items = editor:wait([[
    local items = vim.tbl_filter(function(item) return item.valid == 1 end, vim.fn.getqflist())
    return #items > 0 and vim.tbl_map(function(item)
      return { line = item.lnum, type = item.type, text = item.text }
    end, items) or nil
  ]])
  expect('each finding is one entry, with its kind', items and #items == 5 and vim.iter(items):all(function(item)
    return item.type == 'E' or item.type == 'W'
  end), items)
  expect('on its line', items and items[1].line == editor:find('20805\t') and contains(items[1].text, '26.82'), items)
end)

--- The repository as `vim.pack` installs it: a clone, of which only this folder is the plugin.
do
  local clone = os.getenv('YUSUAN_TEST_CLONE')
  if clone and clone ~= '' then
    case('installed by vim.pack', { plugin = '/nonexistent' }, function(editor)
      if not editor:lua('return vim.pack ~= nil') then
        skipped = skipped + 1
        io.stdout:write('  skipped: this Neovim has no vim.pack\n')
        return
      end
      editor:lua([[
        vim.pack.add({ { src = ..., name = 'yusuan' } }, {
          confirm = false,
          load = function(package)
            vim.opt.runtimepath:prepend(package.path .. '/editors/nvim')
            vim.cmd.runtime('plugin/yusuan.lua')
            vim.cmd.runtime('ftdetect/yusuan.lua')
          end,
        })
      ]], clone)
      editor:lua('vim.cmd.edit(...)', copy(draft, '2024年部门预算公开.md'))
      expect('filetype', editor:lua('return vim.bo.filetype') == 'yusuan')
      expect_attached(editor)
    end)
  end
end

--- The seed of the project's founding issue, saved under a name that its own title gives.
local function seed_case()
  local path = vim.fn.glob(shared .. '/seeds/001_*.txt')
  if path == '' then
    io.stdout:write('seed 001: not tried, there is no ', shared, '/seeds\n')
    return
  end
  local title = read(path):match('(%d+年度部门预算公开)')
  case('seed 001', { open = copy(path, assert(title) .. '.md') }, function(editor)
    expect('filetype', editor:lua('return vim.bo.filetype') == 'yusuan')
    expect_attached(editor)

    local sum = editor:wait_for_diagnostic('招商引资工作经费共计130万元', 'B302')
    expect('B302 stands on the line of the wrong sum', sum and sum.source == 'yusuan' and sum.severity == vim.diagnostic.severity.ERROR, sum or editor:diagnostics())
    expect('the message gives both numbers', sum and contains(sum.message, '130') and contains(sum.message, '135'), sum)

    expect_highlighted(editor, { part, '2011308' })

    local subject = editor:hover('2011308')
    expect('hover on 2011308 names the subject', contains(subject, '招商引资') and contains(subject, '商贸事务'), subject)
    local term = editor:hover('机关运行经费财政拨款预算')
    expect('hover on 机关运行经费 gives the glossary', contains(term, '基本支出中的公用经费支出'), term)

    editor:put_cursor('2011308')
    local offered, line = editor:complete('20113')
    expect('completion after 20113 offers 2011308', any(offered, '2011308'), offered)
    expect('the accepted item inserts a code', line:match('^20113%d%d'), line)
    editor:type('u')

    quit_and_expect_no_server(editor)
  end)
end

seed_case()

-- ---------------------------------------------------------------------------------------------------

io.stdout:write(('%d passed, %d failed, %d skipped\n'):format(passed, failed, skipped))
os.exit(failed == 0 and 0 or 1)
