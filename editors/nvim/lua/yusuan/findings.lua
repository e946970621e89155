--- The command that a lens of the server runs: the findings of a table or a draft as a list.
local findings = {}

--- Whether a diagnostic lies in a range of the protocol; every one does when there is none. Lines suffice.
local function lies_in(diagnostic, range)
  return range == nil or diagnostic.lnum <= range['end'].line and diagnostic.end_lnum >= range.start.line
end

--- Opens the findings of a draft, or of a range of it, as the location list and goes to the first.
---@param command lsp.Command with the arguments uri and, for a part of the draft, range
function findings.show(command)
  local uri, range = unpack(command.arguments or {})
  local buffer = uri and vim.uri_to_bufnr(uri) or vim.api.nvim_get_current_buf()
  local items = vim.tbl_filter(function(diagnostic)
    return diagnostic.source == 'yusuan' and lies_in(diagnostic, range)
  end, vim.diagnostic.get(buffer))
  if #items == 0 then
    vim.notify('Yusuan：没有发现问题', vim.log.levels.INFO)
    return
  end
  vim.fn.setloclist(0, {}, ' ', { title = 'Yusuan', items = vim.diagnostic.toqflist(items) })
  vim.cmd('lopen | lfirst')
end

return findings
