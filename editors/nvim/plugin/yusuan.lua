if vim.g.loaded_yusuan then
  return
end
vim.g.loaded_yusuan = true

if vim.fn.has('nvim-0.11') == 0 then
  vim.notify('Yusuan：需要 Neovim 0.11 或更高版本（needs Neovim 0.11 or newer）', vim.log.levels.WARN)
  return
end

if vim.g.yusuan_no_lsp then
  return
end

vim.lsp.enable('yusuan')

local group = vim.api.nvim_create_augroup('yusuan', { clear = true })

vim.lsp.commands['yusuan.showFindings'] = function(command)
  require('yusuan.findings').show(command)
end

vim.api.nvim_create_autocmd('LspAttach', {
  group = group,
  desc = 'Switch on what Neovim leaves off until it is asked for',
  callback = function(event)
    local client = vim.lsp.get_client_by_id(event.data.client_id)
    if not client or client.name ~= 'yusuan' then
      return
    end
    -- An item that is more than one word (a code with its name, a glossary skeleton) is inserted as a whole
    -- only where Neovim's own completion is enabled; CTRL-X CTRL-O alone would insert its label.
    if client:supports_method('textDocument/completion') then
      vim.lsp.completion.enable(true, client.id, event.buf, { autotrigger = false })
    end
    if client:supports_method('textDocument/inlayHint') and not vim.g.yusuan_no_inlay_hints then
      vim.lsp.inlay_hint.enable(true, { bufnr = event.buf })
    end
  end,
})

-- Neovim only logs that a server is not installed; whoever opens a first draft should be told.
vim.api.nvim_create_autocmd('FileType', {
  group = group,
  pattern = 'yusuan',
  once = true,
  desc = 'Say how to install the Yusuan language server when it is missing',
  callback = function()
    local config = vim.lsp.config.yusuan
    local command = config and config.cmd
    if type(command) ~= 'table' or vim.fn.executable(command[1]) == 1 then
      return
    end
    vim.notify(
      ('Yusuan：找不到语言服务器“%s”，请先安装（cargo install --path .）并确认它在 PATH 中，详见 :help yusuan-server'):format(
        command[1]
      ),
      vim.log.levels.WARN
    )
  end,
})
