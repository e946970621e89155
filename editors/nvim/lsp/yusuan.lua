--- The Yusuan language server, as `vim.lsp.enable('yusuan')` starts it.
--- Everything here can be overridden with `vim.lsp.config('yusuan', { … })`.
---@type vim.lsp.Config
return {
  cmd = { 'yusuan', 'server' },
  filetypes = { 'yusuan' },
  -- Commands of lenses that plugin/yusuan.lua carries out.
  capabilities = { experimental = { commands = { commands = { 'yusuan.showFindings' } } } },
  root_markers = { 'yusuan.toml', '.git' },
}
