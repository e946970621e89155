--- A real Neovim, driven from outside as a person drives it: keys go in through its event loop,
--- and what it shows is read back. Runs inside another Neovim started with `-l`.

---@class Editor
---@field channel integer the RPC channel, which is also the job
local Editor = {}
Editor.__index = Editor

--- How long anything may take before it counts as not happening, in milliseconds.
local PATIENCE = 20000

--- Starts Neovim without any user configuration, with this plugin on the runtime path.
---@param options { plugin: string, open: string?, environment: table<string, string>?, command: string? }
---@return Editor
function Editor.start(options)
  local command = { vim.v.progpath, '--embed', '--headless', '--clean', '-n' }
  vim.list_extend(command, { '--cmd', 'set runtimepath^=' .. vim.fn.fnameescape(options.plugin) })
  if options.command then
    vim.list_extend(command, { '--cmd', options.command })
  end
  if options.open then
    table.insert(command, options.open)
  end
  local channel = vim.fn.jobstart(command, { rpc = true, env = options.environment })
  assert(channel > 0, 'Neovim does not start')
  return setmetatable({ channel = channel }, Editor)
end

--- Runs Lua inside the editor and returns its value.
function Editor:lua(code, ...)
  return vim.rpcrequest(self.channel, 'nvim_exec_lua', code, { ... })
end

--- Types keys (in the notation of `:help key-notation`) and waits until they have been taken.
function Editor:type(keys)
  vim.rpcrequest(self.channel, 'nvim_input', keys)
  -- A request is answered only after the queued keys were handled, or while one of them waits.
  self:lua('return true')
end

--- Waits until the Lua expression gives a true value, and returns it; nil when patience runs out.
---@param code string a chunk that returns a value
function Editor:wait(code, ...)
  local arguments = { ... }
  local value
  vim.wait(PATIENCE, function()
    value = self:lua(code, unpack(arguments))
    return value ~= nil and value ~= vim.NIL and value ~= false
  end, 50)
  if value == vim.NIL or value == false then
    return nil
  end
  return value
end

--- The line (from 1) and byte column (from 0) of a text, searched from the start of the buffer or
--- behind the first occurrence of another text.
---@return integer?, integer?
function Editor:find(text, behind)
  local place = self:lua(
    [[
    local text, behind = ...
    local begun = behind == nil or behind == vim.NIL
    for number, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do
      local from = 1
      if not begun then
        local _, last = line:find(behind, 1, true)
        begun, from = last ~= nil, (last or 0) + 1
      end
      local column = begun and line:find(text, from, true)
      if column then return { number, column - 1 } end
    end
    return nil
  ]],
    text,
    behind
  )
  if place == nil or place == vim.NIL then
    return nil
  end
  return place[1], place[2]
end

--- Puts the cursor on a text. An error names the text when it is not there.
function Editor:put_cursor(text, behind)
  local line, column = self:find(text, behind)
  assert(line, 'no such text in the draft: ' .. text)
  self:lua('vim.api.nvim_win_set_cursor(0, { ... })', line, column)
  return line, column
end

--- The line under a number from 1.
function Editor:line(number)
  return self:lua('return vim.fn.getline(...)', number)
end

--- The diagnostics of the draft as plain tables, the line counted from 1.
function Editor:diagnostics()
  return self:lua([[
    return vim.tbl_map(function(item)
      return {
        line = item.lnum + 1, code = tostring(item.code), source = item.source,
        severity = item.severity, message = item.message,
        text = vim.fn.getline(item.lnum + 1),
      }
    end, vim.diagnostic.get(0))
  ]])
end

--- Waits for a diagnostic on the line that holds `text`, with this code when one is given.
function Editor:wait_for_diagnostic(text, code)
  local found
  vim.wait(PATIENCE, function()
    for _, item in ipairs(self:diagnostics()) do
      if item.text:find(text, 1, true) and (code == nil or item.code == code) then
        found = item
        return true
      end
    end
    return false
  end, 100)
  return found
end

--- Presses K on a text and returns what the floating window shows; nil when none opens.
function Editor:hover(text, behind)
  self:put_cursor(text, behind)
  self:type('K')
  local shown = self:wait([[
    for _, window in ipairs(vim.api.nvim_list_wins()) do
      if vim.api.nvim_win_get_config(window).relative ~= '' then
        local lines = vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false)
        return table.concat(lines, '\n')
      end
    end
    return nil
  ]])
  self:lua([[
    for _, window in ipairs(vim.api.nvim_list_wins()) do
      if vim.api.nvim_win_get_config(window).relative ~= '' then
        vim.api.nvim_win_close(window, true)
      end
    end
  ]])
  return shown
end

--- Opens a line under the cursor's line, types `typed`, asks for completion and accepts the first item.
--- Returns the words that were offered and the line as it then stands.
function Editor:complete(typed)
  self:type('o' .. typed .. '<C-x><C-o>')
  local offered = self:wait([[
    if vim.fn.pumvisible() == 0 then return nil end
    return vim.tbl_map(function(item) return item.abbr ~= '' and item.abbr or item.word end,
      vim.fn.complete_info({ 'items' }).items)
  ]])
  if not offered then
    self:type('<Esc>')
    return nil, self:lua('return vim.api.nvim_get_current_line()')
  end
  local selected = self:lua([[return vim.fn.complete_info({ 'selected' }).selected]])
  self:type((selected == -1 and '<C-n>' or '') .. '<C-y>')
  -- The server's edit is applied when the item has been accepted, a turn of the event loop later.
  vim.wait(200)
  self:type('<Esc>')
  return offered, self:lua('return vim.api.nvim_get_current_line()')
end

--- The highlight captures at a text.
---@return string[]
function Editor:captures(text, behind)
  local line, column = self:find(text, behind)
  if not line then
    return {}
  end
  return self:lua(
    [[
    local line, column = ...
    return vim.tbl_map(function(item) return item.capture end,
      vim.treesitter.get_captures_at_pos(0, line - 1, column))
  ]],
    line,
    column
  )
end

--- Everything the editor has said, messages and notifications.
function Editor:messages()
  return self:lua([[return vim.fn.execute('messages')]])
end

--- Leaves the editor with :qa! and returns its exit status; nil when it does not end in time.
function Editor:quit()
  -- The editor ends while the request is under way: only the status of the job counts.
  pcall(vim.rpcnotify, self.channel, 'nvim_input', '<Esc><Esc>:qa!<CR>')
  local status = vim.fn.jobwait({ self.channel }, PATIENCE)[1]
  return status >= 0 and status or nil
end

return Editor
