if vim.b.did_ftplugin then
  return
end
vim.b.did_ftplugin = 1

-- Paragraphs of a disclosure are one long line each; rows of a table are read on the line where they stand.
vim.opt_local.wrap = true
vim.opt_local.linebreak = true
-- The text is going to be published: it has no comments.
vim.opt_local.commentstring = ''
vim.opt_local.comments = ''
-- A code is accepted, never inserted because it happens to be the only one that fits.
vim.opt_local.completeopt:append({ 'menuone', 'noinsert' })

local undo = { 'setlocal wrap< linebreak< commentstring< comments< completeopt<' }

local function hint(message)
  if not vim.g.yusuan_parser_hint_shown then
    vim.g.yusuan_parser_hint_shown = true
    vim.notify(message .. '请运行插件目录下的 build-parser.sh，详见 :help yusuan-parser', vim.log.levels.INFO)
  end
end

local called, parser = pcall(vim.treesitter.language.add, 'yusuan')
if not (called and parser) then
  hint('Yusuan：尚未编译语法解析器，暂无语法高亮与折叠；检查、悬停与补全不受影响。')
elseif not pcall(vim.treesitter.start, 0, 'yusuan') then
  hint('Yusuan：语法解析器与查询文件不是同一版本，暂无语法高亮与折叠。')
else
  vim.opt_local.foldmethod = 'expr'
  vim.opt_local.foldexpr = 'v:lua.vim.treesitter.foldexpr()'
  -- A draft opens unfolded; zM and za fold it.
  vim.opt_local.foldlevel = 99
  -- A long draft is parsed in slices, and Neovim does not fold again when its first parse ends.
  local buffer = vim.api.nvim_get_current_buf()
  vim.treesitter.get_parser(buffer, 'yusuan'):parse(nil, vim.schedule_wrap(function()
    for _, window in ipairs(vim.fn.win_findbuf(buffer)) do
      if vim.wo[window].foldmethod == 'expr' then
        vim.wo[window][0].foldmethod = 'expr'
      end
    end
  end))
  vim.list_extend(undo, { 'setlocal foldmethod< foldexpr< foldlevel<', 'lua pcall(vim.treesitter.stop)' })
  if not (vim.g.no_plugin_maps or vim.g.no_yusuan_maps) then
    vim.list_extend(undo, require('yusuan.textobjects').map())
  end
end

pcall(vim.cmd.compiler, 'yusuan')
table.insert(undo, 'setlocal makeprg< errorformat<')

vim.b.undo_ftplugin = table.concat(undo, ' | ')
